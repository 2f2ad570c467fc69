/**
 * Encodings beside UTF-8 and GB18030 that a text file may be in, and what to say of bytes that fit none.
 */
import { refused } from './refusal.ts';

const SAMPLE = 65_536;

/** By its byte order mark, of either order. */
export function isUtf32(bytes: Uint8Array): boolean {
  const [first, second, third, fourth] = bytes;
  const isLittle = first === 0xff && second === 0xfe && third === 0 && fourth === 0;
  return isLittle || (first === 0 && second === 0 && third === 0xfe && fourth === 0xff);
}

/** Delimiters, digits and line ends have a NUL beside them in UTF-16, always on the same side. */
const LEAST_NUL_SHARE = 0.05;
/** What a table of ours is made of: ASCII, Chinese and its marks, full-width forms. */
const EXPECTED = /[\t\r\n\x20-\x7e\u{a0}-\u{ff}\u{2000}-\u{2bff}\u{3000}-\u{9fff}\u{ff00}-\u{ffef}]/gu;

/** Which UTF-16 a text without a mark is in; undefined when it is in neither. */
export function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, SAMPLE);
  const counts = [0, 0];
  for (const [index, byte] of sample.entries()) if (byte === 0) counts[index % 2]!++;
  const [even = 0, odd = 0] = counts;
  if (even + odd < sample.length * LEAST_NUL_SHARE || Math.min(even, odd) * 50 > even + odd) return undefined;
  const encoding = odd > even ? 'utf-16le' : 'utf-16be';
  const text = new TextDecoder(encoding).decode(sample);
  const expected = text.match(EXPECTED)?.length ?? 0;
  return expected >= text.length * 0.95 ? encoding : undefined;
}

/**
 * Whether a text that GB18030 can decode is rather Big5. Both have two bytes a character. Of simplified Chinese in GBK
 * nearly all begin with B0 to D7 or A1 to A3 and end above A0; of Big5 nearly all begin with A1 to C6, and every third
 * ends below 7F.
 */
export function isBig5(bytes: Uint8Array): boolean {
  let characters = 0;
  let common = 0;
  let commonInBig5 = 0;
  const end = Math.min(bytes.length - 1, SAMPLE);
  for (let at = 0; at < end; at++) {
    const lead = bytes[at]!;
    if (lead < 0x81) continue;
    const trail = bytes[++at]!;
    characters++;
    if (trail > 0xa0 && ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3))) common++;
    if (lead >= 0xa1 && lead <= 0xc6 && (trail > 0xa0 || (trail >= 0x40 && trail <= 0x7e))) commonInBig5++;
  }
  return characters >= 8 && common < characters * 0.75 && commonInBig5 > characters * 0.85;
}

/** F03: traditional Chinese, of which no column of ours has its name. */
export function inBig5(): Error {
  return unreadable('像是繁体中文 Big5', 'it seems to be Big5, for traditional Chinese');
}

/** Characters that do not fit, for each that does, in a text of that encoding that was damaged. */
const DAMAGE = 0.05;
/** So much of a file is looked through for damage. */
const LONGEST_SEARCH = 16_777_216;
const NEWLINE = 10;
const RETURN = 13;
const REPLACEMENT = 0xfffd;

/**
 * F03 for bytes that are nearly all of an encoding: names the line where they are not. Undefined for others, and for
 * those that are sound.
 */
export function damageIn(bytes: Uint8Array, encoding: 'utf-8' | 'gb18030'): Error | undefined {
  // A character that the search cuts in two is no damage.
  const isCut = bytes.length > LONGEST_SEARCH;
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, LONGEST_SEARCH), { stream: isCut });
  let wrong = 0;
  let chinese = 0;
  let lines = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === REPLACEMENT) wrong++;
    else if ((code >= 0x3000 && code <= 0x9fff) || code >= 0xff00) chinese++;
    else if (wrong === 0 && (code === NEWLINE || (code === RETURN && text.charCodeAt(at + 1) !== NEWLINE))) lines++;
  }
  if (wrong === 0 || wrong > Math.max(1, chinese * DAMAGE)) return undefined;
  const name = encoding === 'utf-8' ? 'UTF-8' : 'GBK/GB18030';
  return unreadable(
    `是 ${name}，但第 ${lines} 行有 ${name} 中没有的字节，文件可能没有传完或被改坏`,
    `it is ${name}, but line ${lines} has bytes that are no ${name}: the file may be cut off or damaged`,
  );
}

/** F03: bytes in no encoding that is read. */
export function unreadable(zh: string, en: string): Error {
  return refused(
    'F03',
    `文本编码无法识别：${zh}，应为 UTF-8 或 GBK/GB18030。请用 Excel 或 WPS 打开，确认没有乱码，另存为 .xlsx 或“CSV UTF-8”。`,
    `The text encoding is not recognised: ${en}, expected UTF-8 or GBK/GB18030. Open the file in Excel or WPS, see that no character is garbled, and save it as .xlsx or "CSV UTF-8".`,
  );
}
