/**
 * Bytes of a text file into text: byte order mark, then strict UTF-8, then GB18030, always over the whole file.
 */
import type { TextEncoding } from './grid.ts';
import { otherKind, refused, tooLarge } from './refusal.ts';

export type DecodedText = { readonly text: string; readonly encoding: TextEncoding };

/** V8 cannot hold a longer string. */
const LONGEST_STRING = 0x1fffffe8;
const BINARY_SAMPLE = 65_536;

/**
 * Decodes a whole text file.
 *
 * Short GBK texts can be valid UTF-8 by accident (隆 is the two bytes of ¡). `looksRight` settles it: when the UTF-8 reading does not look
 * right and the GB18030 reading does, the latter wins. It gets the whole text and usually looks for a known header.
 *
 * @throws Refused F03 when no encoding fits, F01 when the bytes are no text at all, F11 beyond what a string can hold.
 */
export function decodeText(bytes: Uint8Array, looksRight?: (text: string) => boolean): DecodedText {
  if (bytes.length > LONGEST_STRING) {
    throw tooLarge('文本文件超过 512 MB，请拆分后上报。', 'The text file is over 512 MB. Split it.');
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return marked(bytes, 'utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return marked(bytes, 'utf-16be');
  if (looksBinary(bytes)) throw otherKind('二进制数据或未知格式', 'binary data or an unknown format');
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return marked(bytes, 'utf-8');

  const utf8 = decode(bytes, 'utf-8');
  if (utf8 !== undefined) {
    const doubtful = looksRight !== undefined && utf8.length < bytes.length && !looksRight(utf8);
    const chinese = doubtful ? decode(bytes, 'gb18030') : undefined;
    return chinese !== undefined && looksRight?.(chinese) === true
      ? { text: chinese, encoding: 'gb18030' }
      : { text: utf8, encoding: 'utf-8' };
  }
  const text = decode(bytes, 'gb18030');
  if (text === undefined) throw unreadable('既不是 UTF-8 也不是 GBK/GB18030', 'neither UTF-8 nor GBK/GB18030');
  return { text, encoding: 'gb18030' };
}

/** The mark has promised an encoding: what breaks it is damage, not another encoding. */
function marked(bytes: Uint8Array, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): DecodedText {
  const text = decode(bytes, encoding);
  if (text === undefined)
    throw unreadable(`标明 ${encoding} 但有不合规的字节`, `marked as ${encoding} but with invalid bytes`);
  if (text.includes('\0')) throw otherKind('含空字符的数据', 'data with NUL characters');
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

/** A NUL anywhere, or control characters in more than 2% of the beginning; none of them occurs inside a UTF-8 or GB18030 character. */
function looksBinary(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return true;
  const end = Math.min(bytes.length, BINARY_SAMPLE);
  let controls = 0;
  for (let i = 0; i < end; i++) {
    const byte = bytes[i]!;
    if (byte < 32 && (byte < 9 || byte > 13)) controls++;
  }
  return controls * 50 > end;
}

function unreadable(zh: string, en: string): Error {
  return refused(
    'F03',
    `文本编码无法识别：${zh}，应为 UTF-8 或 GBK/GB18030。请用 Excel 或 WPS 打开，确认没有乱码，另存为 .xlsx 或“CSV UTF-8”。`,
    `The text encoding is not recognised: ${en}, expected UTF-8 or GBK/GB18030. Open the file in Excel or WPS, see that no character is garbled, and save it as .xlsx or "CSV UTF-8".`,
  );
}
