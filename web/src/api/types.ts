/** The server's records as this page uses them (docs/schema, and the notes on HTTP). Offsets count code points. */

export type * from './types/coded.ts';
export type * from './types/incidents.ts';
export type * from './types/answers.ts';
export type * from './types/work.ts';
export type * from './types/publications.ts';
