/**
 * Where the pieces of a page's markup end.
 */

const GREATER = 62;
const EQUALS = 61;
const QUOTE = 34;
const APOSTROPHE = 39;
const SPACE = 32;

/** Elements whose content is not shown. */
export const UNSEEN: ReadonlySet<string> = new Set(['script', 'style', 'title', 'comment', 'textarea']);

/**
 * Past the markup that begins at `start`, whose name, as `MARKUP` finds it, is given in lower case: with an element
 * whose content is not shown, past its close tag.
 */
export function markupEnd(text: string, name: string, start: number): number {
  if (name === '!--') return after(text, '-->', start);
  if (name === '!' || name === '?') return after(text, '>', start);
  const end = tagEnd(text, start + 1 + name.length);
  return UNSEEN.has(name) ? afterUnseen(text, name, end) : end;
}

/** A tag by its name, a comment, or what browsers take for one, such as `<![if …]>`. */
export const MARKUP = /<(!--|[!?]|\/?[a-z][a-z0-9:]*)/gi;

/** Past the `>` of a tag; one inside a quoted value does not count. */
function tagEnd(text: string, from: number): number {
  const { length } = text;
  for (let at = from; at < length; at++) {
    const code = text.charCodeAt(at);
    if (code === GREATER) return at + 1;
    if (code !== EQUALS) continue;
    let value = at + 1;
    while (text.charCodeAt(value) <= SPACE) value++;
    const quote = text.charCodeAt(value);
    if (quote !== QUOTE && quote !== APOSTROPHE) at = value - 1;
    else at = Math.max(value, text.indexOf(quote === QUOTE ? '"' : "'", value + 1));
  }
  return length;
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

function afterUnseen(text: string, name: string, from: number): number {
  const close = new RegExp(`</${name}`, 'gi');
  close.lastIndex = from;
  const match = close.exec(text);
  return match === null ? text.length : after(text, '>', match.index);
}
