/**
 * The bytes that characters have in an encoding. The platform only decodes, so its decoder is read backwards.
 */

export type ByteTable = ReadonlyMap<string, number>;

/** Characters of two bytes in GB18030 or Big5; the bytes as one number, the lead first. */
export function twoByteTable(encoding: 'gb18030' | 'big5'): ByteTable {
  const table = new Map<string, number>();
  const decoder = new TextDecoder(encoding);
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    const bytes = new Uint8Array(0xbf * 3);
    for (let trail = 0x40; trail <= 0xfe; trail++) bytes.set([lead, trail, 0x0a], (trail - 0x40) * 3);
    for (const [index, character] of decoder.decode(bytes).split('\n').entries()) {
      // A single character, not a replacement and not a pair of halves.
      const isOne = Array.from(character).length === 1 && character !== '\u{fffd}';
      if (isOne && !table.has(character)) table.set(character, (lead << 8) | (index + 0x40));
    }
  }
  return table;
}

/** Characters of one byte beyond ASCII in windows-1252. */
export function westernTable(): ByteTable {
  const decoder = new TextDecoder('windows-1252');
  const bytes = Array.from({ length: 128 }, (_, index) => index + 128);
  return new Map(bytes.map((byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
}
