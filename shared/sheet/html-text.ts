/**
 * What a browser shows of a piece of HTML, as plain text.
 */

import { MARKUP, markupEnd } from './html-markup.ts';

const NEWLINE = 10;
const SPACE = 32;
const LINE_ENDS: ReadonlySet<string> = new Set(['br', '/p', '/div', '/li', '/tr']);
const ENTITY = /&(?:#x([0-9a-f]{1,8})|#([0-9]{1,8})|(amp|lt|gt|quot|apos|nbsp|middot|times|radic|yen|ensp|emsp));?/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u{a0}',
  middot: '\u{b7}',
  times: '\u{d7}',
  radic: '\u{221a}',
  yen: '\u{a5}',
  ensp: '\u{2002}',
  emsp: '\u{2003}',
};

/**
 * Text of a piece of HTML: white space joined, line breaks kept where the page breaks lines, null when nothing shows.
 */
export function htmlText(html: string): string | null {
  let text = html.replace(/[ \t\r\n\f]+/g, ' ');
  if (text.includes('<')) text = withoutMarkup(text);
  if (text.includes('&')) text = text.replaceAll('&nbsp;', '\u{a0}').replace(ENTITY, character);
  // Non-breaking spaces stand for indents and empty cells.
  text = text.replaceAll('\u{a0}', ' ');
  if (text.includes('\n')) text = text.split('\n').map(trimmed).join('\n');
  text = trimmed(text).toWellFormed();
  return text === '' ? null : text;
}

/**
 * Spaces and line breaks at both ends taken off, each looked at once: an expression would look at a long row of them
 * again and again.
 */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === SPACE || code === NEWLINE;
}

function withoutMarkup(text: string): string {
  const markup = new RegExp(MARKUP);
  let shown = '';
  let end = 0;
  for (let match = markup.exec(text); match !== null; match = markup.exec(text)) {
    const name = match[1]!.toLowerCase();
    shown += text.slice(end, match.index);
    if (LINE_ENDS.has(name)) shown += '\n';
    end = markupEnd(text, name, match.index);
    markup.lastIndex = end;
  }
  return shown + text.slice(end);
}

function character(whole: string, hex?: string, decimal?: string, named?: string): string {
  if (named !== undefined) return NAMED[named.toLowerCase()] ?? whole;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\u{fffd}' : String.fromCodePoint(code);
}
