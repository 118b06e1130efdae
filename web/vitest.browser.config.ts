import { defineConfig } from 'vitest/config';

// The page in a real browser, against the real server: npm run browser. One file after the other, for all work on
// one machine's two cores.
export default defineConfig({
  test: {
    include: ['tests/**/*.browser.ts'],
    globalSetup: ['tests/server.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    retry: 0,
  },
});
