import { twoByteTable } from '../../shared/sheet/byte-tables.ts';

/** The platform only decodes GB18030, so the encoder is that decoder read backwards. */
let twoBytes: ReadonlyMap<string, number> | undefined;
let fourBytes: ReadonlyMap<string, number> | undefined;

/** Bytes of a text in GB18030; characters outside GBK take four bytes each. */
export function encodeGb18030(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 4);
  twoBytes ??= twoByteTable('gb18030');
  let length = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) {
      bytes[length++] = point;
      continue;
    }
    const two = twoBytes.get(character);
    if (two !== undefined) {
      bytes[length++] = two >> 8;
      bytes[length++] = two & 0xff;
      continue;
    }
    let linear = point >= 0x1_00_00 ? SUPPLEMENTARY + point - 0x1_00_00 : (fourBytes ??= tableOfFour()).get(character);
    if (linear === undefined) throw new RangeError(`U+${point.toString(16)} is not in GB18030`);
    const last = linear % 10;
    linear = Math.floor(linear / 10);
    const third = linear % 126;
    linear = Math.floor(linear / 126);
    bytes.set([0x81 + Math.floor(linear / 10), 0x30 + (linear % 10), 0x81 + third, 0x30 + last], length);
    length += 4;
  }
  return bytes.subarray(0, length);
}

/** Where U+10000 lies among the four-byte sequences (90 30 81 30). */
const SUPPLEMENTARY = 189_000;
/** Four-byte sequences of the basic plane: 81308130 to 8431A439. */
const BASIC = 39_420;

function tableOfFour(): ReadonlyMap<string, number> {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, number>();
  for (let linear = 0; linear < BASIC; linear++) {
    const rest = Math.floor(linear / 10);
    const upper = Math.floor(rest / 126);
    const bytes = Uint8Array.of(
      0x81 + Math.floor(upper / 10),
      0x30 + (upper % 10),
      0x81 + (rest % 126),
      0x30 + (linear % 10),
    );
    const character = decoder.decode(bytes);
    if (Array.from(character).length === 1 && character !== '\uFFFD' && !table.has(character))
      table.set(character, linear);
  }
  return table;
}
