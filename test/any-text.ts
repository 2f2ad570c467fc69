/** Characters for properties: of all of Unicode, from the controls to what needs two code units. */
import * as fc from 'fast-check';

const SURROGATES = { from: 0xd800, count: 0x800 };

/**
 * Any code point but half of a pair. That of fast-check (`unit: 'binary'`) first makes a table of all 1.1 million of
 * them, which takes longer than most properties do.
 */
export const codePoint = fc
  .integer({ min: 0, max: 0x10_ffff - SURROGATES.count })
  .map((number) => String.fromCodePoint(number < SURROGATES.from ? number : number + SURROGATES.count));

/** What people see as one character, and may be several code points. */
export const character = fc.oneof(
  fc.string({ minLength: 1, maxLength: 1 }),
  codePoint,
  fc.constantFrom('字', '各', 'e\u{301}', '👨\u{200d}👩\u{200d}👧', '🇨🇳', '葛\u{e0100}', 'กำ'),
);
