/**
 * Bytes of a text file into text: byte order mark, then strict UTF-8, then GB18030, always over the whole file.
 */
import type { TextEncoding } from './grid.ts';
import { unknownData } from './other-kinds.ts';
import { damaged, tooLarge } from './refusal.ts';
import { damageIn, inBig5, isBig5, isUtf32, unmarkedUtf16, unreadable } from './text-encodings.ts';

export type DecodedText = { readonly text: string; readonly encoding: TextEncoding };

/** V8 cannot hold a longer string. */
const LONGEST_STRING = 0x1fffffe8;
const BINARY_SAMPLE = 65_536;

/**
 * Decodes a whole text file.
 *
 * Short GBK texts can be valid UTF-8 by accident (隆 is the two bytes of ¡). `looksRight` settles it: when the UTF-8
 * reading does not look right and the GB18030 reading does, the latter wins. It gets the whole text and usually looks
 * for a known header.
 *
 * NUL characters that fill up a field are taken off it, as Excel does; one inside a text becomes U+FFFD.
 *
 * @throws Refused F03 when no encoding fits, F01 when the bytes are no text at all or end in a block of NUL, F11 beyond
 * what a string can hold.
 */
export function decodeText(bytes: Uint8Array, looksRight: (text: string) => boolean = () => false): DecodedText {
  if (bytes.length > LONGEST_STRING) {
    throw tooLarge('文本文件超过 512 MB，请拆分后上报。', 'The text file is over 512 MB. Split it.');
  }
  const { text, encoding } = decoded(bytes, looksRight);
  return { text: text.includes('\0') ? withoutNul(text) : text, encoding };
}

function decoded(bytes: Uint8Array, looksRight: (text: string) => boolean): DecodedText {
  if (isUtf32(bytes)) throw unreadable('是 UTF-32', 'it is UTF-32');
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return marked(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return marked(bytes, 'utf-16be');
  const wide = bytes.includes(0) ? unmarkedUtf16(bytes) : undefined;
  if (wide !== undefined) return marked(bytes, wide);
  if (looksBinary(bytes)) throw unknownData(bytes);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return marked(bytes, 'utf-8');

  const utf8 = decode(bytes, 'utf-8');
  const isDoubtful = utf8 === undefined || (utf8.length < bytes.length && !looksRight(utf8));
  const chinese = isDoubtful ? decode(bytes, 'gb18030') : undefined;
  const isChinese = chinese !== undefined && looksRight(chinese);
  if (utf8 !== undefined && !isChinese) return { text: utf8, encoding: 'utf-8' };
  const isSure = isChinese && chinese !== undefined;
  if (!isSure && isBig5(bytes)) throw inBig5();
  const damage = isSure ? undefined : (damageIn(bytes, 'utf-8') ?? damageIn(bytes, 'gb18030'));
  if (damage !== undefined) throw damage;
  if (chinese === undefined) throw unreadable('既不是 UTF-8 也不是 GBK/GB18030', 'neither UTF-8 nor GBK/GB18030');
  return { text: chinese, encoding: 'gb18030' };
}

/** The mark has promised an encoding: what breaks it is damage, not another encoding. */
function marked(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): DecodedText {
  const text = decode(bytes, encoding);
  if (text === undefined)
    throw unreadable(`标明 ${encoding} 但有不合规的字节`, `marked as ${encoding} but with invalid bytes`);
  return { text, encoding };
}

function decode(bytes: Uint8Array, encoding: TextEncoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * NUL in half of the beginning, or other control characters in more than 2% of it; none of them occurs inside a
 * character. A block of NUL at the end was never written and does not count.
 */
function looksBinary(bytes: Uint8Array): boolean {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  if (end === 0) return true;
  end = Math.min(end, BINARY_SAMPLE);
  let controls = 0;
  let nothing = 0;
  for (let i = 0; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === 0) nothing++;
    else if (byte < 32 && (byte < 9 || byte > 13)) controls++;
  }
  return controls * 50 > end || nothing * 2 > end;
}

/** A file whose end was never written has such a block there; a field that is filled up is shorter. */
const UNWRITTEN = 512;
const FIELD_ENDS: ReadonlySet<number> = new Set(Array.from('\t\n\r,;|"', (character) => character.charCodeAt(0)));
const REPLACEMENT = 0xfffd;

function withoutNul(text: string): string {
  const kept = new Uint16Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code !== 0) {
      kept[length++] = code;
      continue;
    }
    const start = at;
    while (text.charCodeAt(at + 1) === 0) at++;
    const end = at + 1;
    if (end === text.length && end - start >= UNWRITTEN) throw notWritten(end - start);
    const isBehind = end === text.length || FIELD_ENDS.has(text.charCodeAt(end));
    if (isBehind || start === 0 || FIELD_ENDS.has(text.charCodeAt(start - 1))) continue;
    kept.fill(REPLACEMENT, length, length + end - start);
    length += end - start;
  }
  return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(kept.subarray(0, length));
}

function notWritten(bytes: number): Error {
  return damaged(
    `末尾有 ${bytes} 个空字符，没有复制或下载完整`,
    `it ends in ${bytes} NUL characters, so it was not copied or downloaded to the end`,
  );
}
