/** Longer ones seldom repeat. */
const LONGEST = 14;
/** Enough for the words of a whole column of names. */
const MOST_SLOTS = 1 << 15;
const LEAST_SLOTS = 1 << 8;
/** Characters of the text for each slot: those of a short cell. */
const CHARACTERS_PER_SLOT = 4;

/**
 * Parts of a long text, each short one made once as long as nothing else takes its slot: a column of a table holds a
 * few words thousands of times.
 */
export class RepeatedTexts {
  readonly #slots: string[];
  /** The bits of a hash that are the number of a slot. */
  readonly #mask: number;
  #last = '';

  /** @param characters of the text: a short one gets few slots, since making them all takes longer than reading it */
  constructor(characters: number) {
    let slots = LEAST_SLOTS;
    while (slots < MOST_SLOTS && slots * CHARACTERS_PER_SLOT < characters) slots *= 2;
    this.#slots = Array.from({ length: slots }, () => '');
    this.#mask = slots - 1;
  }

  /** The same as `text.slice(start, end)`. */
  of(text: string, start: number, end: number): string {
    if (end - start > LONGEST) return text.slice(start, end);
    // Whoever reads a table column by column asks for the same text again.
    if (!isAt(this.#last, text, start, end)) this.#last = this.#slotted(text, start, end);
    return this.#last;
  }

  #slotted(text: string, start: number, end: number): string {
    let hash = end - start;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    const slot = (hash ^ (hash >>> 15)) & this.#mask;
    const known = this.#slots[slot] ?? '';
    return isAt(known, text, start, end) ? known : (this.#slots[slot] = text.slice(start, end));
  }
}

function isAt(known: string, text: string, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = start; at < end; at++) if (known.charCodeAt(at - start) !== text.charCodeAt(at)) return false;
  return true;
}
