/** Longer ones seldom repeat. */
const LONGEST = 14;
const SLOTS = 1 << 15;

/**
 * Parts of a long text, each short one made once as long as nothing else takes its slot: a column of a table holds a
 * few words thousands of times.
 */
export class RepeatedTexts {
  readonly #slots = Array.from({ length: SLOTS }, () => '');

  /** The same as `text.slice(start, end)`. */
  of(text: string, start: number, end: number): string {
    if (end - start > LONGEST) return text.slice(start, end);
    let hash = end - start;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    const known = this.#slots[slot] ?? '';
    return isAt(known, text, start, end) ? known : (this.#slots[slot] = text.slice(start, end));
  }
}

function isAt(known: string, text: string, start: number, end: number): boolean {
  if (known.length !== end - start) return false;
  for (let at = start; at < end; at++) if (known.charCodeAt(at - start) !== text.charCodeAt(at)) return false;
  return true;
}
