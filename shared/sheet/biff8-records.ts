/**
 * The records of a BIFF8 stream ([MS-XLS] 2.1.4), and the substreams that they make up.
 */
import { damaged } from './refusal.ts';

const BOF = 0x809;
const EOF = 0x0a;
const CONTINUE = 0x3c;

export type BiffRecord = {
  readonly type: number;
  readonly body: Buffer;
  /** Bodies of the CONTINUE records behind it. */
  readonly rest: readonly Buffer[];
};

/** Workbook globals, a worksheet or a chart: from its BOF to behind its EOF. */
export type Substream = { readonly start: number; readonly end: number };

/**
 * The substreams of a stream, one after the other; those inside others, such as the charts of a sheet, are part of
 * them.
 * @throws Refused F01 when a record or substream is not all there.
 */
export function substreamsOf(stream: Buffer): Substream[] {
  const found: Substream[] = [];
  let start = 0;
  let depth = 0;
  let at = 0;
  while (at + 4 <= stream.length) {
    const type = stream.readUInt16LE(at);
    // Streams are filled up with zeros to the end of their sector.
    if (depth === 0 && type !== BOF) break;
    const end = at + 4 + stream.readUInt16LE(at + 2);
    if (end > stream.length) throw brokenBiff8();
    if (type === BOF && depth++ === 0) start = at;
    if (type === EOF && --depth === 0) found.push({ start, end });
    at = end;
  }
  if (depth !== 0) throw brokenBiff8();
  return found;
}

/**
 * The records of a substream but for its BOF, and for what lies in substreams inside it: a chart keeps copies of cells
 * there.
 */
export function* recordsOf(stream: Buffer, { start, end }: Substream): Generator<BiffRecord> {
  let depth = 0;
  for (let at = start; at < end;) {
    const type = stream.readUInt16LE(at);
    let next = at + 4 + stream.readUInt16LE(at + 2);
    const body = stream.subarray(at + 4, next);
    if (type === BOF) depth++;
    else if (type === EOF) depth--;
    else if (depth === 1) {
      const rest: Buffer[] = [];
      while (next < end && stream.readUInt16LE(next) === CONTINUE) {
        const behind = next + 4 + stream.readUInt16LE(next + 2);
        rest.push(stream.subarray(next + 4, behind));
        next = behind;
      }
      yield { type, body, rest };
    }
    at = next;
  }
}

/** F01: the records do not hold together. */
export function brokenBiff8(): Error {
  return damaged('.xls 的记录有误', 'the records of the .xls are wrong');
}
