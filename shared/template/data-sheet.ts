import type { Language } from '../language/language.ts';
import type { Value } from '../schema/column.ts';
import type { Column } from '../schema/column.ts';
import type { TableDefinition } from '../schema/tables.ts';
import { windowOf } from '../city/programme.ts';
import type { Merge } from '../sheet/grid.ts';
import { columnLetters, cellReference } from '../sheet/reference.ts';
import type { CellSpec, Highlight, SheetSpec, Style } from '../sheet/sheet-spec.ts';
import { periodTitle } from '../time/period.ts';
import {
  BLANK,
  dataStyleOf,
  FACT,
  FACT_CENTER,
  FILL,
  FREE,
  HEADER_OPTIONAL,
  HEADER_REQUIRED,
  MARK_OPTIONAL,
  MARK_REQUIRED,
  section,
  STAMP,
  TITLE,
  TITLE_LEFT,
  widthOf,
} from './appearance.ts';
import { cellValueOf } from './cells.ts';
import { FACTS_ROW, FIRST_ROW, GUARDED_ROWS, HEADER_ROW, SECTIONS_ROW, TITLE_ROW } from './layout.ts';
import type { Options } from './options.ts';
import { fullNameOf } from './places.ts';
import { SHEET_PLANS } from './sections.ts';
import { validationOf } from './validation.ts';
import { stampText, type Stamp } from '../check/template-stamp.ts';
import { noteOf, obligationOf, unitOf } from './column-text.ts';

/** Columns that a screen shows at once. */
const ONE_SCREEN = 20;
/** In characters: what the title and the line below it need, and what A4 still shows in a size that can be read. */
const NARROWEST = 100;
const WIDEST_ON_A4 = 130;
const WIDTH_OF_PLACE = 52;

/** Values by field for the rows that are filled in beforehand. */
export type FilledRow = Readonly<Record<string, Value>>;

/**
 * The sheet of one table: title, place and unit, sections, obligation and unit of each column, headers, and below them cells for any number of
 * rows. Those are formatted by column, so that no empty row is in the file and none is taken for data.
 */
export function dataSheet(
  table: TableDefinition,
  stamp: Stamp,
  filled: readonly FilledRow[],
  options: Options,
  language: Language,
): SheetSpec {
  const { columns, kind } = table;
  const plan = SHEET_PLANS[kind];
  const width = columns.length;
  const styles = columns.map(dataStyleOf);
  const bottom = FIRST_ROW + Math.max(GUARDED_ROWS, filled.length * 2) - 1;
  const column = (index: number, top = FIRST_ROW): Merge => ({ top, left: index, bottom, right: index });
  const name = fullNameOf(stamp.division, options.city.register);
  const frozen = columns.findIndex(({ field }) => field === plan.frozen) + 1;
  // The title of a wide sheet stays in sight with the frozen columns; centred, it would be off the screen.
  const isWide = width > ONE_SCREEN;
  const total = columns.reduce((sum, one) => sum + widthOf(one), 0);
  const stretch = Math.max(1, NARROWEST / total);
  const titleEnd = (isWide ? frozen : width) - 1;
  const place = `填报单位：${name}　报送截止：${windowOf(options.city).deadline}`;
  const facts = factsOf(table, { place, stamp: stampText(stamp) }, frozen, isWide);
  const sections = sectionsOf(table);
  return {
    name: table.title,
    rows: [
      wide(
        [
          {
            left: 0,
            right: titleEnd,
            value: `${name}${plan.title}（${periodTitle(stamp.period)}）`,
            style: isWide ? TITLE_LEFT : TITLE,
          },
        ],
        width,
      ),
      wide(facts, width),
      wide(
        sections.map((one, index) => ({ ...one, value: one.title, style: section(index) })),
        width,
      ),
      columns.map((one): CellSpec => ({ value: markOf(one), style: one.required ? MARK_REQUIRED : MARK_OPTIONAL })),
      columns.map((one): CellSpec => ({
        value: one.header,
        style: one.required ? HEADER_REQUIRED : HEADER_OPTIONAL,
        comment: noteOf(table, one, options.city, language, options.sourceOf(table, one) !== null),
      })),
      ...filled.map((row) =>
        columns.map((one, index): CellSpec => ({
          value: cellValueOf(one, row[one.field]),
          style: styles[index] ?? {},
        })),
      ),
    ],
    merges: [
      { top: TITLE_ROW, left: 0, bottom: TITLE_ROW, right: titleEnd },
      ...facts.map(({ left, right }) => ({ top: FACTS_ROW, left, bottom: FACTS_ROW, right })),
      ...sections.map(({ left, right }) => ({ top: SECTIONS_ROW, left, bottom: SECTIONS_ROW, right })),
    ].filter(({ left, right }) => right > left),
    columnWidths: columns.map((one) => Math.round(widthOf(one) * stretch)),
    columnStyles: { styles, others: FREE },
    rowHeights: [34, 22, 20, 15, 34],
    defaultRowHeight: 18,
    freeze: { rows: FIRST_ROW, columns: frozen },
    autoFilter: { top: HEADER_ROW, left: 0, bottom, right: width - 1 },
    validations: columns.flatMap((one, index) => validationOf(table, one, column(index), options) ?? []),
    highlights: [missingHighlight(columns, bottom)],
    isProtected: true,
    tabColor: '1F4E78',
    landscape: true,
    paper: total > WIDEST_ON_A4 ? 'A3' : 'A4',
    pagesWide: isWide ? 2 : 1,
    printTitleRows: FIRST_ROW,
  };
}

type Span = { readonly left: number; readonly right: number; readonly value: string; readonly style: Style };

/**
 * A row of spans that merges make one cell each. Every cell under a merge has its style, or its border would end in the middle, and every
 * other one a blank style, or it would have that of its column and be open for typing.
 */
function wide(spans: readonly Span[], width: number): CellSpec[] {
  const cells: CellSpec[] = Array.from({ length: width }, () => ({ value: null, style: BLANK }));
  for (const { left, right, value, style } of spans)
    for (let index = left; index <= right; index++) cells[index] = { value: index === left ? value : null, style };
  return cells;
}

/** Who reports until when, the units of the sheet, and the stamp; all of it on the first screen of a wide sheet. */
function factsOf(
  { columns }: TableDefinition,
  { place, stamp }: { readonly place: string; readonly stamp: string },
  frozen: number,
  isWide: boolean,
): Span[] {
  const width = columns.length;
  const units = [
    ...new Set(columns.map((column) => (column.type.kind === 'money' ? column.type.unit : unitOf(column)))),
  ];
  const money = units.filter((unit) => unit.endsWith('元'));
  const counted = units.filter((unit) => unit === '户' || unit === '人');
  const reach = columns.map((_, index) =>
    columns.slice(0, index + 1).reduce((sum, column) => sum + widthOf(column), 0),
  );
  const enough = Math.max(2, reach.findIndex((sum) => sum >= WIDTH_OF_PLACE) + 1);
  const [first, last, end] = isWide
    ? [frozen, frozen + 2, frozen + 6]
    : [Math.min(enough, width - 3), width - Math.max(2, Math.floor(width / 4)), width];
  return [
    {
      left: 0,
      right: first - 1,
      value: place,
      style: FACT,
    },
    { left: first, right: last - 1, value: `单位：${[...money, ...counted].join('、')}`, style: FACT_CENTER },
    { left: last, right: end - 1, value: stamp, style: STAMP },
  ];
}

function sectionsOf({ columns, kind }: TableDefinition): { title: string; left: number; right: number }[] {
  const { sections } = SHEET_PLANS[kind];
  const starts = sections.map(({ from }) => columns.findIndex(({ field }) => field === from));
  return sections.map(({ title }, index) => ({
    title,
    left: starts[index] ?? 0,
    right: (starts[index + 1] ?? columns.length) - 1,
  }));
}

/** 必填·元. Above the header and not in it, so that what a receipt calls a column is its name. */
function markOf(column: Column): string {
  const unit = column.type.kind === 'money' ? column.type.unit : unitOf(column);
  return [obligationOf(column, 'zh'), ...(unit ? [unit] : [])].join('·');
}

/** A required cell that is still empty in a row that has begun. */
function missingHighlight(columns: readonly Column[], bottom: number): Highlight {
  const ranges: Merge[] = [];
  for (const [index, { required }] of columns.entries()) {
    const open = ranges.at(-1);
    if (!required) continue;
    if (open?.right === index - 1) ranges[ranges.length - 1] = { ...open, right: index };
    else ranges.push({ top: FIRST_ROW, left: index, bottom, right: index });
  }
  const row = FIRST_ROW + 1;
  const whole = `$A${row}:$${columnLetters(columns.length - 1)}${row}`;
  const first = cellReference(FIRST_ROW, ranges[0]?.left ?? 0);
  return { ranges, formula: `AND(${first}="",COUNTA(${whole})>0)`, fill: FILL.missing };
}
