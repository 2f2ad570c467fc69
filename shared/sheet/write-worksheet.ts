/**
 * One sheet into its worksheet part, and the comments that belong to it.
 */
import { PartBytes } from './part-bytes.ts';
import { cellReference, rangeReference } from './reference.ts';
import type { SheetSpec, Style } from './sheet-spec.ts';
import { rgb, type Styles } from './styles.ts';
import { highlightsXml, protectionXml, validationsXml } from './write-guards.ts';
import { writeRows, type Comment, type Numbered } from './write-rows.ts';
import { attributeXml } from './write-text.ts';

export type Worksheet = { readonly part: Uint8Array; readonly comments: readonly Comment[] };

/**
 * Writes the worksheet part in the order of elements that ISO/IEC 29500-1, 18.3.1.99 demands. `selected` marks the tab
 * in front.
 */
export function writeWorksheet(sheet: SheetSpec, selected: boolean, numbered: Numbered): Worksheet {
  const { styles } = numbered;
  const rowCount = Math.max(sheet.rows.length, sheet.rowHeights?.length ?? 0);
  const width = sheet.rows.reduce((most, cells) => Math.max(most, cells.length), 1);
  const merges = sheet.merges ?? [];
  // Rows come first: styles have numbers in the order in which they are asked for.
  const { markup, links, comments } = writeRows(sheet, rowCount, numbered);
  const part = new PartBytes();
  part.text(
    [
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
      '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">',
      `<sheetPr>${sheet.tabColor === undefined ? '' : `<tabColor rgb="FF${rgb(sheet.tabColor)}"/>`}<pageSetUpPr fitToPage="1"/></sheetPr>`,
      `<dimension ref="A1:${cellReference(Math.max(1, rowCount) - 1, width - 1)}"/>`,
      viewXml(sheet, selected),
      sheet.defaultRowHeight === undefined
        ? '<sheetFormatPr defaultRowHeight="14.25"/>'
        : `<sheetFormatPr defaultRowHeight="${sheet.defaultRowHeight}" customHeight="1"/>`,
      columnsXml(sheet, styles),
      '<sheetData>',
    ].join(''),
  );
  part.append(markup);
  part.text(
    [
      '</sheetData>',
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
    ].join(''),
  );
  return { part: part.bytes(), comments };
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
