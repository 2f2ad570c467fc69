/**
 * What the records of .xls and .xlsb have in common: how a cell's value is packed, and what becomes of the cells of a
 * sheet.
 */
import type { GridRows } from './grid-rows.ts';
import type { Cell, Merge, Sheet } from './grid.ts';
import { tooMany } from './legacy-refusal.ts';
import { tooLarge } from './refusal.ts';
import { hiddenColumns, withinUsedArea, type ColumnRange } from './used-area.ts';

/**
 * The cells of all sheets of a binary file together. A row of nothing but small numbers takes six bytes a cell, so
 * bytes do not bound them.
 */
export const MOST_BINARY_CELLS = 2_000_000;

/**
 * Files repeat a merge or a hidden range as often as they like; no honest sheet has more of them than an .xls has rows.
 */
const MOST_RANGES = 65_536;

/** Counts cells before anything is built from them. */
export class CellBudget {
  private left: number;
  private readonly most: number;

  constructor(most = MOST_BINARY_CELLS) {
    this.left = most;
    this.most = most;
  }

  /** @throws Refused F11 when there are more cells than a file may have. */
  spend(cells: number): void {
    this.left -= cells;
    if (this.left < 0) throw tooMany(this.most);
  }
}

/**
 * Value of an RK number ([MS-XLS] 2.5.217): 30 bits of an integer or of a double, perhaps a hundred times too large.
 */
export function rkNumber(body: Buffer, at: number): number {
  const packed = body.readInt32LE(at);
  let value = packed >> 2;
  if ((packed & 2) === 0) {
    const double = Buffer.alloc(8);
    double.writeInt32LE(packed & ~3, 4);
    value = double.readDoubleLE();
  }
  return (packed & 1) === 0 ? value : value / 100;
}

/** A double as a cell; what is no number cannot be calculated with. */
export function doubleCell(body: Buffer, at: number): Cell {
  const value = body.readDoubleLE(at);
  return Number.isFinite(value) ? value : { broken: '#NUM!' };
}

/** [MS-XLS] 2.5.10. */
const ERRORS: Readonly<Record<number, string>> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
  0x2b: '#GETTING_DATA',
};

export function errorCell(code: number): Cell {
  return { broken: ERRORS[code] ?? '#VALUE!' };
}

/** A text as the other readers give it: line feeds alone, no NUL and no halves of characters. */
export function textCell(text: string): string {
  return text.replaceAll('\0', '\u{fffd}').replace(/\r\n?/g, '\n').toWellFormed();
}

/** What the records say of a sheet beside its cells. */
export class SheetLayout {
  readonly name: string;
  readonly hidden: boolean;
  readonly date1904: boolean;
  readonly hiddenRows = new Set<number>();
  private readonly merges: Merge[] = [];
  private readonly hiddenColumns: ColumnRange[] = [];

  constructor({ name, hidden, date1904 }: Pick<Sheet, 'name' | 'hidden' | 'date1904'>) {
    this.name = name;
    this.hidden = hidden;
    this.date1904 = date1904;
  }

  /** @throws Refused F11 beyond what is read: a merge that is not read would show what it covers. */
  merge(merge: Merge): void {
    if (merge.bottom < merge.top || merge.right < merge.left) return;
    if (this.merges.length === MOST_RANGES) throw this.tooManyMerges();
    this.merges.push(merge);
  }

  hideColumns(first: number, last: number): void {
    if (this.hiddenColumns.length < MOST_RANGES) this.hiddenColumns.push({ first, last });
  }

  /** The sheet, with what its styles say of its cells, by the cells that are there and not by the area that the file claims. */
  sheet({ rows, width }: GridRows, seen: Partial<Sheet>): Sheet {
    return {
      name: this.name,
      hidden: this.hidden,
      date1904: this.date1904,
      rows,
      merges: withinUsedArea(this.merges, rows.length, width),
      hiddenRows: new Set([...this.hiddenRows].filter((row) => row < rows.length)),
      hiddenColumns: hiddenColumns(this.hiddenColumns, width),
      ...seen,
    };
  }

  private tooManyMerges(): Error {
    return tooLarge(
      `工作表“${this.name}”中的合并单元格超过 ${MOST_RANGES} 处，不像正常的表格。请取消合并，或拆分后分别上报。`,
      `Sheet "${this.name}" has more than ${MOST_RANGES} merged cells. Unmerge them, or split the file.`,
    );
  }
}
