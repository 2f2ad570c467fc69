/** Foldings of what clerks write. Names undergo only {@link plainCharacters}: full NFKC would change them. */

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
 * What a cell may hold and nobody sees: zero-width spaces and joiners, fillers, marks that turn the direction of text,
 * soft hyphens, byte order marks, the pattern of no dots, and the selectors that choose the form in which the character
 * before them is drawn.
 */
export const INVISIBLE_RANGES = [
  '\\u00ad\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb',
  // Joiners and selectors, which combine with the character before them.
  '\\u034f\\u180b-\\u180d\\ufe00-\\ufe0f',
].join('');
const INVISIBLE = new RegExp(`[${INVISIBLE_RANGES}]|\\udb40[\\udc00-\\udfff]`);
const ALL_INVISIBLE = new RegExp(INVISIBLE.source, 'g');

/** The text without invisible characters; the same string where it has none. */
export const withoutInvisible = (text: string): string =>
  INVISIBLE.test(text) ? text.replace(ALL_INVISIBLE, '') : text;

/**
 * Characters that stand for another one and look the same: radicals of the Kangxi dictionary and of its supplement,
 * compatibility ideographs, forms for vertical text. Copies out of PDF files are full of them, and no name has any of
 * its own.
 */
const DOUBLE = /[\u2e80-\u2fdf\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe4f\ufe50-\ufe6f]|\ud87e[\udc00-\ude1f]/;
const ALL_DOUBLES = new RegExp(DOUBLE.source, 'g');
/**
 * Radicals of which Unicode knows no character, or only the traditional one (戶 for ⼾), where fonts of the mainland draw
 * another.
 */
const RADICALS: ReadonlyMap<string, string> = new Map(
  [
    ...'⺁厂⺄乙⺇几⺌小⺎兀⺐尢⺒巳⺓幺⺕彐⺘手⺙攵⺛旡⺜日⺝月⺞歹⺠民⺤爪⺦丬⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯纟⺰纟⺱网⺳网⺵网⺶羊⺷羊⺸羊⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑长⻒长⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟饣⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫齐⻬齐⻭齿⻮齿⻯龙⻰龙⻱龟⻲龟⻳龟⼾户⾭青⿈黄',
  ].flatMap((character, index, all) => (index % 2 === 0 ? [[character, all[index + 1] ?? character] as const] : [])),
);

/** The text with characters that only look like another one made that one; the same string where it has none. */
export const plainCharacters = (text: string): string =>
  DOUBLE.test(text)
    ? text.replace(ALL_DOUBLES, (character) => RADICALS.get(character) ?? character.normalize('NFKC'))
    : text;

/**
 * What a header, a title or a file's name says, whatever its characters: the same folding as that of cells, and of
 * their width.
 */
export const foldText = (text: string): string => foldWidth(plainCharacters(withoutInvisible(text)));

/** 1. 12、 （3） 一、 ⑤ before a header. */
const NUMBERING = /^(?:\(\d{1,2}\)|\d{1,2}[.、)]|[一二三四五六七八九十]{1,3}、|[①-⑳])(?=\D)/;
const MARKS = /^[*★"'“”‘’「『]+|[*★:。"'“”‘’」』]+$/g;
/** How programs write a line break that nobody sees, and how other fonts and countries write 户. */
const LINE_BREAK = /_x000[dDaA]_|<br\s*\/?>/g;
const OTHER_HU = /[戶戸]/g;
/** (元) (元/年) (单位:万元) (人) (必填) ,单位:元 behind a header. */
const AMOUNT_UNITS = '[十百千万亿]*元(?:[/、,或](?:[十百千万亿]*元|人|户|年|季度?|月))*';
const OTHER_TAILS = '人|户|亩|月|个|处|%|必填项?|选填项?|文本(?:格式)?';
const TAIL = new RegExp(String.raw`(?:\((?:单位:?)?(?:${AMOUNT_UNITS}|${OTHER_TAILS})\)|,?单位:?[十百千万亿]*元)$`);

/** What a header says, without its number, unit, its brackets' width, spaces, line breaks, quotation marks and marks of obligation. */
export function foldHeader(text: string): string {
  const plain = foldText(text)
    .replace(LINE_BREAK, '')
    .replace(OTHER_HU, '户')
    .replace(/\s+/g, '')
    .replace(/[【〔［[]/g, '(')
    .replace(/[】〕］\]]/g, ')');
  let folded = plain.replace(MARKS, '').replace(NUMBERING, '').replace(/[、;]/g, ',');
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
