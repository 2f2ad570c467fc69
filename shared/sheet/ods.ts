/**
 * An OpenDocument spreadsheet (.ods) into sheets.
 */
import { encrypted } from './legacy-refusal.ts';
import { TextBudget } from './grid-rows.ts';
import type { ReadLimits, Sheet, Workbook } from './grid.ts';
import { OdsStyles } from './ods-styles.ts';
import { OdsTable, type TableContext } from './ods-table.ts';
import { damaged, otherKind } from './refusal.ts';
import { partOf } from './relationships.ts';
import { XmlScanner } from './xml.ts';
import type { Archive } from './zip.ts';

/** Cells of all tables, repeated ones counted as often as they are repeated. */
const MOST_CELLS = 2_000_000;

/**
 * Reads all tables of a spreadsheet, hidden ones included (OpenDocument 1.3 part 3, chapter 9).
 * @throws Refused F01 when it is a text or damaged, F02 encrypted, F11 beyond the limits.
 */
export function readOds(archive: Archive, limits: ReadLimits): Workbook {
  if (partOf(archive, 'META-INF/manifest.xml').includes('encryption-data')) throw encrypted();
  const styles = new OdsStyles();
  if (archive.has('styles.xml')) readNamedStyles(partOf(archive, 'styles.xml'), styles);
  const scanner = new XmlScanner(partOf(archive, 'content.xml'), 'office');
  const shared = { limits, styles, budget: new TextBudget(limits), cells: { left: MOST_CELLS, most: MOST_CELLS } };
  let sheets: Sheet[] | undefined;
  scanner.root('office:document-content');
  for (const part of scanner.children()) {
    if (part === 'office:automatic-styles') styles.read(scanner);
    else if (part === 'office:body')
      for (const body of scanner.children()) if (body === 'office:spreadsheet') sheets = readTables(scanner, shared);
  }
  if (sheets === undefined) throw otherKind('OpenDocument 文字或演示文件', 'an OpenDocument text or presentation');
  if (sheets.length === 0) throw damaged('没有工作表', 'there is no worksheet');
  return { format: 'ods', sheets };
}

/** The automatic styles of this part are for headers and footers, and may have the names of others in the content. */
function readNamedStyles(part: Uint8Array, styles: OdsStyles): void {
  const scanner = new XmlScanner(part, 'office');
  scanner.root('office:document-styles');
  for (const name of scanner.children()) if (name === 'office:styles') styles.read(scanner);
}

/**
 * Only tables right below the spreadsheet are sheets: links and tracked changes keep former values in tables of their
 * own.
 */
function readTables(scanner: XmlScanner, shared: Omit<TableContext, 'date1904'>): Sheet[] {
  const sheets: Sheet[] = [];
  let date1904 = false;
  for (const name of scanner.children()) {
    if (name === 'table:calculation-settings') {
      for (const setting of scanner.children())
        if (setting === 'table:null-date') date1904 = scanner.attributes().get('table:date-value') === '1904-01-01';
    } else if (name === 'table:table') {
      const sheet = new OdsTable(scanner, { ...shared, date1904 }).read();
      if (sheet !== undefined) sheets.push(sheet);
    }
  }
  return sheets;
}
