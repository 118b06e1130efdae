/** Lists of actors' keys in an address. Keys of actors outside the registry are names, and may have commas. */

export function joined(keys: readonly string[]): string {
  return keys.map((key) => key.replace(/[\\,]/g, '\\$&')).join(',');
}

export function parted(text: string | null): string[] {
  const keys = (text ?? '').match(/(?:\\.|[^\\,])+/g) ?? [];
  return [...new Set(keys.map((key) => key.replace(/\\(.)/g, '$1').trim()).filter((key) => key !== ''))];
}
