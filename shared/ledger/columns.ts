/** Millions of short texts and numbers in the fewest bytes: as objects they take ten times as many. */

/** Whole numbers in the order in which they come, four bytes each. */
export class Column {
  #values = new Int32Array(1_024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const longer = new Int32Array(2 * this.#length);
      longer.set(this.#values);
      this.#values = longer;
    }
    this.#values[this.#length++] = value;
  }

  at(index: number): number {
    return this.#values[index] ?? 0;
  }
}

const FREE = 0;

/**
 * Texts as numbers from 0 on, in the order in which they first come. The texts lie one behind the other; a table of
 * hashes finds their numbers.
 */
export class Interned {
  #characters = new Uint16Array(1_024);
  /** Where each text ends, and the next begins. */
  readonly #ends = new Column();
  /** At the place of a text's hash, or the next free one: its number and one more. Half of it is free at least. */
  #table = new Int32Array(1_024);

  get size(): number {
    return this.#ends.length;
  }

  numberOf(text: string): number {
    let hash = BASIS;
    for (let at = 0; at < text.length; at++) hash = mixed(hash, text.charCodeAt(at));
    const mask = this.#table.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const held = this.#table[place] ?? FREE;
      if (held === FREE) {
        this.#table[place] = this.size + 1;
        return this.#append(text);
      }
      if (this.#isAt(held - 1, text)) return held - 1;
    }
  }

  #startOf(number: number): number {
    return number === 0 ? 0 : this.#ends.at(number - 1);
  }

  #isAt(number: number, text: string): boolean {
    const start = this.#startOf(number);
    if (this.#ends.at(number) - start !== text.length) return false;
    for (let at = 0; at < text.length; at++) if (this.#characters[start + at] !== text.charCodeAt(at)) return false;
    return true;
  }

  /** @returns its number */
  #append(text: string): number {
    const number = this.size;
    const start = this.#startOf(number);
    const end = start + text.length;
    if (end > this.#characters.length) {
      const longer = new Uint16Array(2 * Math.max(this.#characters.length, end));
      longer.set(this.#characters);
      this.#characters = longer;
    }
    for (let at = 0; at < text.length; at++) this.#characters[start + at] = text.charCodeAt(at);
    this.#ends.push(end);
    if (2 * this.size > this.#table.length) this.#widen();
    return number;
  }

  #widen(): void {
    const table = new Int32Array(4 * this.#table.length);
    const mask = table.length - 1;
    for (let number = 0; number < this.size; number++) {
      let hash = BASIS;
      for (let at = this.#startOf(number); at < this.#ends.at(number); at++)
        hash = mixed(hash, this.#characters[at] ?? 0);
      let place = hash & mask;
      while (table[place] !== FREE) place = (place + 1) & mask;
      table[place] = number + 1;
    }
    this.#table = table;
  }
}

/** The hash of Fowler, Noll and Vo, character by character. */
const BASIS = 0x811c9dc5;
const mixed = (hash: number, character: number): number => Math.imul(hash ^ character, 0x01000193);
