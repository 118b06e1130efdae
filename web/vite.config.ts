import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

import { leanCytoscape } from './tools/lean-cytoscape.ts';

// The page talks to the server that serves it. In development a running `athir serve` answers /api.
const server = process.env['ATHIR_SERVER'] ?? 'http://127.0.0.1:7171';

export default defineConfig({
  plugins: [svelte(), leanCytoscape()],
  build: {
    target: 'es2022',
    // Data URLs would need an exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { host: '127.0.0.1', proxy: { '/api': { target: server, changeOrigin: true } } },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
