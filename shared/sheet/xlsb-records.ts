/**
 * The records of a part of an .xlsb ([MS-XLSB] 2.1.4).
 */
import type { FontRun, RichText } from './struck-runs.ts';
import { damaged } from './refusal.ts';

export type XlsbRecord = { readonly type: number; readonly body: Buffer };

/**
 * What a newer Excel adds, between a begin and an end, and what it says for itself alone (BrtFRTBegin, BrtACBegin and
 * their ends).
 */
const BEGINS: ReadonlySet<number> = new Set([0x23, 0x25]);
const ENDS: ReadonlySet<number> = new Set([0x24, 0x26]);

/**
 * The records of a part but for those inside blocks for newer versions, whose numbers mean something else there.
 * @throws Refused F01 when a record or block is not all there.
 */
export function* recordsOf(part: Buffer): Generator<XlsbRecord> {
  let depth = 0;
  let at = 0;
  while (at < part.length) {
    let type = part[at++]!;
    if (type >= 0x80) type = (type & 0x7f) | ((part[at++] ?? 0) << 7);
    let length = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = part[at++];
      if (byte === undefined) throw brokenXlsb();
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if (at + length > part.length) throw brokenXlsb();
    if (BEGINS.has(type)) depth++;
    else if (ENDS.has(type)) depth--;
    else if (depth === 0) yield { type: type & 0x3fff, body: part.subarray(at, at + length) };
    if (depth < 0) throw brokenXlsb();
    at += length;
  }
  if (depth !== 0) throw brokenXlsb();
}

/** How many characters the text at a place has; one that is not there is written as length 0xFFFFFFFF. */
export function textLength(body: Buffer, at: number): number {
  if (at + 4 > body.length) throw brokenXlsb();
  const length = body.readUInt32LE(at);
  if (length === 0xffffffff) return 0;
  if (length * 2 > body.length - at - 4) throw brokenXlsb();
  return length;
}

/** A text with its length in front. */
export function wideText(body: Buffer, at: number): string {
  return body.toString('utf16le', at + 4, at + 4 + textLength(body, at) * 2);
}

const RICH = 1;

/** A text with its flags in front and the runs of its fonts behind it ([MS-XLSB] 2.5.122). */
export function richText(body: Buffer, at: number): RichText {
  const text = wideText(body, at + 1);
  const end = at + 5 + text.length * 2;
  const runs: FontRun[] = [];
  if ((body[at]! & RICH) === 0 || body.length < end + 4) return { text, runs };
  const count = Math.min(body.readUInt32LE(end), Math.floor((body.length - end - 4) / 4));
  for (let run = 0; run < count; run++) {
    const place = end + 4 + run * 4;
    runs.push({ from: body.readUInt16LE(place), font: body.readUInt16LE(place + 2) });
  }
  return { text, runs };
}

/** F01: the records do not hold together. */
export function brokenXlsb(): Error {
  return damaged('.xlsb 的记录有误', 'the records of the .xlsb are wrong');
}
