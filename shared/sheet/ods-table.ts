/**
 * One table of an OpenDocument spreadsheet. Cells and rows there are repeated by a count, which a few bytes can make
 * huge, so nothing is repeated that holds nothing.
 */
import { CellFormats, GENERAL } from './cell-formats.ts';
import { GridRows, type TextBudget } from './grid-rows.ts';
import type { Cell, Merge, ReadLimits, Sheet } from './grid.ts';
import type { OdsStyles } from './ods-styles.ts';
import { shownText } from './ods-text.ts';
import { odsValue, percentageFormat } from './ods-value.ts';
import { tooLarge } from './refusal.ts';
import { UnseenList } from './unseen-cells.ts';
import { hiddenColumns, MOST_MERGES, tooManyMerges, withinUsedArea, type ColumnRange } from './used-area.ts';
import type { XmlScanner } from './xml.ts';

/** The largest sheet of any program; counts beyond it are cut. */
const MOST_ROWS = 1_048_576;
/**
 * LibreOffice keeps what formulas saw in other files in tables that no one can bring into sight, under the name of the
 * file: no sheet of a clerk has such a name.
 */
const LINK_CACHE = /^'.*'#/s;

export type TableContext = {
  readonly date1904: boolean;
  readonly limits: ReadLimits;
  readonly styles: OdsStyles;
  /** Shared by all tables of the file. */
  readonly budget: TextBudget;
  readonly cells: { left: number; readonly most: number };
};

type Attributes = ReadonlyMap<string, string>;
type RepeatedCell = {
  readonly column: number;
  readonly times: number;
  readonly cell: Cell;
  readonly whole: Cell;
  readonly format: string;
  readonly covered: boolean;
};

export class OdsTable {
  private readonly scanner: XmlScanner;
  private readonly context: TableContext;
  private readonly name: string;
  private readonly hidden: boolean;
  private readonly grid: GridRows;
  /** None until a cell has one. */
  private formats: CellFormats | undefined;
  private readonly struck = new UnseenList();
  private readonly partlyStruck = new UnseenList();
  private readonly covered = new UnseenList();
  private readonly merges: Merge[] = [];
  private readonly hiddenRows: ColumnRange[] = [];
  private readonly filteredRows: ColumnRange[] = [];
  private readonly hiddenColumns: ColumnRange[] = [];
  /**
   * Styles of the cells of columns that have none of their own, each for the columns up to the one where the next
   * begins.
   */
  private readonly columnStyles: { readonly end: number; readonly style: string }[] = [];
  private row = 0;
  private columns = 0;

  constructor(scanner: XmlScanner, context: TableContext) {
    const attributes = scanner.attributes();
    this.scanner = scanner;
    this.context = context;
    this.name = attributes.get('table:name') ?? '';
    this.hidden = context.styles.hidesTable(attributes.get('table:style-name') ?? '');
    this.grid = new GridRows(context.limits, this.name, context.budget);
  }

  /** Reads the table that the scanner stands on; undefined when it is none of the sheets. */
  read(): Sheet | undefined {
    if (!this.readRows()) return undefined;
    const { rows, width } = this.grid;
    // Rows and columns are hidden in ranges alike.
    const filtered = hiddenColumns(this.filteredRows, rows.length);
    const struck = this.struck.all();
    const partlyStruck = this.partlyStruck.all();
    const covered = this.covered.all();
    return {
      name: this.name,
      hidden: this.hidden,
      state: this.hidden ? 'hidden' : 'visible',
      date1904: this.context.date1904,
      rows,
      merges: withinUsedArea(this.merges, rows.length, width),
      hiddenRows: hiddenColumns(this.hiddenRows, rows.length),
      hiddenColumns: hiddenColumns(this.hiddenColumns, width),
      ...(this.formats && { formats: this.formats }),
      ...(filtered.size > 0 && { filteredRows: filtered }),
      ...(struck && { struck }),
      ...(partlyStruck && { partlyStruck }),
      ...(covered && { covered }),
    };
  }

  /**
   * Goes through groups of rows and columns as if they were not there; false when the table turns out to be none of the
   * sheets.
   */
  private readRows(): boolean {
    const { scanner } = this;
    /** Whether each of the groups around hides what is in it. */
    const groups = scanner.selfClosing ? [] : [false];
    for (let hidden = groups.at(-1); hidden !== undefined; hidden = groups.at(-1)) {
      if (!scanner.nextChild()) {
        groups.pop();
        continue;
      }
      const name = scanner.name();
      if (name === 'table:table-row') this.readRow(hidden);
      else if (name === 'table:table-column') this.readColumn(hidden);
      else if (name === 'table:table-source' && LINK_CACHE.test(this.name)) return false;
      else if (!GROUP.test(name)) scanner.skip();
      else if (!scanner.selfClosing) groups.push(hidden || scanner.attributes().get('table:display') === 'false');
    }
    return true;
  }

  private readColumn(hidden: boolean): void {
    const attributes = this.scanner.attributes();
    const times = repeats(attributes.get('table:number-columns-repeated'));
    if (hidden || isHidden(attributes))
      this.hiddenColumns.push({ first: this.columns, last: this.columns + times - 1 });
    this.columns += times;
    this.columnStyles.push({ end: this.columns, style: attributes.get('table:default-cell-style-name') ?? '' });
    this.scanner.skip();
  }

  private readRow(hidden: boolean): void {
    const { scanner } = this;
    const attributes = scanner.attributes();
    const times = repeats(attributes.get('table:number-rows-repeated'));
    const range = { first: this.row, last: this.row + times - 1 };
    if (hidden || isHidden(attributes)) this.hiddenRows.push(range);
    if (attributes.get('table:visibility') === 'filter') this.filteredRows.push(range);
    const { cells, merges } = scanner.selfClosing
      ? { cells: [], merges: [] }
      : this.readCells(attributes.get('table:default-cell-style-name'));
    // A row that holds nothing may be repeated to the end of the sheet.
    for (let row = this.row; row < this.row + (cells.length === 0 ? 1 : times); row++) {
      for (const { width, height, left } of merges) {
        const merge = { top: row, left, bottom: row + height - 1, right: left + width - 1 };
        if (this.merges.push(merge) > MOST_MERGES) throw tooManyMerges(this.name);
      }
      for (const one of cells) this.put(row, one);
    }
    this.row += times;
  }

  private put(row: number, { column, times, cell, whole, format, covered }: RepeatedCell): void {
    const { grid, context } = this;
    const { limits, cells } = context;
    cells.left -= Math.min(times, limits.columns);
    if (cells.left < 0) throw tooManyCells(cells.most);
    const isShown = cell !== null && !covered;
    const end = isShown ? column + times : Math.min(column + times, limits.columns);
    const unseen = covered ? this.covered : cell === null ? this.struck : this.partlyStruck;
    for (let at = column; at < end; at++) {
      if (isShown) grid.put(row, at, cell);
      if (isShown) this.noteFormat(row, at, format);
      const other = covered ? (whole ?? cell) : whole;
      if (other === null) continue;
      if (typeof other === 'string') grid.count(row, at, other.length);
      unseen.add(row, at, other);
    }
  }

  private noteFormat(row: number, column: number, format: string): void {
    if (format !== GENERAL) this.formats ??= new CellFormats();
    this.formats?.put(row, column, format);
  }

  private readCells(rowStyle: string | undefined): { cells: RepeatedCell[]; merges: Span[] } {
    const { scanner, columnStyles } = this;
    const { styles, date1904 } = this.context;
    const cells: RepeatedCell[] = [];
    const merges: Span[] = [];
    let column = 0;
    let columnStyle = 0;
    while (scanner.nextChild()) {
      const name = scanner.name();
      const covered = name === 'table:covered-table-cell';
      if (!covered && name !== 'table:table-cell') {
        scanner.skip();
        continue;
      }
      const attributes = scanner.attributes();
      while ((columnStyles[columnStyle]?.end ?? Infinity) <= column) columnStyle++;
      const named = attributes.get('table:style-name') ?? rowStyle ?? columnStyles[columnStyle]?.style ?? '';
      const style = styles.cell(named);
      const text = shownText(scanner, style.struck, styles);
      const { cell, whole } = odsValue(attributes, text, style.struck, date1904);
      const times = repeats(attributes.get('table:number-columns-repeated'));
      const span = covered ? undefined : spanOf(attributes, column);
      if (span !== undefined) merges.push(span);
      if (cell !== null || whole !== null) {
        const format = style.format === GENERAL ? (percentageFormat(attributes, text) ?? GENERAL) : style.format;
        cells.push({ column, times, cell, whole, format, covered });
      }
      column += times;
    }
    return { cells, merges };
  }
}

const GROUP = /^table:table-(?:row|column|header-row|header-column)(?:s|-group)$/;

type Span = { readonly left: number; readonly width: number; readonly height: number };

function spanOf(attributes: Attributes, left: number): Span | undefined {
  const width = repeats(attributes.get('table:number-columns-spanned'));
  const height = repeats(attributes.get('table:number-rows-spanned'));
  return width > 1 || height > 1 ? { left, width, height } : undefined;
}

function repeats(count: string | undefined): number {
  return count !== undefined && /^[0-9]{1,9}$/.test(count) ? Math.min(MOST_ROWS, Math.max(1, Number(count))) : 1;
}

function isHidden(attributes: Attributes): boolean {
  const visibility = attributes.get('table:visibility');
  return visibility === 'collapse' || visibility === 'filter';
}

function tooManyCells(most: number): Error {
  return tooLarge(
    `文件中的单元格超过上限 ${most} 个。请另存为 .xlsx，或拆分后上报。`,
    `The file has more than ${most} cells. Save it as .xlsx, or split it.`,
  );
}
