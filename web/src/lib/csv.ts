/** Tables as text for spreadsheets (RFC 4180). */

/**
 * One cell. A text that a spreadsheet would take for a formula is put behind an apostrophe: reports are written by
 * strangers.
 */
function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  // The rule of `athir export`: also behind apostrophes and in wide signs; a sign alone runs nothing.
  const text = /^'*[=+\-@\t\r\n＝＋－＠]./su.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function csv(rows: readonly (readonly (string | number | null | undefined)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
