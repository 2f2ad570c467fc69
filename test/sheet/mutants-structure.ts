/**
 * Changes that know what they change: elements and attributes of XML and HTML, records of .xls and .xlsb.
 */

/** A whole number from 0 to below a bound. */
export type Pick = (below: number) => number;

const VALUES = [
  '',
  '0',
  '-1',
  '1',
  '2',
  '65536',
  '1048577',
  '16385',
  '4294967295',
  '1e308',
  '1.5',
  'NaN',
  'A1',
  'XFD1048576',
  'A0',
  's',
  'str',
  'b',
  'e',
  'd',
  'inlineStr',
  'rId1',
  'rId99',
  '../..',
  '&#0;',
  '&amp;',
  '_x0000_',
  '#REF!',
  'collapse',
  'date',
];
const ELEMENT = /<\/?[A-Za-z][^<>]*>/g;
const ATTRIBUTE = /([\w:]+)=(["'])([^"'<>]*)\2/g;
const CONTENT = />([^<>]*)</g;

/** A text of markup with elements dropped, doubled, moved, renamed, or with other values and contents. */
export function mutatedXml(original: string, pick: Pick): string {
  let text = original;
  for (let change = pick(4); change >= 0; change--) {
    const way = pick(8);
    if (way < 3)
      text = replaced(
        text,
        ATTRIBUTE,
        pick,
        ([, name, quote]) => `${name}=${quote}${VALUES[pick(VALUES.length)]}${quote}`,
      );
    else if (way === 3) text = replaced(text, CONTENT, pick, () => `>${VALUES[pick(VALUES.length)]}<`);
    else if (way === 4) text = replaced(text, ELEMENT, pick, () => '');
    else if (way === 5) text = replaced(text, ELEMENT, pick, ([whole]) => whole.repeat(2 + pick(3)));
    else if (way === 6) {
      const other = nth(text, ELEMENT, pick)?.[0] ?? '';
      text = replaced(text, ELEMENT, pick, () => other);
    } else {
      const [from, to] = [nth(text, ELEMENT, pick)?.index ?? 0, nth(text, ELEMENT, pick)?.index ?? 0].toSorted(
        (a, b) => a - b,
      ) as [number, number];
      const piece = text.slice(from, Math.min(to, from + 20_000));
      text = pick(2) === 0 ? text.slice(0, from) + text.slice(to) : text.slice(0, to) + piece + text.slice(to);
    }
  }
  return text;
}

/** One of the matches, looked for from a place picked at random. */
function nth(text: string, pattern: RegExp, pick: Pick): RegExpExecArray | null {
  const search = new RegExp(pattern);
  search.lastIndex = pick(text.length + 1);
  const match = search.exec(text);
  if (match !== null) return match;
  search.lastIndex = 0;
  return search.exec(text);
}

function replaced(text: string, pattern: RegExp, pick: Pick, by: (match: RegExpExecArray) => string): string {
  const match = nth(text, pattern, pick);
  return match === null ? text : text.slice(0, match.index) + by(match) + text.slice(match.index + match[0].length);
}

type RecordAt = { readonly type: number; readonly body: Buffer };

const BIFF_TYPES = [
  0x03, 0x06, 0x0a, 0x22, 0x2f, 0x3c, 0x5c, 0x7d, 0x7e, 0x85, 0xbd, 0xd6, 0xe5, 0xfc, 0xfd, 0x203, 0x204, 0x205, 0x206,
  0x207, 0x208, 0x221, 0x27e, 0x406, 0x809,
];
const XLSB_TYPES = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 17, 18, 19, 0x23, 0x24, 0x25, 0x26, 0x31, 0x3c, 0x3e, 0x81, 0x91, 0x92,
  0x94, 0x99, 0x9c, 0x9f, 0xa0, 0xb0,
];

/**
 * A stream of records with some dropped, doubled, moved, of another type, of another length than they say, or with
 * another body.
 */
export function mutatedRecords(original: Uint8Array, kind: 'biff' | 'xlsb', pick: Pick): Uint8Array {
  const records = kind === 'biff' ? biffRecords(original) : xlsbRecords(original);
  const types = kind === 'biff' ? BIFF_TYPES : XLSB_TYPES;
  /** By record: how much more or less than its length it claims. */
  const lies = new Map<RecordAt, number>();
  for (let change = pick(5); change >= 0 && records.length > 0; change--) {
    const at = pick(records.length);
    const record = records[at]!;
    const way = pick(8);
    if (way === 0) records.splice(at, 1);
    else if (way === 1) records.splice(at, 0, ...Array.from({ length: 1 + pick(50) }, () => record));
    else if (way === 2) records.splice(pick(records.length), 0, record);
    else if (way === 3) records[at] = { ...record, type: types[pick(types.length)]! };
    else if (way === 4) lies.set(record, pick(64) - 32);
    else if (way === 5) records[at] = { ...record, body: record.body.subarray(0, pick(record.body.length + 1)) };
    else records[at] = { ...record, body: changedBody(record.body, pick) };
  }
  return Buffer.concat(
    records.map((record) => (kind === 'biff' ? biffRecord(record, lies) : xlsbRecord(record, lies))),
  );
}

const FIELDS = [0, 1, 0x7fff, 0x8000, 0xffff, 0x4000];

function changedBody(original: Buffer, pick: Pick): Buffer {
  const body = Buffer.from(original);
  for (let change = pick(3); change >= 0 && body.length > 1; change--) {
    if (pick(2) === 0) body.writeUInt16LE(FIELDS[pick(FIELDS.length)]!, pick(body.length - 1));
    else body[pick(body.length)] = pick(256);
  }
  return body;
}

function biffRecords(stream: Uint8Array): RecordAt[] {
  const bytes = Buffer.from(stream);
  const records: RecordAt[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const end = at + 4 + bytes.readUInt16LE(at + 2);
    records.push({ type: bytes.readUInt16LE(at), body: bytes.subarray(at + 4, end) });
    at = end;
  }
  return records;
}

function biffRecord(record: RecordAt, lies: ReadonlyMap<RecordAt, number>): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16LE(record.type, 0);
  head.writeUInt16LE(Math.min(0xffff, Math.max(0, record.body.length + (lies.get(record) ?? 0))), 2);
  return Buffer.concat([head, record.body]);
}

function xlsbRecords(part: Uint8Array): RecordAt[] {
  const bytes = Buffer.from(part);
  const records: RecordAt[] = [];
  for (let at = 0; at < bytes.length;) {
    let type = bytes[at++]!;
    if (type >= 0x80) type = (type & 0x7f) | ((bytes[at++] ?? 0) << 7);
    let length = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = bytes[at++] ?? 0;
      length |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    records.push({ type, body: bytes.subarray(at, at + length) });
    at += length;
  }
  return records;
}

function xlsbRecord(record: RecordAt, lies: ReadonlyMap<RecordAt, number>): Buffer {
  const length = Math.max(0, record.body.length + (lies.get(record) ?? 0));
  const head = record.type < 0x80 ? [record.type] : [(record.type & 0x7f) | 0x80, record.type >> 7];
  for (let rest = length; ; rest >>= 7) {
    head.push(rest < 0x80 ? rest : (rest & 0x7f) | 0x80);
    if (rest < 0x80) return Buffer.concat([Buffer.from(head), record.body]);
  }
}
