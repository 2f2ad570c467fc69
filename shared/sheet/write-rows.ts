/**
 * The rows of a sheet as markup, and what its cells hold beside their values.
 */
import { PartBytes } from './part-bytes.ts';
import { columnLetters } from './reference.ts';
import type { CellSpec, CellValue, SheetSpec, StyledCell } from './sheet-spec.ts';
import type { Styles } from './styles.ts';
import { attributeXml, cellXml, withinCell } from './write-text.ts';

/** What cells of all sheets name by a number. */
export type Numbered = { readonly styles: Styles; readonly texts: TextTable };

/** Numbers the texts of all sheets. */
export type TextTable = { number(text: string): number };

export type Comment = { readonly row: number; readonly column: number; readonly text: string };

export type WrittenRows = {
  /** The `row` elements. */
  readonly markup: PartBytes;
  /** A `hyperlink` element each. */
  readonly links: readonly string[];
  readonly comments: readonly Comment[];
};

/** Writes the rows that hold something or have a height. @param count of all rows, those without cells included */
export function writeRows({ rows, rowHeights = [] }: SheetSpec, count: number, numbered: Numbered): WrittenRows {
  const comments: Comment[] = [];
  const links: string[] = [];
  const letters: string[] = [];
  const markup = new PartBytes();
  for (let row = 0; row < count; row++) {
    const cells = rows[row] ?? [];
    while (letters.length < cells.length) letters.push(columnLetters(letters.length));
    const number = String(row + 1);
    const height = rowHeights[row] ?? null;
    const isWritten = height !== null || cells.some(isCellWritten);
    if (isWritten) markup.ascii(`<row r="${number}"${height === null ? '' : ` ht="${height}" customHeight="1"`}>`);
    for (let column = 0; column < cells.length; column++) {
      const cell = cells[column] ?? null;
      if (cell === null) continue;
      const reference = letters[column]! + number;
      if (isCellWritten(cell)) writeCell(markup, reference, cell, numbered);
      if (typeof cell !== 'object') continue;
      if (cell.link !== undefined) links.push(`<hyperlink ref="${reference}" location="${attributeXml(cell.link)}"/>`);
      if (cell.comment !== undefined) comments.push({ row, column, text: withinCell(cell.comment) });
    }
    if (isWritten) markup.ascii('</row>');
  }
  return { markup, links, comments };
}

/** A cell that holds nothing is written where its style is to be seen. */
function isCellWritten(cell: CellSpec): boolean {
  if (cell === null || typeof cell !== 'object') return cell !== null && cell !== '';
  return cell.style !== undefined || cell.formula !== undefined || (cell.value !== null && cell.value !== '');
}

function writeCell(
  markup: PartBytes,
  reference: string,
  cell: Exclude<CellSpec, null>,
  { styles, texts }: Numbered,
): void {
  const { value, style, formula }: StyledCell = typeof cell === 'object' ? cell : { value: cell };
  markup.ascii('<c r="');
  markup.ascii(reference);
  markup.ascii(style === undefined ? '"' : `" s="${styles.number(style)}"`);
  if (formula !== undefined) markup.text(formulaXml(formula, value));
  else if (value === null || value === '') return markup.ascii('/>');
  else if (typeof value === 'string') {
    markup.ascii(' t="s"><v>');
    markup.ascii(String(texts.number(value)));
  } else if (typeof value === 'boolean') markup.ascii(value ? ' t="b"><v>1' : ' t="b"><v>0');
  else if (Number.isFinite(value)) {
    markup.ascii('><v>');
    markup.ascii(String(value));
  }
  // Excel has no infinity: an error in the cell is seen, a file that does not open helps nobody.
  else markup.ascii(' t="e"><v>#NUM!');
  markup.ascii('</v></c>');
}

/** A formula with its result, so that a program that does not calculate sees it too. The value stays open. */
function formulaXml(formula: string, result: CellValue): string {
  const type = typeof result === 'string' ? ' t="str"' : typeof result === 'boolean' ? ' t="b"' : '';
  const shown = typeof result === 'boolean' ? Number(result) : (result ?? '');
  return `${type}><f>${cellXml(formula)}</f><v>${cellXml(String(shown))}`;
}
