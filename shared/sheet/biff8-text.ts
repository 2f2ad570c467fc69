/**
 * Texts of BIFF8, which go on from one record into the next ([MS-XLS] 2.5.293, 2.5.294, 2.4.58).
 */
import { textCell } from './binary-cells.ts';
import type { FontRun, RichText } from './struck-runs.ts';
import { brokenBiff8, type BiffRecord } from './biff8-records.ts';

const WIDE = 1;
const EXTENDED = 4;
const RICH = 8;

/** Reads on over the ends of pieces. */
export class BiffText {
  private readonly pieces: readonly Buffer[];
  private piece: Buffer;
  private next = 1;
  private at: number;

  /** @param at where to begin in the record's own body */
  constructor({ body, rest }: Pick<BiffRecord, 'body' | 'rest'>, at = 0) {
    this.pieces = [body, ...rest];
    this.piece = body;
    this.at = at;
  }

  /** Whether something is left. */
  get hasMore(): boolean {
    while (this.at >= this.piece.length && this.next < this.pieces.length) this.turn();
    return this.at < this.piece.length;
  }

  byte(): number {
    if (!this.hasMore) throw brokenBiff8();
    return this.piece[this.at++]!;
  }

  word(): number {
    return this.byte() | (this.byte() << 8);
  }

  /** A text with its length and flags in front, what is said of its looks left out. */
  text(): string {
    return textCell(this.rich().text);
  }

  /** The same with the runs of its fonts. */
  rich(): RichText {
    const length = this.word();
    const flags = this.byte();
    const runs = (flags & RICH) === 0 ? 0 : this.word();
    const extension = (flags & EXTENDED) === 0 ? 0 : this.word() + this.word() * 0x1_0000;
    const text = this.characters(length, (flags & WIDE) !== 0);
    const fonts: FontRun[] = [];
    for (let run = 0; run < runs; run++) fonts.push({ from: this.word(), font: this.word() });
    this.skip(extension);
    return { text, runs: fonts };
  }

  private characters(count: number, isWide: boolean): string {
    let text = '';
    let wide = isWide;
    for (let left = count; ;) {
      const size = wide ? 2 : 1;
      const here = Math.min(left, Math.floor((this.piece.length - this.at) / size));
      text += this.piece.toString(wide ? 'utf16le' : 'latin1', this.at, this.at + here * size);
      this.at += here * size;
      left -= here;
      if (left === 0) return text;
      // Each further piece says anew how wide its characters are.
      if (this.next >= this.pieces.length) throw brokenBiff8();
      this.turn();
      wide = (this.byte() & WIDE) !== 0;
    }
  }

  private skip(bytes: number): void {
    for (let left = bytes; left > 0;) {
      if (!this.hasMore) throw brokenBiff8();
      const here = Math.min(left, this.piece.length - this.at);
      this.at += here;
      left -= here;
    }
  }

  private turn(): void {
    this.piece = this.pieces[this.next++]!;
    this.at = 0;
  }
}

/** The shared texts of a workbook by their number, and those of them that have several fonts. */
export type SharedTexts = { readonly texts: readonly string[]; readonly rich: ReadonlyMap<number, RichText> };

export const NO_TEXTS: SharedTexts = { texts: [], rich: new Map() };

/** From the SST record ([MS-XLS] 2.4.265). @param keepsFonts of texts with several; else they are not looked at */
export function sharedTexts(record: BiffRecord, keepsFonts: boolean): SharedTexts {
  if (record.body.length < 8) throw brokenBiff8();
  const count = record.body.readUInt32LE(4);
  const reader = new BiffText(record, 8);
  const texts: string[] = [];
  const rich = new Map<number, RichText>();
  while (texts.length < count && reader.hasMore) {
    const one = reader.rich();
    if (keepsFonts && one.runs.length > 0) rich.set(texts.length, one);
    texts.push(textCell(one.text));
  }
  return { texts, rich };
}
