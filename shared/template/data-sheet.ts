/** The sheet of one table, which the clerk fills in. */
import { windowOf } from '../city/programme.ts';
import { stampText, type Stamp } from '../parse/template-stamp.ts';
import type { Language } from '../language/language.ts';
import { mustBeFilled, type Column, type Value } from '../schema/column.ts';
import type { TableDefinition } from '../schema/tables.ts';
import type { Merge } from '../sheet/grid.ts';
import { cellReference, columnLetters } from '../sheet/reference.ts';
import type { CellSpec, CellValue, Highlight, SheetSpec, Style, StyledCell } from '../sheet/sheet-spec.ts';
import { periodTitle } from '../time/period.ts';
import { cellValueOf } from './cell-values.ts';
import { columnWidth, dataStyleOf } from './column-style.ts';
import { noteOf, obligationOf, unitOf } from './column-text.ts';
import type { DropDowns } from './drop-downs.ts';
import { fullNameOf } from './place-lists.ts';
import { formulaOf } from './row-formulas.ts';
import { SHEET_PLANS } from './sheet-plans.ts';
import {
  COMPUTED_ROWS,
  FACTS_ROW,
  FIRST_ROW,
  GUARDED_ROWS,
  HEADER_ROW,
  SECTIONS_ROW,
  TITLE_ROW,
} from './sheet-rows.ts';
import {
  BLANK,
  FACT,
  FACT_CENTER,
  FILL,
  FREE,
  HEADER_OPTIONAL,
  HEADER_REQUIRED,
  MARK_OPTIONAL,
  MARK_REQUIRED,
  sectionStyle,
  STAMP,
  TITLE,
  TITLE_LEFT,
} from './template-styles.ts';
import { validationOf } from './validation.ts';

/** A table with more columns does not fit on a screen. */
const COLUMNS_OF_A_SCREEN = 20;
/** In characters of the default font. The title and the line below it need a sheet of this width. */
const NARROWEST = 100;
/** A wider sheet cannot be read on A4 and is printed on A3. */
const WIDEST_ON_A4 = 130;
/** The width that unit and deadline need in the line below the title. */
const WIDTH_OF_UNIT = 52;

/** Values by field, for a row that is filled in beforehand. */
export type FilledRow = Readonly<Record<string, Value>>;

export type DataSheetOrder = {
  readonly table: TableDefinition;
  readonly stamp: Stamp;
  readonly filled: readonly FilledRow[];
  readonly dropDowns: DropDowns;
  readonly language: Language;
};

/**
 * The sheet has a title, unit and deadline, sections, obligation and unit of each column, headers, and below them cells
 * for any number of rows. Formats belong to the columns; rows that are not filled in have at most formulas, of which the
 * result is the empty text, so the check takes none for data.
 */
export function dataSheet(order: DataSheetOrder): SheetSpec {
  const { table, filled, dropDowns } = order;
  const { columns } = table;
  const head = headOf(order);
  const bottom = FIRST_ROW + Math.max(GUARDED_ROWS, filled.length * 2) - 1;
  const styles = columns.map(dataStyleOf);
  const width = sheetWidth(columns);
  const stretch = Math.max(1, NARROWEST / width);
  const rangeOf = (index: number): Merge => ({ top: FIRST_ROW, left: index, bottom, right: index });
  return {
    name: table.title.zh,
    rows: [
      ...head.rows,
      ...filled.map((row, at) =>
        columns.map((column, index): CellSpec => ({
          ...computed(columns, column, FIRST_ROW + at, cellValueOf(column, row[column.field])),
          style: styles[index] ?? {},
        })),
      ),
      ...computedRows(columns, styles, FIRST_ROW + filled.length),
    ],
    merges: head.merges,
    columnWidths: columns.map((column) => Math.round(columnWidth(column) * stretch)),
    columnStyles: { styles, others: FREE },
    rowHeights: [34, 22, 20, 15, 34],
    defaultRowHeight: 18,
    freeze: { rows: FIRST_ROW, columns: frozenColumns(table) },
    autoFilter: { top: HEADER_ROW, left: 0, bottom, right: columns.length - 1 },
    validations: columns.flatMap((column, index) => validationOf(table, column, rangeOf(index), dropDowns) ?? []),
    highlights: [missingHighlight(columns, bottom)],
    isProtected: true,
    tabColor: '1F4E78',
    landscape: true,
    paper: width > WIDEST_ON_A4 ? 'A3' : 'A4',
    pagesWide: isWide(table) ? 2 : 1,
    printTitleRows: FIRST_ROW,
  };
}

/** A computed cell that has no value of its own has its formula. */
function computed(columns: readonly Column[], column: Column, row: number, value: CellValue): StyledCell {
  const formula = value === null ? formulaOf(columns, column, row) : undefined;
  return formula === undefined ? { value } : { value: '', formula };
}

/** Rows for a clerk to go on in, with formulas alone. */
function computedRows(columns: readonly Column[], styles: readonly Style[], from: number): CellSpec[][] {
  if (!columns.some((column) => formulaOf(columns, column, from) !== undefined)) return [];
  return Array.from({ length: COMPUTED_ROWS }, (_, at) =>
    columns.map((column, index): CellSpec => {
      const formula = formulaOf(columns, column, from + at);
      return formula === undefined ? null : { value: '', formula, style: styles[index] ?? {} };
    }),
  );
}

const isWide = ({ columns }: TableDefinition): boolean => columns.length > COLUMNS_OF_A_SCREEN;

const sheetWidth = (columns: readonly Column[]): number =>
  columns.reduce((sum, column) => sum + columnWidth(column), 0);

/** The number of columns that stay in sight when the clerk scrolls to the right. */
const frozenColumns = ({ columns, kind }: TableDefinition): number =>
  columns.findIndex(({ field }) => field === SHEET_PLANS[kind].frozen) + 1;

/** The rows above the first row of data, and their merged cells. */
function headOf(order: DataSheetOrder): { rows: CellSpec[][]; merges: Merge[] } {
  const { table, stamp, dropDowns, language } = order;
  const { columns } = table;
  const unit = fullNameOf(stamp.division, dropDowns.city.register);
  const title: Span = {
    left: 0,
    // On a wide sheet the title stands over the frozen columns and stays in sight; a centred title would be off the
    // screen.
    right: (isWide(table) ? frozenColumns(table) : columns.length) - 1,
    value: `${unit}${SHEET_PLANS[table.kind].title}（${periodTitle(stamp.period)}）`,
    style: isWide(table) ? TITLE_LEFT : TITLE,
  };
  const facts = factsOf(table, `填报单位：${unit}　报送截止：${windowOf(dropDowns.city).deadline}`, stampText(stamp));
  const sections = sectionsOf(table);
  const merge = (row: number, { left, right }: Span): Merge => ({ top: row, left, bottom: row, right });
  return {
    rows: [
      spanRow([title], columns.length),
      spanRow(facts, columns.length),
      spanRow(sections, columns.length),
      columns.map((column): CellSpec => ({
        value: markOf(column),
        style: mustBeFilled(column) ? MARK_REQUIRED : MARK_OPTIONAL,
      })),
      columns.map((column): CellSpec => ({
        value: column.header,
        style: mustBeFilled(column) ? HEADER_REQUIRED : HEADER_OPTIONAL,
        comment: noteOf(table, column, dropDowns, language),
      })),
    ],
    merges: [
      merge(TITLE_ROW, title),
      ...facts.map((span) => merge(FACTS_ROW, span)),
      ...sections.map((span) => merge(SECTIONS_ROW, span)),
    ].filter(({ left, right }) => right > left),
  };
}

/** A text over several columns, as one merged cell. */
type Span = { readonly left: number; readonly right: number; readonly value: string; readonly style: Style };

/**
 * A row of merged cells. Every cell under a merge has the style of its span, or the border would end in the middle. All
 * other cells have a blank style: without one they would take the style of their column, which is not locked.
 */
function spanRow(spans: readonly Span[], width: number): CellSpec[] {
  const cells: CellSpec[] = Array.from({ length: width }, () => ({ value: null, style: BLANK }));
  for (const { left, right, value, style } of spans)
    for (let index = left; index <= right; index++) cells[index] = { value: index === left ? value : null, style };
  return cells;
}

/** Who reports until when, the units of the sheet, and the stamp. A wide sheet has them all on its first screen. */
function factsOf(table: TableDefinition, unitAndDeadline: string, stamp: string): Span[] {
  const { columns } = table;
  const width = columns.length;
  const units = [...new Set(columns.map(unitOf))];
  const money = units.filter((unit) => unit.endsWith('元'));
  const counted = units.filter((unit) => unit === '户' || unit === '人');
  const reach = columns.map((_, index) => sheetWidth(columns.slice(0, index + 1)));
  const enough = Math.max(2, reach.findIndex((sum) => sum >= WIDTH_OF_UNIT) + 1);
  const frozen = frozenColumns(table);
  const [first, last, end] = isWide(table)
    ? [frozen, frozen + 2, frozen + 6]
    : [Math.min(enough, width - 3), width - Math.max(2, Math.floor(width / 4)), width];
  return [
    { left: 0, right: first - 1, value: unitAndDeadline, style: FACT },
    { left: first, right: last - 1, value: `单位：${[...money, ...counted].join('、')}`, style: FACT_CENTER },
    { left: last, right: end - 1, value: stamp, style: STAMP },
  ];
}

function sectionsOf({ columns, kind }: TableDefinition): Span[] {
  const { sections } = SHEET_PLANS[kind];
  const starts = sections.map(({ from }) => columns.findIndex(({ field }) => field === from));
  return sections.map(({ title }, index) => ({
    left: starts[index] ?? 0,
    right: (starts[index + 1] ?? columns.length) - 1,
    value: title,
    style: sectionStyle(index),
  }));
}

/** 必填·元. It stands above the header and not in it, so that a receipt calls the column by its name alone. */
function markOf(column: Column): string {
  const unit = unitOf(column);
  return [obligationOf(column).zh, ...(unit ? [unit] : [])].join('·');
}

/** Fills the required cells that are still empty in a row that the clerk has begun. */
function missingHighlight(columns: readonly Column[], bottom: number): Highlight {
  const ranges: Merge[] = [];
  for (const [index, column] of columns.entries()) {
    const open = ranges.at(-1);
    if (!mustBeFilled(column)) continue;
    if (open?.right === index - 1) ranges[ranges.length - 1] = { ...open, right: index };
    else ranges.push({ top: FIRST_ROW, left: index, bottom, right: index });
  }
  const row = FIRST_ROW + 1;
  const whole = `$A${row}:$${columnLetters(columns.length - 1)}${row}`;
  const first = cellReference(FIRST_ROW, ranges[0]?.left ?? 0);
  return { ranges, formula: `AND(${first}="",SUMPRODUCT(--(${whole}<>""))>0)`, fill: FILL.missing };
}
