/**
 * What the characters of an XML text mean: references, escapes, line ends.
 */
const ENTITY = /&(?:#x([0-9A-Fa-f]{1,12})|#([0-9]{1,12})|(amp|lt|gt|quot|apos));/g;
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five named entities and character references; anything else stays as written. */
export function resolveEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(ENTITY, (_whole, hex?: string, decimal?: string, named?: string) => {
    if (named !== undefined) return NAMED[named] ?? '';
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)
      ? '\u{fffd}'
      : String.fromCodePoint(code);
  });
}

const ESCAPE = /_x([0-9A-Fa-f]{4})_/g;

/**
 * Line ends as XML has them, then `_xHHHH_` where the vocabulary has it (ISO/IEC 29500-1, 22.9.2.19), then what no text
 * may hold becomes U+FFFD.
 */
export function cleanText(text: string, hasEscapes: boolean): string {
  let cleaned = text;
  if (cleaned.includes('\r')) cleaned = cleaned.replace(/\r\n?/g, '\n');
  if (hasEscapes && cleaned.includes('_x'))
    cleaned = cleaned.replace(ESCAPE, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  if (cleaned.includes('\0')) cleaned = cleaned.replaceAll('\0', '\u{fffd}');
  return cleaned.toWellFormed();
}
