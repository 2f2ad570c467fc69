/**
 * The table of shared strings, and rich text wherever it stands.
 */
import { TextBudget } from './grid-rows.ts';
import type { ReadLimits } from './grid.ts';
import { damaged, tooLarge } from './refusal.ts';
import { isTrue } from './xsd.ts';
import { CLOSE, END, XmlScanner } from './xml.ts';

const LETTER_T = 't'.charCodeAt(0);
const LETTER_R = 'r'.charCodeAt(0);

/** A text of several runs, of which some may be struck through. */
export type RichText = {
  /** All runs. */
  readonly whole: string;
  /** Those that are not struck through, in a cell that is not. */
  readonly shown: string;
  /** Those that are not, in a cell that is struck through: the ones that say what they look like. */
  readonly shownInStruck: string;
};

/** A text of one piece looks as its cell does. */
export type TextItem = string | RichText;

/**
 * Texts of `sharedStrings.xml` in order.
 * @throws Refused F01 when the part is damaged, F11 with more texts than cells may be, or more characters than a file
 * may have.
 */
export function readSharedStrings(part: Uint8Array, limits: ReadLimits): TextItem[] {
  const scanner = new XmlScanner(part);
  const budget = new TextBudget(limits);
  const most = limits.rows * limits.columns;
  const items: TextItem[] = [];
  scanner.root('sst');
  for (const name of scanner.children()) {
    if (name !== 'si') continue;
    const item = richText(scanner);
    items.push(item);
    if (items.length > most)
      throw tooLarge(
        `共享文字超过 ${most} 条。请拆分后上报。`,
        `There are more than ${most} shared strings. Split the file.`,
      );
    if (!budget.take(typeof item === 'string' ? item.length : item.whole.length))
      throw tooLarge(
        `共享文字超过全文件的上限 ${budget.most} 个字符，不像正常的表格。请删去与上报无关的长文字，或拆分后分别上报。`,
        `The shared strings have more than ${budget.most} characters, the limit for a file. Delete long texts that do not belong to the report, or split it.`,
      );
  }
  return items;
}

/** Text of the open `si` or `is`, the phonetic hints of `rPh` left out; the scanner is left after its close tag. */
export function richText(scanner: XmlScanner): TextItem {
  let whole = '';
  /** Undefined as long as they are all of it. */
  let shown: string | undefined;
  let shownInStruck: string | undefined;
  /** Of the current run; undefined where it looks as the cell does. */
  let struck: boolean | undefined;
  for (let inside = scanner.selfClosing ? 0 : 1; inside > 0;) {
    const tag = scanner.next();
    if (tag === END) throw damaged('文字不完整', 'a text is cut off');
    if (tag === CLOSE) inside--;
    else if (scanner.isLetter(LETTER_T)) {
      if (scanner.selfClosing) continue;
      const text = scanner.text();
      if (struck === true) shown ??= whole;
      else if (shown !== undefined) shown += text;
      if (struck !== false) shownInStruck ??= whole;
      else if (shownInStruck !== undefined) shownInStruck += text;
      whole += text;
      inside++;
    } else if (scanner.isLetter(LETTER_R)) {
      struck = undefined;
      if (!scanner.selfClosing) inside++;
    } else if (scanner.is('rPr')) struck = scanner.selfClosing ? undefined : readStrike(scanner);
    else scanner.skip();
  }
  return shown === undefined && shownInStruck === ''
    ? whole
    : { whole, shown: shown ?? whole, shownInStruck: shownInStruck ?? whole };
}

/** Whether the open `rPr` or `font` strikes through; the scanner is left after its close tag. */
export function readStrike(scanner: XmlScanner): boolean {
  let strike = false;
  if (scanner.selfClosing) return strike;
  while (scanner.nextChild()) {
    if (scanner.is('strike')) strike = isTrue(scanner.attributes().get('val') ?? 'true');
    scanner.skip();
  }
  return strike;
}
