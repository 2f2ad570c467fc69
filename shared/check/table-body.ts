import { foldHeader, foldWidth } from '../parse/folding.ts';
import type { Layout, PlacedColumn } from '../parse/header.ts';
import { readCell } from '../parse/values.ts';
import { HouseholdEvidence, type AsideBlock } from './household-evidence.ts';
import type { TotalFigure } from '../rules/facts.ts';
import { isBlankCell, type Cell, type Sheet } from '../sheet/grid.ts';
import { areDigits } from '../parse/plain-cells.ts';
import { cellAt, cellReader, firstRowsOf, heightOf, rowOf } from '../sheet/text-cells.ts';

/**
 * What of a sheet's rows below the header is data, what is totals, and what is not blank and yet no household;
 * everything else is none of these. Zero-based row numbers.
 */
export type Body = {
  readonly data: readonly number[];
  readonly totals: readonly Total[];
  readonly aside: readonly AsideBlock[];
};

export type Total = { readonly row: number; /** The data rows that it adds up. */ readonly of: readonly number[] };

/** 合计, 全镇合计, 闫营村小计, 合计：4户, 共4户, and what adds nothing up: 累计, 平均. */
const TOTALS = String.raw`合\s*计|总\s*计|小\s*计|共\s*计|总\s*数|累\s*计|平\s*均[数值]?|汇\s*总`;
const TOTAL = new RegExp(
  String.raw`^.{0,12}?(?:${TOTALS})\s*(?:\d+\s*[户人行].*|[:：(（].*)?$|^共\s*\d+\s*[户人行]|^[全本]?[村镇乡县市组]?\s*计$|^[户人]\s*均$`,
);
/** The same for tables in which a row may have such a name: a project's name may end in 汇总. */
const PLAIN_TOTAL = /^(?:合\s*计|总\s*计|小\s*计|本页合计|共\s*计)[:：]?$/;
const SUBTOTAL = /小\s*计|^本页合计/;
const NO_SUM = /累\s*计|平\s*均|汇\s*总|[户人]\s*均/;
/** Who filled in, checked and signed the sheet, where and when, and notes to it. */
const FOOTERS = [
  '填表人|制表人?|审核人?|负责人|经办人|填报人|联系人|联系电话',
  '(?:单位|主要|分管)(?:负责人|领导)',
  '填报单位|填表单位|填报日期|填表日期|填报时间',
  '注|备注|说明|填表说明',
].join('|');
const FOOTER = new RegExp(String.raw`^(?:${FOOTERS})\s*(?:[（(][^（）()]*[）)])?\s*[:：]`);

/** Cells at the left end in which the word of a total may stand. */
const TOTAL_CELLS = 8;

/**
 * Sorts the rows below the header. A row in which no recognised column has anything (only its 序号, say) is blank;
 * totals, footers, headers and titles printed again, column numbers and rows of which only the place was filled in
 * beforehand are no data, nor are rows of the household table that name no household. Any other row with a household or
 * identity number is data whatever else it says, and so is one that is filled in as a household's.
 */
export function bodyOf(sheet: Sheet, layout: Layout): Body {
  const data: number[] = [];
  const totals: Total[] = [];
  const aside: AsideBlock[] = [];
  const isHousehold = layout.table.kind === 'household';
  const evidence = isHousehold ? new HouseholdEvidence({ sheet, layout }) : null;
  const printed = textsAbove(sheet, layout);
  const numbered = layout.columns.filter(({ column }) => IDENTITIES.has(column.type.kind));
  let sinceSubtotal: number[] = [];
  const height = heightOf(sheet);
  const cellIn = cellReader(sheet);
  for (let row = layout.firstRow; row < height; row++) {
    const isNumbered = numbered.some(({ index }) => isPlainNumber(cellIn(row, index)));
    const isItsOwn = !evidence?.isMember(row) && !evidence?.isExample(row);
    if (isItsOwn && (isNumbered || evidence?.isFilledIn(row) === true)) {
      data.push(row);
      sinceSubtotal.push(row);
      continue;
    }
    const cells = rowOf(sheet, row);
    const first = cells.find((cell) => !isBlankCell(cell));
    if (first === undefined) continue;
    if (isItsOwn && !holdsNumber(cells, layout)) {
      const total = totalIn(cells, isHousehold);
      if (total !== null) {
        if (!NO_SUM.test(total)) totals.push({ row, of: SUBTOTAL.test(total) ? sinceSubtotal : [...data] });
        sinceSubtotal = [];
        continue;
      }
      if (typeof first === 'string' && FOOTER.test(first.trim())) continue;
      if (isPrintedAgain(cells, layout, printed) || areColumnNumbers(cells) || isOnlyPlace(cells, layout)) continue;
    }
    if (layout.columns.every((placed) => isBlankCell(cells[placed.index] ?? null))) continue;
    const why = evidence === null ? null : whyAside(evidence, row);
    if (why !== null) {
      // An example has figures, and needs no word about them.
      addToBlocks(aside, row, why, why !== 'example' && evidence?.hasFigures(row) === true);
      continue;
    }
    data.push(row);
    sinceSubtotal.push(row);
  }
  return { data, totals, aside };
}

/** Why a row is no household; null for one that is. */
function whyAside(evidence: HouseholdEvidence, row: number): AsideBlock['why'] | null {
  if (evidence.isMember(row)) return 'member';
  if (evidence.isExample(row)) return 'example';
  return evidence.isHousehold(row) ? null : 'nameless';
}

/** Digits that can only be the number of a household or of a person. */
const isPlainNumber = (cell: Cell): boolean =>
  typeof cell === 'string' && cell.length >= FEWEST_DIGITS && areDigits(cell, 0, cell.length);

/** Rows of one kind that follow each other are told together. */
function addToBlocks(blocks: AsideBlock[], row: number, why: AsideBlock['why'], hasFigures: boolean): void {
  const last = blocks.at(-1);
  const figures = hasFigures ? 1 : 0;
  if (last?.last === row - 1 && last.why === why)
    blocks[blocks.length - 1] = { ...last, last: row, withFigures: last.withFigures + figures };
  else blocks.push({ first: row, last: row, why, withFigures: figures });
}

const IDENTITIES: ReadonlySet<string> = new Set(['household_no', 'id_no']);
/** So many are a long number. */
const FEWEST_DIGITS = 14;
/** Long enough to be a household or identity number, damaged ones too; no telephone number. */
const LONG_NUMBER = /^[\s'‘’]*\d(?:[\s'‘’]*[\dXx]){13,}[\s'‘’]*$|^\d(?:\.\d+)?[eE]\+?\d+$/;

const holdsNumber = (cells: readonly Cell[], { columns }: Layout): boolean =>
  columns.some(({ column, index }) => {
    if (!IDENTITIES.has(column.type.kind)) return false;
    const cell = cells[index] ?? null;
    return typeof cell === 'number' ? cell >= 1e13 : typeof cell === 'string' && LONG_NUMBER.test(foldWidth(cell));
  });

function totalIn(cells: readonly Cell[], isHousehold: boolean): string | null {
  const texts = cells
    .slice(0, TOTAL_CELLS)
    .flatMap((cell) => (typeof cell === 'string' && cell.trim() !== '' ? [cell.trim()] : []));
  return texts.find((text) => (isHousehold ? TOTAL : PLAIN_TOTAL).test(text)) ?? null;
}

/** Every text at and above the header, as a page break or a pasted sheet repeats it. */
function textsAbove(sheet: Sheet, { firstRow }: Layout): ReadonlySet<string> {
  return new Set(
    firstRowsOf(sheet, firstRow).flatMap((cells) =>
      cells.flatMap((cell) => (typeof cell === 'string' ? [cell.trim()] : [])),
    ),
  );
}

/** A header is printed again when most of its columns are called as above. */
const HEADER_CELLS = 3;

function isPrintedAgain(cells: readonly Cell[], { columns }: Layout, printed: ReadonlySet<string>): boolean {
  const filled = cells.filter((cell) => !isBlankCell(cell));
  if (filled.every((cell) => typeof cell === 'string' && printed.has(cell.trim()))) return true;
  const called = columns.filter(({ index, header }) => {
    const cell = cells[index] ?? null;
    return typeof cell === 'string' && foldHeader(cell) === foldHeader(header);
  });
  return called.length >= HEADER_CELLS && called.length * 2 >= filled.length;
}

/** 甲, 乙, 1, 2, 3 under the header, or 25=16+17 where a column is calculated. */
function areColumnNumbers(cells: readonly Cell[]): boolean {
  let last = 0;
  let count = 0;
  for (const cell of cells) {
    if (isBlankCell(cell)) continue;
    const text = foldWidth(String(typeof cell === 'object' ? '' : cell)).trim();
    if (/^[甲乙丙丁戊己庚辛]$/.test(text)) continue;
    const number = Number(/^\(?(\d{1,3})\)?(?:\s*=.*)?$/.exec(text)?.[1] ?? 0);
    if (number <= last) return false;
    last = number;
    count++;
  }
  return count >= 5;
}

/** What a template or a clerk fills in for rows that nobody used. */
const PLACE_FIELDS: ReadonlySet<string> = new Set([
  'period',
  'county_name',
  'town_name',
  'village_name',
  'village_code',
  'report_date',
]);

/** The unit of a target is no such field: the targets have a row for each, and one without figures was forgotten. */
const isOnlyPlace = (cells: readonly Cell[], { columns }: Layout): boolean =>
  columns.every(({ column, index }) => PLACE_FIELDS.has(column.field) || isBlankCell(cells[index] ?? null));

/**
 * What total rows state, beside what the rows come to that they add up (rule F09): a clerk may have changed one without
 * the other.
 */
export function totalFigures(sheet: Sheet, layout: Layout, totals: readonly Total[]): TotalFigure[] {
  const summed = layout.columns.filter(
    ({ column }) => (column.type.kind === 'int' || column.type.kind === 'money') && !PER_HEAD.has(column.field),
  );
  return totals.flatMap(({ row, of }) =>
    summed.flatMap((placed) => {
      const stated = numberIn(sheet, row, placed);
      if (stated === null) return [];
      const sum = of.reduce((total, at) => total + (numberIn(sheet, at, placed) ?? 0), 0);
      return [{ row, placed, stated, sum }];
    }),
  );
}

function numberIn(sheet: Sheet, row: number, { column, index, fenPerUnit }: PlacedColumn): number | null {
  const value = readCell(column, cellAt(sheet, row, index), { fenPerUnit, date1904: false, inverted: false });
  return typeof value === 'number' ? value : null;
}

/** Averages; a total row leaves them blank or averages them. */
const PER_HEAD: ReadonlySet<string> = new Set(['pc_net_income', 'base_pc_net_income', 'year']);
