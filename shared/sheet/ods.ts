/**
 * An OpenDocument spreadsheet (.ods) into sheets. Cells and rows there are repeated by a count, which a few bytes can make huge, so
 * nothing is repeated that holds nothing.
 */
import { encrypted } from './legacy-refusal.ts';
import { GridRows } from './grid-rows.ts';
import type { Cell, Merge, ReadLimits, Sheet, Workbook } from './grid.ts';
import { odsValue } from './ods-value.ts';
import { damaged, otherKind, tooLarge } from './refusal.ts';
import { partOf } from './relationships.ts';
import { hiddenColumns, withinUsedArea, type ColumnRange } from './used-area.ts';
import { CLOSE, END, OPEN, XmlScanner } from './xml.ts';
import type { Archive } from './zip.ts';

/** The largest sheet of any program; counts beyond it are cut. */
const MOST_ROWS = 1_048_576;
const MOST_CELLS = 2_000_000;
const MOST_MERGES = 65_536;

/**
 * Reads all tables of a spreadsheet, hidden ones included (OpenDocument 1.3 part 3, chapter 9).
 * @throws Refused F01 when it is a text or damaged, F02 encrypted, F11 beyond the limits.
 */
export function readOds(archive: Archive, limits: ReadLimits): Workbook {
  if (partOf(archive, 'META-INF/manifest.xml').includes('encryption-data')) throw encrypted();
  const scanner = new XmlScanner(partOf(archive, 'content.xml'));
  const hiddenStyles = new Set<string>();
  const sheets: Sheet[] = [];
  const budget = { cells: MOST_CELLS };
  let style = '';
  let date1904 = false;
  let spreadsheet = false;
  for (let tag = scanner.next(); tag !== END; tag = scanner.next()) {
    if (tag !== OPEN) continue;
    switch (scanner.name()) {
      case 'style':
        style = scanner.attributes().get('name') ?? '';
        break;
      case 'table-properties':
        if (scanner.attributes().get('display') === 'false') hiddenStyles.add(style);
        break;
      case 'spreadsheet':
        spreadsheet = true;
        break;
      case 'null-date':
        date1904 = scanner.attributes().get('date-value') === '1904-01-01';
        break;
      // Former values that change tracking keeps look like cells.
      case 'tracked-changes':
        scanner.skip();
        break;
      case 'table': {
        if (!spreadsheet) break;
        const attributes = scanner.attributes();
        const hidden = hiddenStyles.has(attributes.get('style-name') ?? '');
        sheets.push(
          new TableReader(scanner, { name: attributes.get('name') ?? '', hidden, date1904 }, limits, budget).read(),
        );
        break;
      }
      default:
    }
  }
  if (!spreadsheet) throw otherKind('OpenDocument 文字或演示文件', 'an OpenDocument text or presentation');
  if (sheets.length === 0) throw damaged('没有工作表', 'there is no worksheet');
  return { format: 'ods', sheets };
}

type Head = Pick<Sheet, 'name' | 'hidden' | 'date1904'>;
type Repeated = { readonly column: number; readonly times: number; readonly cell: Cell };

class TableReader {
  private readonly scanner: XmlScanner;
  private readonly head: Head;
  private readonly grid: GridRows;
  private readonly limits: ReadLimits;
  private readonly budget: { cells: number };
  private readonly merges: Merge[] = [];
  private readonly hiddenRows: ColumnRange[] = [];
  private readonly hiddenColumns: ColumnRange[] = [];
  private row = 0;
  private columns = 0;

  constructor(scanner: XmlScanner, head: Head, limits: ReadLimits, budget: { cells: number }) {
    this.scanner = scanner;
    this.head = head;
    this.limits = limits;
    this.budget = budget;
    this.grid = new GridRows(limits, head.name);
  }

  read(): Sheet {
    const { scanner } = this;
    for (let inside = scanner.selfClosing ? 0 : 1; inside > 0;) {
      const tag = scanner.next();
      if (tag === END) throw damaged('工作表不完整', 'a table is cut off');
      if (tag === CLOSE) {
        inside--;
        continue;
      }
      const name = scanner.name();
      if (name === 'table-row') this.readRow();
      else if (name === 'table-column') this.readColumn();
      else if (!scanner.selfClosing && /^table-(?:row|column|header-row|header-column)(?:s|-group)$/.test(name))
        inside++;
      else scanner.skip();
    }
    const { rows, width } = this.grid;
    return {
      ...this.head,
      rows,
      merges: withinUsedArea(this.merges, rows.length, width),
      // Rows and columns are hidden in ranges alike.
      hiddenRows: hiddenColumns(this.hiddenRows, rows.length),
      hiddenColumns: hiddenColumns(this.hiddenColumns, width),
    };
  }

  private readColumn(): void {
    const attributes = this.scanner.attributes();
    const times = repeats(attributes.get('number-columns-repeated'));
    if (isHidden(attributes)) this.hiddenColumns.push({ first: this.columns, last: this.columns + times - 1 });
    this.columns += times;
    this.scanner.skip();
  }

  private readRow(): void {
    const { scanner, grid } = this;
    const attributes = scanner.attributes();
    const times = repeats(attributes.get('number-rows-repeated'));
    if (isHidden(attributes)) this.hiddenRows.push({ first: this.row, last: this.row + times - 1 });
    const cells = scanner.selfClosing ? [] : this.readCells();
    if (cells.length > 0) {
      for (let row = this.row; row < this.row + times; row++) {
        for (const { column, times: width, cell } of cells) {
          this.budget.cells -= Math.min(width, this.limits.columns);
          if (this.budget.cells < 0) throw tooManyRepeated();
          for (let at = column; at < column + width; at++) grid.put(row, at, cell);
        }
      }
    }
    this.row += times;
  }

  private readCells(): Repeated[] {
    const { scanner } = this;
    const cells: Repeated[] = [];
    let column = 0;
    for (let tag = scanner.next(); tag !== CLOSE; tag = scanner.next()) {
      if (tag === END) throw damaged('行不完整', 'a row is cut off');
      const covered = scanner.name() === 'covered-table-cell';
      if (!covered && scanner.name() !== 'table-cell') {
        scanner.skip();
        continue;
      }
      const attributes = scanner.attributes();
      const times = repeats(attributes.get('number-columns-repeated'));
      const cell = odsValue(scanner, attributes, this.head.date1904);
      if (!covered) this.addMerge(attributes, column);
      // What a merge covers is not seen.
      if (!covered && cell !== null) cells.push({ column, times, cell });
      column += times;
    }
    return cells;
  }

  private addMerge(attributes: ReadonlyMap<string, string>, left: number): void {
    const width = repeats(attributes.get('number-columns-spanned'));
    const height = repeats(attributes.get('number-rows-spanned'));
    if ((width > 1 || height > 1) && this.merges.length < MOST_MERGES) {
      this.merges.push({ top: this.row, left, bottom: this.row + height - 1, right: left + width - 1 });
    }
  }
}

function repeats(count: string | undefined): number {
  return count !== undefined && /^[0-9]{1,9}$/.test(count) ? Math.min(MOST_ROWS, Math.max(1, Number(count))) : 1;
}

function isHidden(attributes: ReadonlyMap<string, string>): boolean {
  const visibility = attributes.get('visibility');
  return visibility === 'collapse' || visibility === 'filter';
}

function tooManyRepeated(): Error {
  return tooLarge(
    `文件中的单元格超过上限 ${MOST_CELLS} 个。请另存为 .xlsx，或拆分后上报。`,
    `The file has more than ${MOST_CELLS} cells. Save it as .xlsx, or split it.`,
  );
}
