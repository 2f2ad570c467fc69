/**
 * Texts that were opened in the wrong encoding and saved: the table looks sound, and its characters are not those that
 * were typed. The bytes before the mistake come back when it is made backwards, and with them characters that make
 * sense.
 */
import { twoByteTable, westernTable, type ByteTable } from './byte-tables.ts';
import type { Sheet } from './grid.ts';
import { refused } from './refusal.ts';
import { heightOf, rowOf } from './text-cells.ts';

/** So many rows of a sheet, spread over the whole of it, tell how the others are. */
const SAMPLE_ROWS = 200;
const SAMPLE_CELLS = 5000;
const SAMPLE_CHARACTERS = 60;
/** One cell of garbage is a finding of its row; a file of them is another matter. */
const LEAST_CELLS = 3;
const LEAST_SHARE = 0.1;

/** @throws Refused F03 when a tenth of the texts are garbled. */
export function refuseGarbled(sheets: readonly Sheet[]): void {
  const kinds = new Map<Kind, number>();
  let texts = 0;
  let garbled = 0;
  for (const sampled of sampleOf(sheets)) {
    // Soft hyphens and fillers show nothing, and are letters of other alphabets by their codes.
    const text = TELLING.test(sampled) ? sampled.replace(UNSEEN, '') : '';
    if (!TELLING.test(text)) continue;
    texts++;
    const kind = garbling(text);
    if (kind === undefined) continue;
    garbled++;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  if (garbled < LEAST_CELLS || garbled < texts * LEAST_SHARE) return;
  const [[kind]] = [...kinds].sort(([, a], [, b]) => b - a) as [[Kind, number]];
  const { zh, en } = HOW[kind];
  throw refused(
    'F03',
    `文字是乱码（${zh}），另存也不能恢复。请从原系统重新导出，或打开没有乱码的原表，另存为 .xlsx 后重新上报；用 Excel 打开 CSV 时请先选对编码。`,
    `The characters are garbled (${en}) and saving them again does not bring them back. Export the table again from its system, or open the original, see that it is not garbled, save it as .xlsx and send that; choose the right encoding when you open a CSV in Excel.`,
  );
}

/** Characters written as the codes of web pages, of programs or of addresses. */
const CODES = /(?:&#x?[0-9a-f]{2,6};){2}|(?:\\u[0-9a-f]{4}){2}|(?:%[0-9a-f]{2}){3}/i;
/** What shows in a text that it could be garbled: a character beyond ASCII, or what stands in place of one. */
const TELLING = new RegExp(`[^\\0-\\x7f]|\\?\\?|${CODES.source}`, 'i');

const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** The beginnings of texts, the first so many of each sheet. */
function* sampleOf(sheets: readonly Sheet[]): Generator<string> {
  for (const sheet of sheets) {
    const height = heightOf(sheet);
    const step = Math.max(1, Math.floor(height / SAMPLE_ROWS));
    let left = SAMPLE_CELLS;
    for (let row = 0; row < height && left > 0; row += step) {
      for (const cell of rowOf(sheet, row)) {
        if (typeof cell !== 'string' || left-- <= 0) continue;
        yield cell.slice(0, SAMPLE_CHARACTERS);
      }
    }
  }
}

const HOW = {
  'utf-8 as gb18030': { zh: 'UTF-8 的文字曾按 GBK 打开并保存', en: 'UTF-8 was opened as GBK and saved' },
  'utf-8 as windows-1252': {
    zh: 'UTF-8 的文字曾按西文编码打开并保存',
    en: 'UTF-8 was opened as a Western encoding and saved',
  },
  'gb18030 as windows-1252': {
    zh: 'GBK 的文字曾按西文编码打开并保存',
    en: 'GBK was opened as a Western encoding and saved',
  },
  'gb18030 as big5': { zh: 'GBK 的文字曾按 Big5 打开并保存', en: 'GBK was opened as Big5 and saved' },
  codes: {
    zh: '汉字变成了“&#25143;”一类的代码',
    en: 'Chinese characters have become codes such as &#25143;',
  },
  other: { zh: '文字曾按别的编码打开并保存', en: 'it was opened in another encoding and saved' },
  lost: {
    zh: '文字曾按错误的编码保存，变成了问号、“�”或“锟斤拷”',
    en: 'it was saved in a wrong encoding and became question marks, � or 锟斤拷',
  },
  memory: {
    zh: '“烫烫烫”“屯屯屯”是导出程序的错误',
    en: '烫烫烫 and 屯屯屯 come of a fault in the program that exported it',
  },
} as const;

type Kind = keyof typeof HOW;

/** How a text is garbled; undefined when it is sound. */
function garbling(text: string): Kind | undefined {
  if (/烫烫|屯屯屯/.test(text)) return 'memory';
  if (CODES.test(text)) return 'codes';
  if (commonShare(text) <= 0.5) {
    const mistake = MISTAKES.find((one) => isUndone(text, one));
    if (mistake !== undefined) return mistake.kind;
    if ((text.match(OF_OTHERS)?.length ?? 0) > text.length / 2) return 'other';
  }
  return /\u{fffd}|锟斤|斤拷|^[?？\s.,·（）()]*\?\?[?？\s.,·（）()]*$/u.test(text) ? 'lost' : undefined;
}

type Mistake = {
  readonly kind: Kind;
  /** How the text was meant. */
  readonly meant: 'utf-8' | 'gb18030';
  readonly bytesOf: (text: string) => Uint8Array | undefined;
};

const MISTAKES: readonly Mistake[] = [
  { kind: 'utf-8 as gb18030', meant: 'utf-8', bytesOf: encoder(() => twoByteTable('gb18030')) },
  { kind: 'utf-8 as windows-1252', meant: 'utf-8', bytesOf: encoder(westernTable) },
  { kind: 'gb18030 as windows-1252', meant: 'gb18030', bytesOf: encoder(westernTable) },
  { kind: 'gb18030 as big5', meant: 'gb18030', bytesOf: encoder(() => twoByteTable('big5')) },
];

/** Whether a text makes sense only when the mistake is made backwards. */
function isUndone(text: string, { meant, bytesOf }: Mistake): boolean {
  const bytes = bytesOf(text);
  if (bytes === undefined) return false;
  const original = new TextDecoder(meant).decode(bytes);
  const broken = original.split('\u{fffd}').length - 1;
  const chinese = original.match(CHINESE)?.length ?? 0;
  return chinese >= 2 && broken <= 1 + chinese / 4 && commonShare(original) > 0.6;
}

/**
 * Western, Greek, Cyrillic, Korean and narrow Japanese letters and characters of no alphabet: what Chinese bytes look
 * like in other encodings.
 */
const OF_OTHERS =
  /[\u{a1}-\u{af}\u{b2}-\u{b6}\u{b8}-\u{d6}\u{d8}-\u{2af}\u{ff61}-\u{ff9f}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Hangul}\p{Co}]/gu;

const CHINESE = /\p{Script=Han}/gu;

/**
 * Of the characters beyond ASCII, which share the Chinese of the day has, with its marks and brackets; 1 when there are
 * none.
 */
function commonShare(text: string): number {
  common ??= commonCharacters();
  let letters = 0;
  let known = 0;
  for (const character of text) {
    if (character < '\u{80}') continue;
    letters++;
    if (common.has(character)) known++;
  }
  return letters === 0 ? 1 : known / letters;
}

let common: ReadonlySet<string> | undefined;

/** The first level of GB 2312, its 3,755 commonest characters, and its symbols of Chinese text. */
function commonCharacters(): ReadonlySet<string> {
  const bytes: number[] = [];
  for (let lead = 0xb0; lead <= 0xd7; lead++) for (let trail = 0xa1; trail <= 0xfe; trail++) bytes.push(lead, trail);
  const characters = new TextDecoder('gb18030').decode(Uint8Array.from(bytes));
  return new Set(`${characters}（），。：、；《》“”·—％０１２３４５６７８９①②③④⑤`);
}

/**
 * Gives the bytes that a text was decoded from; undefined for a text that its decoder could not give. Where a byte was
 * lost there is one that goes on with a character of UTF-8: what the decoder lost was mostly such a byte, and the
 * characters around it stay whole.
 */
function encoder(makeTable: () => ByteTable): (text: string) => Uint8Array | undefined {
  let table: ByteTable | undefined;
  return (text) => {
    table ??= makeTable();
    const bytes: number[] = [];
    for (const character of text) {
      const code = table.get(character);
      if (LOST.has(character)) bytes.push(0x80);
      else if (character < '\u{80}') bytes.push(character.charCodeAt(0));
      else if (code === undefined) return undefined;
      else if (code > 0xff) bytes.push(code >> 8, code & 0xff);
      else bytes.push(code);
    }
    return Uint8Array.from(bytes);
  };
}

/** Windows opens the byte 0x80 of GBK, which is no character, as the euro sign. */
const LOST: ReadonlySet<string> = new Set(['\u{fffd}', '?', '€']);
