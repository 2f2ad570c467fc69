/**
 * A whole sheet in another unit than the one it states or is taken for (rule F19). One message about the sheet is what
 * a clerk can act on; the same told cell by cell is noise, and amounts ten thousand times too small or too large must
 * not pass with a warning.
 */
import type { Text } from '../language/language.ts';
import { foldWidth } from '../parse/folding.ts';
import type { PlacedColumn } from '../parse/header.ts';
import { isPlainAmount } from '../parse/plain-cells.ts';
import type { Cell } from '../sheet/grid.ts';
import { cellReader } from '../sheet/text-cells.ts';
import type { TablePart } from './facts.ts';
import type { Told } from './rule.ts';

/** Fewer amounts say nothing about a sheet. */
const ENOUGH = 10;
/** Share of the amounts that must look like it: one household in a hundred may really have had 60 yuan of land rent. */
const NEARLY_ALL = 0.9;
/** As rule N06 has it for one cell: no household lives on less than 100 yuan a quarter; nor does one earn 100 万元. */
const LIMIT = 100;

/** The amounts of some columns, and those of them that look like it. */
type Amounts = {
  readonly all: number;
  readonly slipped: number;
  /** The first of those as it is written. */
  readonly example: string;
  /** One of them is finer than a fen. */
  readonly isFine: boolean;
};

/** Whether a household sheet's amounts all look as if they were in 万元 where it is read in 元, or the other way round. */
export function unitSlip(part: TablePart): Told | null {
  const { layout } = part;
  if (layout.table.kind !== 'household' || layout.ambiguousUnit) return null;
  const columns = layout.columns.filter(({ column }) => column.type.kind === 'money');
  const inYuan = columns.filter(({ fenPerUnit }) => fenPerUnit === 100);
  const small = slippedAmounts(part, inYuan, (value) => value < LIMIT);
  if (small !== null) {
    const isStated = inYuan.some(({ statesUnit }) => statesUnit);
    // An amount with more than two decimals is no amount in yuan, whatever the header says.
    const isCertain = !isStated || small.isFine;
    const detail = isStated ? smallWhereStated(small, isCertain) : smallAmounts(small);
    return { params: { detail }, severity: isCertain ? 'error' : 'warning' };
  }
  const inWan = columns.filter(({ fenPerUnit }) => fenPerUnit !== 100);
  const large = slippedAmounts(part, inWan, (value) => value >= LIMIT);
  return large === null ? null : { params: { detail: largeAmounts(large) } };
}

/** The amounts of the columns if nearly all look like it, else null. The search stops as soon as too many do not. */
function slippedAmounts(
  { sheet, data }: TablePart,
  columns: readonly PlacedColumn[],
  isSlipped: (value: number) => boolean,
): Amounts | null {
  const cellIn = cellReader(sheet);
  const mostOthers = data.length * columns.length * (1 - NEARLY_ALL);
  let all = 0;
  let slipped = 0;
  let example = '';
  let isFine = false;
  for (const row of data) {
    if (all - slipped > mostOthers + 1) return null;
    for (const { index } of columns) {
      const amount = amountOf(cellIn(row, index));
      if (amount === null) continue;
      all++;
      if (!isSlipped(amount.value)) continue;
      if (slipped === 0) example = amount.written;
      slipped++;
      isFine ||= /\.\d{3}/.test(amount.written);
    }
  }
  return all >= ENOUGH && slipped >= all * NEARLY_ALL ? { all, slipped, example, isFine } : null;
}

const countsOf = ({ all, slipped, example }: Amounts): Text => ({
  zh: `${all}个金额中有${slipped}个不足${LIMIT}（如${example}）`,
  en: `${slipped} of ${all} amounts are below ${LIMIT} (such as ${example})`,
});

function smallWhereStated(small: Amounts, isCertain: boolean): Text {
  const counts = countsOf(small);
  const otherwise = isCertain
    ? { zh: '请最多精确到分', en: 'give them to the fen at most' }
    : { zh: '不用改', en: 'nothing needs to be done' };
  return {
    zh: `整表疑似以万元填报：${counts.zh}，而表中注明单位为元。是万元的，请换算成元，或把注明的“元”都改为“万元”，再重新上传；确实是元的，${otherwise.zh}`,
    en:
      `The sheet states 元 but seems to be in 万元 throughout: ${counts.en}. If so, convert the amounts or state 万元 ` +
      `instead, and upload the file again; if they are in yuan, ${otherwise.en}`,
  };
}

function smallAmounts(small: Amounts): Text {
  const counts = countsOf(small);
  return {
    zh: `整表疑似以万元填报：${counts.zh}。是万元的，请在表头上方注明“单位：万元”；确实是元的，请注明“单位：元”（最多精确到分），再重新上传`,
    en:
      `The sheet seems to be in 万元 throughout: ${counts.en}. If so, write 单位：万元 above the header; if the amounts are ` +
      'in yuan (to the fen at most), write 单位：元, and upload the file again',
  };
}

const largeAmounts = ({ all, slipped, example }: Amounts): Text => ({
  zh: `表中注明单位为万元，但整表疑似以元填报：${all}个金额中有${slipped}个达到${LIMIT}万元（如${example}）。请把单位改注为“元”后重新上传`,
  en:
    `The sheet states 万元, but seems to be in yuan throughout: ${slipped} of ${all} amounts reach ${LIMIT} 万元 ` +
    `(such as ${example}). State 元 instead and upload the file again`,
});

/**
 * The amount that a cell seems to hold. It only decides whether to ask the clerk. A zero tells nothing about the unit.
 */
function amountOf(cell: Cell): { readonly written: string; readonly value: number } | null {
  if (typeof cell !== 'number' && typeof cell !== 'string') return null;
  if (typeof cell === 'string' && isPlainAmount(cell))
    return Number(cell) > 0 ? { written: cell, value: Number(cell) } : null;
  const written = foldWidth(String(cell)).replace(/[,\s]|元$/g, '');
  const value = Number(written);
  return written !== '' && value > 0 ? { written, value } : null;
}
