/**
 * Copies of files with something changed: the same ones for the same seed.
 */
import { CFB } from '@e965/xlsx';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { encodeGb18030 } from '../../cli/generate/gb18030.ts';
import type { TextEncoding } from '../../shared/sheet/grid.ts';
import { decodeText } from '../../shared/sheet/text.ts';
import { mutatedRecords, mutatedXml, type Pick } from './mutants-structure.ts';

/** Whole numbers from 0 to below a bound, the same ones for the same seed. */
export function randomNumbers(seed: number): Pick {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * Makes mutants of one file. A third of them have changed bytes anywhere; the others are sound on the outside (packed
 * again, with right checksums and sectors) and wrong within: in the bytes of a part, its elements and attributes, or
 * its records.
 */
export function mutator(bytes: Uint8Array, seed: number): () => Uint8Array {
  const pick = randomNumbers(seed);
  const within = insideOf(bytes);
  return () => (pick(3) === 0 ? mutatedBytes(bytes, pick) : within(pick));
}

function insideOf(bytes: Uint8Array): (pick: Pick) => Uint8Array {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return insideArchive(bytes);
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) return insideCompoundFile(bytes);
  const { encoding } = decodeText(bytes);
  const [text, encoded] = asCharacters(bytes, encoding);
  const isMarkup = /<table/i.test(text);
  return (pick) => encoded(isMarkup && pick(2) === 0 ? mutatedXml(text, pick) : mutatedText(text, pick));
}

/** The characters of a text and the way back to bytes. */
function asCharacters(
  bytes: Uint8Array,
  encoding: TextEncoding,
): readonly [text: string, encoded: (text: string) => Uint8Array] {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  if (encoding === 'gb18030')
    return [text, (changed) => encodeGb18030(changed.toWellFormed().replaceAll('\u{fffd}', '?'))];
  if (encoding === 'utf-8') return [text, (changed) => Buffer.from(changed)];
  return [
    text,
    (changed) => (encoding === 'utf-16le' ? Buffer.from(changed, 'utf16le') : Buffer.from(changed, 'utf16le').swap16()),
  ];
}

function insideArchive(bytes: Uint8Array): (pick: Pick) => Uint8Array {
  const parts = Object.entries(unzipSync(bytes));
  // What the reader looks at; pictures and settings are left alone.
  const read = parts.filter(([name]) =>
    /(?:\.rels|workbook\.(?:xml|bin)|sharedStrings\.\w+|styles\.xml|sheet\d+\.\w+|^content\.xml|manifest\.xml)$/.test(
      name,
    ),
  );
  return (pick) => {
    const [chosen = ''] = read[pick(read.length)] ?? [];
    const way = pick(8);
    const files = parts.flatMap(([name, content]): [string, Uint8Array][] => {
      if (name !== chosen) return [[name, content]];
      if (way === 0) return pick(2) === 0 ? [] : [[name.toUpperCase(), content]];
      if (way < 3) return [[name, mutatedBytes(content, pick)]];
      if (name.endsWith('.bin')) return [[name, mutatedRecords(content, 'xlsb', pick)]];
      return [[name, Buffer.from(mutatedXml(Buffer.from(content).toString('latin1'), pick), 'latin1')]];
    });
    return zipSync(Object.fromEntries(files), { level: 0 });
  };
}

function insideCompoundFile(bytes: Uint8Array): (pick: Pick) => Uint8Array {
  const stream = CFB.find(CFB.read(bytes, { type: 'buffer' }), '/Workbook')?.content;
  if (stream === undefined) return (pick) => mutatedBytes(bytes, pick);
  const workbook = Uint8Array.from(stream as Uint8Array);
  return (pick) => {
    const file = CFB.utils.cfb_new();
    const changed = pick(4) === 0 ? mutatedBytes(workbook, pick) : mutatedRecords(workbook, 'biff', pick);
    CFB.utils.cfb_add(file, '/Workbook', Buffer.from(changed));
    return Uint8Array.from(CFB.write(file, { type: 'buffer' }) as Uint8Array);
  };
}

const MARKS = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '=',
  "'",
  '="',
  '\0',
  '\u{ff}',
  '\u{80}',
  ' ',
  '　',
  '-',
  'e15',
  '合计',
  '9'.repeat(40),
];

/** Marks put in, pieces moved, lines doubled or left out. */
function mutatedText(original: string, pick: Pick): string {
  let text = original;
  for (let change = pick(4); change >= 0; change--) {
    const at = pick(text.length + 1);
    const way = pick(6);
    if (way < 3) text = text.slice(0, at) + MARKS[pick(MARKS.length)]! + text.slice(at + pick(3));
    else {
      const start = text.lastIndexOf('\n', at) + 1;
      const end = text.indexOf('\n', at) + 1 || text.length;
      const line = text.slice(start, end);
      if (way === 3) text = text.slice(0, start) + text.slice(end);
      else if (way === 4) text = text.slice(0, end) + line.repeat(1 + pick(20)) + text.slice(end);
      else text = text.slice(0, pick(text.length + 1)) + line + text.slice(at);
    }
  }
  return text;
}

const TELLING = [0, 1, 2, 0x7f, 0x80, 0xfe, 0xff];

/** Changed bytes, cuts, pieces repeated or left out. */
export function mutatedBytes(original: Uint8Array, pick: Pick): Uint8Array {
  const bytes = Uint8Array.from(original);
  const { length } = bytes;
  if (length === 0) return strToU8('\0');
  const way = pick(20);
  if (way === 0) return bytes.slice(0, pick(length));
  if (way === 1) {
    const from = pick(length);
    const piece = bytes.slice(from, from + 1 + pick(600));
    bytes.set(piece.subarray(0, Math.min(piece.length, length - pick(length))), 0);
    bytes.copyWithin(pick(length), from, from + piece.length);
    return bytes;
  }
  if (way === 2) {
    const from = pick(length);
    return Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(from + 1 + pick(64))]);
  }
  for (let change = way < 8 ? 0 : pick(20); change >= 0; change--) {
    bytes[pick(length)] = pick(2) === 0 ? pick(256) : TELLING[pick(TELLING.length)]!;
  }
  return bytes;
}
