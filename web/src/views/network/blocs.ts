/** Names of the colours that blocs get, the largest first; more blocs than colours stay uncoloured. */
export const BLOC_COLORS: readonly string[] = [
  'relief',
  'civil',
  'dynamics',
  'coercion',
  'territory',
  'posture',
  'talks',
  'harm',
];
