/** Folding that codes, numbers and headers may undergo; names never (NFKC would change them). */

/** Full-width ASCII and the wide blanks; most texts have none and stay the same string. */
const WIDE = /[\uff01-\uff5e\u3000\u00a0]/;

/** Full-width ASCII and the ideographic space to their ordinary forms. */
export function foldWidth(text: string): string {
  if (!WIDE.test(text)) return text;
  let folded = '';
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0xff01 && code <= 0xff5e) folded += String.fromCharCode(code - 0xfee0);
    else folded += code === 0x3000 || code === 0xa0 ? ' ' : text[index];
  }
  return folded;
}

/** Full-width digits or letters; wide blanks and brackets are nothing to tell. */
export const hasWideLetters = (text: string): boolean =>
  /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0c\uff0e]/.test(text);

/**
 * What a cell may hold and nobody sees: zero-width spaces and joiners, marks that turn the direction of text, soft
 * hyphens, byte order marks. Variation selectors are none of these: they choose the form of a character in a name.
 */
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/;
const ALL_INVISIBLE = new RegExp(INVISIBLE.source, 'g');

/** The text without invisible characters; the same string where it has none. */
export const withoutInvisible = (text: string): string =>
  INVISIBLE.test(text) ? text.replace(ALL_INVISIBLE, '') : text;

/** 1. 12、 （3） 一、 ⑤ before a header. */
const NUMBERING = /^(?:\(\d{1,2}\)|\d{1,2}[.、)]|[一二三四五六七八九十]{1,3}、|[①-⑳])(?=\D)/;
const MARKS = /^[*★]+|[*★]+$/g;
/** (元) (元/年) (单位:万元) (人) (必填) ,单位:元 behind a header. */
const AMOUNT_UNITS = '[十百千万亿]*元(?:[/、,或](?:[十百千万亿]*元|人|户|年|季度?|月))*';
const OTHER_TAILS = '人|户|亩|月|个|处|%|必填项?|选填项?|文本(?:格式)?';
const TAIL = new RegExp(String.raw`(?:\((?:单位:?)?(?:${AMOUNT_UNITS}|${OTHER_TAILS})\)|,?单位:?[十百千万亿]*元)$`);

/** What a header says, without its number, unit, its brackets' width, spaces, line breaks and marks of obligation. */
export function foldHeader(text: string): string {
  let folded = foldWidth(text).replace(/\s+/g, '').replace(MARKS, '').replace(NUMBERING, '');
  for (;;) {
    const shorter = folded.replace(MARKS, '').replace(TAIL, '');
    if (shorter === folded || shorter === '') return folded;
    folded = shorter;
  }
}

/**
 * A personal value as a receipt may show it: enough to recognise, not to know. As long as the value, unless that is
 * very long.
 */
export function mask(value: string): string {
  const characters = [...value];
  const { length } = characters;
  if (/^[\dXx]{14,}$/.test(value)) return `${value.slice(0, 6)}${'*'.repeat(length - 8)}${value.slice(-2)}`;
  // Of a telephone number six digits stay unknown.
  if (/^[\dXx]{9,}$/.test(value)) return `${value.slice(0, 3)}${'*'.repeat(length - 5)}${value.slice(-2)}`;
  if (length <= 1) return '*'.repeat(length);
  return `${characters[0]}${'*'.repeat(Math.min(length, LONGEST_MASK) - 1)}${length > LONGEST_MASK ? '…' : ''}`;
}

/** A remark need not be counted in asterisks. */
const LONGEST_MASK = 22;
