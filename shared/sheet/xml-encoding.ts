/**
 * The bytes of an XML part as UTF-8, whatever encoding it declares.
 */
import { damaged } from './refusal.ts';

const DECLARATION = /^(?:\u{ef}\u{bb}\u{bf})?<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/u;
/**
 * Names of what is read as UTF-8; a part that declares UTF-16 without being so has been converted by a careless
 * program.
 */
const AS_IT_IS = /^(?:utf-?8|us-ascii|ascii|utf-?16(?:le|be)?)$/i;

/**
 * A view where no change is needed. Parts are in UTF-8 or UTF-16 by the standards; others are decoded too, so that no
 * text is garbled.
 * @throws Refused F01 when the part declares an encoding that is not known.
 */
export function asUtf8(part: Uint8Array): Buffer {
  const mark =
    part[0] === 0xff && part[1] === 0xfe ? 'utf-16le' : part[0] === 0xfe && part[1] === 0xff ? 'utf-16be' : undefined;
  const view = Buffer.from(part.buffer, part.byteOffset, part.byteLength);
  const encoding = mark ?? DECLARATION.exec(view.toString('latin1', 0, 200))?.[1];
  if (encoding === undefined || (mark === undefined && AS_IT_IS.test(encoding))) return view;
  return Buffer.from(decoderOf(encoding).decode(part), 'utf8');
}

function decoderOf(encoding: string): { decode(bytes: Uint8Array): string } {
  try {
    return new TextDecoder(encoding);
  } catch (error) {
    if (error instanceof RangeError)
      throw damaged(`部件的编码“${encoding}”不认识`, `a part is in the unknown encoding "${encoding}"`);
    throw error;
  }
}
