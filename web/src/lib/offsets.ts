/**
 * Offsets between the records, which count Unicode characters (code points), and the page, whose strings count
 * UTF-16 units. The two part company after the first character beyond U+FFFF, such as an emoji.
 */
export class Offsets {
  /** Where the characters stand that take two units: their offsets in characters, ascending. */
  readonly #wide: readonly number[];
  /** Length of the text in characters. */
  readonly length: number;

  constructor(text: string) {
    const wide: number[] = [];
    // Most texts have no such character, and the search for one is quick.
    if (/[\ud800-\udbff]/.test(text)) {
      let at = 0;
      for (const char of text) {
        if (char.length === 2) wide.push(at);
        at += 1;
      }
    }
    this.#wide = wide;
    this.length = text.length - wide.length;
  }

  /** The place in the string of a character of the record; one outside the text is moved to its edge. */
  units(characters: number): number {
    const at = Math.min(Math.max(characters, 0), this.length);
    return at + this.#wideBefore(at);
  }

  /** The character of the record at a place in the string; within a wide character, that character. */
  characters(units: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.units(middle) <= units) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #wideBefore(characters: number): number {
    let low = 0;
    let high = this.#wide.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#wide[middle] ?? Infinity) < characters) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
