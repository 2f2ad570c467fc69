/**
 * One sheet into its worksheet part, and the comments that belong to it.
 */
import { cellReference, columnLetters, rangeReference } from './reference.ts';
import type { CellSpec, CellValue, SheetSpec, Style } from './sheet-spec.ts';
import { rgb, type Styles } from './styles.ts';
import { highlightsXml, protectionXml, validationsXml } from './write-guards.ts';
import { attributeXml, cellXml, withinCell } from './write-text.ts';

/** Numbers the texts of all sheets. */
export type TextTable = { number(text: string): number };

export type Comment = { readonly row: number; readonly column: number; readonly text: string };

export type Worksheet = { readonly xml: string; readonly comments: readonly Comment[] };

/**
 * Writes the worksheet part in the order of elements that ISO/IEC 29500-1, 18.3.1.99 demands. `selected` marks the tab
 * in front.
 */
export function writeWorksheet(sheet: SheetSpec, selected: boolean, styles: Styles, texts: TextTable): Worksheet {
  const comments: Comment[] = [];
  const links: string[] = [];
  const heights = sheet.rowHeights ?? [];
  const rowCount = Math.max(sheet.rows.length, heights.length);
  const letters: string[] = [];
  const rows: string[] = [];
  let width = 1;

  for (let row = 0; row < rowCount; row++) {
    const cells = sheet.rows[row] ?? [];
    width = Math.max(width, cells.length);
    while (letters.length < width) letters.push(columnLetters(letters.length));
    const number = String(row + 1);
    let xml = '';
    for (let column = 0; column < cells.length; column++) {
      const cell = cells[column] ?? null;
      if (cell === null) continue;
      const reference = letters[column]! + number;
      xml += cellXmlOf(cell, reference, styles, texts);
      if (typeof cell !== 'object') continue;
      if (cell.link !== undefined) links.push(`<hyperlink ref="${reference}" location="${attributeXml(cell.link)}"/>`);
      if (cell.comment !== undefined) comments.push({ row, column, text: withinCell(cell.comment) });
    }
    const height = heights[row] ?? null;
    if (xml !== '' || height !== null) {
      rows.push(`<row r="${number}"${height === null ? '' : ` ht="${height}" customHeight="1"`}>${xml}</row>`);
    }
  }

  const merges = sheet.merges ?? [];
  const xml = [
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">',
    `<sheetPr>${sheet.tabColor === undefined ? '' : `<tabColor rgb="FF${rgb(sheet.tabColor)}"/>`}<pageSetUpPr fitToPage="1"/></sheetPr>`,
    `<dimension ref="A1:${cellReference(Math.max(1, rowCount) - 1, width - 1)}"/>`,
    viewXml(sheet, selected),
    sheet.defaultRowHeight === undefined
      ? '<sheetFormatPr defaultRowHeight="14.25"/>'
      : `<sheetFormatPr defaultRowHeight="${sheet.defaultRowHeight}" customHeight="1"/>`,
    columnsXml(sheet, styles),
    `<sheetData>${rows.join('')}</sheetData>`,
    sheet.isProtected === true ? protectionXml() : '',
    sheet.autoFilter === undefined ? '' : `<autoFilter ref="${rangeReference(sheet.autoFilter)}"/>`,
    merges.length === 0
      ? ''
      : `<mergeCells count="${merges.length}">${merges.map((merge) => `<mergeCell ref="${rangeReference(merge)}"/>`).join('')}</mergeCells>`,
    highlightsXml(sheet.highlights ?? [], styles),
    validationsXml(sheet.validations ?? []),
    links.length === 0 ? '' : `<hyperlinks>${links.join('')}</hyperlinks>`,
    '<pageMargins left="0.5" right="0.5" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>',
    `<pageSetup paperSize="${sheet.paper === 'A3' ? 8 : 9}" orientation="${sheet.landscape === true ? 'landscape' : 'portrait'}"${sheet.pagesWide === undefined ? '' : ` fitToWidth="${sheet.pagesWide}"`} fitToHeight="${sheet.pagesHigh ?? 0}"/>`,
    sheet.footer === undefined
      ? ''
      : `<headerFooter><oddFooter>${attributeXml(sheet.footer)}</oddFooter></headerFooter>`,
    comments.length === 0 ? '' : '<legacyDrawing r:id="rId1"/>',
    '</worksheet>',
  ].join('');
  return { xml, comments };
}

function cellXmlOf(cell: Exclude<CellSpec, null>, reference: string, styles: Styles, texts: TextTable): string {
  const value = typeof cell === 'object' ? cell.value : cell;
  const formula = typeof cell === 'object' ? cell.formula : undefined;
  const style = typeof cell === 'object' && cell.style !== undefined ? ` s="${styles.number(cell.style)}"` : '';
  if (formula !== undefined) return `<c r="${reference}"${style}${formulaXml(formula, value)}</c>`;
  if (typeof value === 'string' && value !== '')
    return `<c r="${reference}"${style} t="s"><v>${texts.number(value)}</v></c>`;
  if (typeof value === 'number') {
    // Excel has no infinity: an error in the cell is seen, a file that does not open helps nobody.
    return Number.isFinite(value)
      ? `<c r="${reference}"${style}><v>${value}</v></c>`
      : `<c r="${reference}"${style} t="e"><v>#NUM!</v></c>`;
  }
  if (typeof value === 'boolean') return `<c r="${reference}"${style} t="b"><v>${value ? 1 : 0}</v></c>`;
  return style === '' ? '' : `<c r="${reference}"${style}/>`;
}

/** A formula with its result, so that a program that does not calculate sees it too. */
function formulaXml(formula: string, result: CellValue): string {
  const type = typeof result === 'string' ? ' t="str"' : typeof result === 'boolean' ? ' t="b"' : '';
  const shown = typeof result === 'boolean' ? Number(result) : (result ?? '');
  return `${type}><f>${cellXml(formula)}</f><v>${cellXml(String(shown))}</v>`;
}

function viewXml({ freeze, gridLines }: SheetSpec, selected: boolean): string {
  const rows = freeze?.rows ?? 0;
  const columns = freeze?.columns ?? 0;
  const view = `${gridLines === false ? ' showGridLines="0"' : ''}${selected ? ' tabSelected="1"' : ''} workbookViewId="0"`;
  if (rows === 0 && columns === 0) return `<sheetViews><sheetView${view}/></sheetViews>`;
  const pane = rows === 0 ? 'topRight' : columns === 0 ? 'bottomLeft' : 'bottomRight';
  const splits = (columns === 0 ? '' : ` xSplit="${columns}"`) + (rows === 0 ? '' : ` ySplit="${rows}"`);
  return (
    `<sheetViews><sheetView${view}>` +
    `<pane${splits} topLeftCell="${cellReference(rows, columns)}" activePane="${pane}" state="frozen"/><selection pane="${pane}"/>` +
    '</sheetView></sheetViews>'
  );
}

const LAST_COLUMN = 16_384;

function columnsXml({ columnWidths = [], columnStyles }: SheetSpec, styles: Styles): string {
  const own = columnStyles?.styles ?? [];
  const count = Math.max(columnWidths.length, own.length);
  let columns = '';
  for (let column = 0; column < count; column++) {
    const width = columnWidths[column] ?? null;
    const style = own[column];
    if (width === null && style === undefined) continue;
    columns += `<col min="${column + 1}" max="${column + 1}"${widthXml(width)}${styleXml(style, styles)}/>`;
  }
  if (columnStyles?.others !== undefined)
    columns += `<col min="${count + 1}" max="${LAST_COLUMN}"${widthXml(null)}${styleXml(columnStyles.others, styles)}/>`;
  return columns === '' ? '' : `<cols>${columns}</cols>`;
}

/** Excel calls a column without a width damaged; this one is its default. */
const widthXml = (width: number | null): string =>
  width === null ? ' width="9"' : ` width="${width}"${width === 0 ? ' hidden="1"' : ''} customWidth="1"`;
const styleXml = (style: Style | undefined, styles: Styles): string =>
  style === undefined ? '' : ` style="${styles.number(style)}"`;
