/**
 * One worksheet part into rows of cells.
 */
import { CellFormats, GENERAL } from './cell-formats.ts';
import type { CellStyles } from './cell-styles.ts';
import { GridRows, type TextBudget } from './grid-rows.ts';
import type { Merge, ReadLimits, Sheet, SheetState } from './grid.ts';
import { parseRange } from './reference.ts';
import { damaged } from './refusal.ts';
import type { TextItem } from './shared-strings.ts';
import { UnseenList } from './unseen-cells.ts';
import { hiddenColumns, MOST_MERGES, tooManyMerges, withinUsedArea, type ColumnRange } from './used-area.ts';
import { CellReader, LETTER } from './worksheet-cell.ts';
import { XmlScanner } from './xml.ts';
import { isTrue } from './xsd.ts';

/** Excel has no more columns, so no honest sheet describes more. */
const MOST_COLUMN_RANGES = 16_384;
const MOST_ROW = 1_048_576;

export type WorksheetContext = {
  readonly name: string;
  readonly state: SheetState;
  readonly date1904: boolean;
  readonly limits: ReadLimits;
  readonly budget: TextBudget;
  readonly styles: CellStyles;
  /** Read when the first cell asks for it. */
  readonly sharedStrings: () => readonly TextItem[];
  /** Ranges that tables of the sheet filter, asked for when rows are hidden. */
  readonly filteredTables: () => readonly Merge[];
};

/**
 * Reads a worksheet part (ISO/IEC 29500-1, 18.3.1). Rows and cells without a reference follow the one before. Cells
 * that have nothing but a style leave no trace; merges, hidden rows and hidden columns are kept as far as the used area
 * goes.
 * @throws Refused F01 when the part is damaged, F11 beyond the limits.
 */
export function readWorksheet(part: Uint8Array, context: WorksheetContext): Sheet {
  return new WorksheetReader(new XmlScanner(part), context).read();
}

class WorksheetReader {
  private readonly scanner: XmlScanner;
  private readonly context: WorksheetContext;
  private readonly grid: GridRows;
  private readonly cells: CellReader;
  /** None where no cell of the workbook has a format. */
  private readonly formats: CellFormats | undefined;
  private readonly struck = new UnseenList();
  private readonly partlyStruck = new UnseenList();
  private readonly hiddenRows: number[] = [];
  private readonly hiddenRanges: ColumnRange[] = [];
  private readonly merges: Merge[] = [];
  private readonly filters: Merge[] = [];
  private row = -1;
  private hidden = false;

  constructor(scanner: XmlScanner, context: WorksheetContext) {
    this.scanner = scanner;
    this.context = context;
    this.grid = new GridRows(context.limits, context.name, context.budget);
    this.cells = new CellReader(scanner, context.date1904, context.sharedStrings);
    if (context.styles.some((style) => style !== undefined && style.format !== GENERAL))
      this.formats = new CellFormats();
  }

  read(): Sheet {
    const { scanner } = this;
    scanner.root('worksheet');
    for (const name of scanner.children()) {
      if (name === 'sheetData') this.readRows();
      else if (name === 'cols') this.readColumns();
      else if (name === 'mergeCells') this.readMerges();
      else if (name === 'autoFilter') for (const filter of activeFilter(scanner)) this.filters.push(filter);
    }
    return this.sheet();
  }

  private sheet(): Sheet {
    const { context, formats } = this;
    const { rows, width } = this.grid;
    const hiddenRows = this.hiddenRows.filter((row) => row < rows.length);
    const filters = hiddenRows.length === 0 ? [] : [...this.filters, ...context.filteredTables()];
    const filtered = hiddenRows.filter((row) => filters.some(({ top, bottom }) => row > top && row <= bottom));
    const struck = this.struck.all();
    const partlyStruck = this.partlyStruck.all();
    return {
      name: context.name,
      hidden: context.state !== 'visible',
      state: context.state,
      date1904: context.date1904,
      rows,
      merges: withinUsedArea(this.merges, rows.length, width),
      hiddenRows: new Set(hiddenRows),
      hiddenColumns: hiddenColumns(this.hiddenRanges, width),
      ...(filtered.length > 0 && { filteredRows: new Set(filtered) }),
      ...(formats && { formats }),
      ...(struck && { struck }),
      ...(partlyStruck && { partlyStruck }),
    };
  }

  private readRows(): void {
    const { scanner } = this;
    for (const name of scanner.children()) {
      if (name !== 'row') continue;
      this.startRow();
      if (this.hidden && this.row < this.context.limits.rows) this.hiddenRows.push(this.row);
      if (!scanner.selfClosing) this.readCells();
    }
  }

  private readCells(): void {
    const { scanner, cells, grid, formats, row } = this;
    const { styles } = this.context;
    let column = -1;
    while (scanner.nextChild()) {
      if (!scanner.isLetter(LETTER.c)) {
        scanner.skip();
        continue;
      }
      cells.start(column + 1);
      column = cells.column;
      if (scanner.selfClosing) continue;
      const style = styles[cells.style];
      const cell = cells.read(style !== undefined && style.struck);
      if (cells.whole !== null) this.noteStruck(row, column, cell === null);
      if (cell === null) continue;
      grid.put(row, column, cell);
      formats?.put(row, column, style === undefined ? GENERAL : style.format);
    }
  }

  private noteStruck(row: number, column: number, all: boolean): void {
    const { whole } = this.cells;
    if (typeof whole === 'string') this.grid.count(row, column, whole.length);
    (all ? this.struck : this.partlyStruck).add(row, column, whole);
  }

  private startRow(): void {
    const { scanner } = this;
    const { bytes } = scanner;
    this.row++;
    this.hidden = false;
    while (scanner.nextAttribute()) {
      const length = scanner.attributeEnd - scanner.attributeStart;
      const first = bytes[scanner.attributeStart];
      if (length === 1 && first === LETTER.r) this.row = readRowNumber(scanner);
      else if (length === 2 || length === 6) {
        const name = bytes.toString('latin1', scanner.attributeStart, scanner.attributeEnd);
        const value = bytes.toString('latin1', scanner.valueStart, scanner.valueEnd);
        if ((name === 'hidden' && isTrue(value)) || (name === 'ht' && Number(value) === 0)) this.hidden = true;
      }
    }
  }

  private readColumns(): void {
    for (const name of this.scanner.children()) {
      if (name !== 'col' || this.hiddenRanges.length >= MOST_COLUMN_RANGES) continue;
      const attributes = this.scanner.attributes();
      const first = Number(attributes.get('min')) - 1;
      const last = Number(attributes.get('max')) - 1;
      const hidden = isTrue(attributes.get('hidden')) || Number(attributes.get('width') ?? 1) === 0;
      if (hidden && first >= 0 && last >= first) this.hiddenRanges.push({ first, last });
    }
  }

  private readMerges(): void {
    for (const name of this.scanner.children()) {
      if (name !== 'mergeCell') continue;
      const merge = parseRange(this.scanner.attributes().get('ref') ?? '');
      if (merge !== undefined && this.merges.push(merge) > MOST_MERGES) throw tooManyMerges(this.context.name);
    }
  }
}

/** The range of the open `autoFilter`, when it filters by anything: the buttons alone hide no row. */
export function activeFilter(scanner: XmlScanner): Merge[] {
  const range = parseRange(scanner.attributes().get('ref') ?? '');
  let active = false;
  for (const name of scanner.children())
    if (name === 'filterColumn') for (const criterion of scanner.children()) active ||= criterion !== 'extLst';
  return active && range !== undefined ? [range] : [];
}

function readRowNumber(scanner: XmlScanner): number {
  let number = 0;
  for (let at = scanner.valueStart; at < scanner.valueEnd; at++) {
    const digit = scanner.bytes[at]! - 48;
    if (digit < 0 || digit > 9 || number > MOST_ROW) throw damaged('行号有误', 'a row number is wrong');
    number = number * 10 + digit;
  }
  if (number === 0) throw damaged('行号有误', 'a row number is wrong');
  return number - 1;
}
