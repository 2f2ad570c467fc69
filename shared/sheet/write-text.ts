/**
 * Text as XML and as names that Excel takes.
 */

// Control characters that XML 1.0 cannot hold, by section 2.2.
// oxlint-disable-next-line no-control-regex
const INVALID = /[\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{fffe}\u{ffff}]/gu;
// oxlint-disable-next-line no-control-regex
const NEEDS_CARE = /[\u{0}-\u{8}\u{b}-\u{1f}&<>"_\u{d800}-\u{dfff}\u{fffe}\u{ffff}]/u;
// A carriage return becomes `_x000D_`, so the underscore that ends an escape may come from there.
const LOOKS_ESCAPED = /_(?=x[0-9A-Fa-f]{4}[_\r])/g;
const LONGEST_CELL_TEXT = 32_767;

/**
 * Text of a cell: what XML cannot hold is dropped, what looks like an `_xHHHH_` escape is escaped, a carriage return
 * survives.
 */
export function cellXml(text: string): string {
  if (!NEEDS_CARE.test(text)) return text;
  // Characters go first: what stood on both sides of one may look like an escape afterwards.
  const kept = text.replace(INVALID, '');
  return markup(kept.replace(LOOKS_ESCAPED, '_x005F_')).replaceAll('\r', '_x000D_');
}

/** A `t` element; without the mark, Excel would trim the text. */
export function textElement(text: string): string {
  return `${/^\s|\s$/.test(text) ? '<t xml:space="preserve">' : '<t>'}${cellXml(text)}</t>`;
}

/** Value of an attribute. */
export function attributeXml(text: string): string {
  return markup(text).replaceAll('\n', '&#10;').replaceAll('\r', '&#13;').replaceAll('\t', '&#9;');
}

function markup(text: string): string {
  return text
    .toWellFormed()
    .replace(INVALID, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Excel calls a file with a longer text damaged, so the text ends in an ellipsis instead. */
export function withinCell(text: string): string {
  return text.length <= LONGEST_CELL_TEXT
    ? text
    : `${text.slice(0, LONGEST_CELL_TEXT - 1).replace(/[\u{d800}-\u{dbff}]$/u, '')}…`;
}

const FORBIDDEN_IN_NAME = /[[\]:*?/\\\t\n\r]/g;
const LONGEST_NAME = 31;

/**
 * Names that Excel takes, in the same order: at most 31 characters, without []:*?/\ or an apostrophe at either end, not
 * empty, and none twice whatever the case.
 */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name, index) => {
    const allowed = name.toWellFormed().replace(INVALID, '').replace(FORBIDDEN_IN_NAME, '_');
    const base = cut(allowed.replace(/^'+/, ''), LONGEST_NAME).replace(/'+$/, '').trim() || `Sheet${index + 1}`;
    let free = base;
    for (let copy = 2; taken.has(free.toLowerCase()); copy++)
      free = `${cut(base, LONGEST_NAME - 2 - String(copy).length)}(${copy})`;
    taken.add(free.toLowerCase());
    return free;
  });
}

function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\u{d800}-\u{dbff}]$/u, '');
}
