/**
 * A whole sheet in another unit than the one it states or is taken for (rule F19). One message about the sheet is what
 * a clerk can act on; the same told cell by cell is noise, and amounts ten thousand times too small or too large must
 * not pass with a warning.
 */
import type { Text } from '../language/language.ts';
import { foldWidth } from '../parse/folding.ts';
import type { PlacedColumn } from '../parse/header.ts';
import type { Cell } from '../sheet/grid.ts';
import type { TablePart } from './facts.ts';
import type { Told } from './rule.ts';

/** Fewer amounts say nothing about a sheet. */
const ENOUGH = 10;
/** Share of the amounts that must look like it: one household in a hundred may really have had 60 yuan of land rent. */
const NEARLY_ALL = 0.9;
/** As rule N06 has it for one cell: no household lives on less than 100 yuan a quarter; nor does one earn 100 万元. */
const LIMIT = 100;

type Amount = { readonly written: string; readonly value: number };

/** Whether a household sheet's amounts all look as if they were in 万元 where it is read in 元, or the other way round. */
export function unitSlip({ sheet, layout, data }: TablePart): Told | null {
  if (layout.table.kind !== 'household' || layout.ambiguousUnit) return null;
  const columns = layout.columns.filter(({ column }) => column.type.kind === 'money');
  const amountsOf = (read: readonly PlacedColumn[]): Amount[] =>
    data.flatMap((row) => read.flatMap(({ index }) => amountOf(sheet.rows[row]?.[index] ?? null)));
  const inYuan = columns.filter(({ fenPerUnit }) => fenPerUnit === 100);
  const yuan = amountsOf(inYuan);
  const small = yuan.filter(({ value }) => value < LIMIT);
  if (areNearlyAll(small, yuan)) {
    const isStated = inYuan.some(({ statesUnit }) => statesUnit);
    // Finer than a fen: no amount in yuan, whatever the header says.
    const isCertain = !isStated || small.some(({ written }) => /\.\d{3}/.test(written));
    const detail = isStated ? smallWhereStated(small, yuan.length, isCertain) : smallAmounts(small, yuan.length);
    return { params: { detail }, severity: isCertain ? 'error' : 'warning' };
  }
  const wan = amountsOf(columns.filter(({ fenPerUnit }) => fenPerUnit !== 100));
  const large = wan.filter(({ value }) => value >= LIMIT);
  return areNearlyAll(large, wan) ? { params: { detail: largeAmounts(large, wan.length) } } : null;
}

const exampleOf = (amounts: readonly Amount[]): string => amounts[0]?.written ?? '';

const countsOf = (small: readonly Amount[], all: number): Text => ({
  zh: `${all}个金额中有${small.length}个不足${LIMIT}（如${exampleOf(small)}）`,
  en: `${small.length} of ${all} amounts are below ${LIMIT} (such as ${exampleOf(small)})`,
});

function smallWhereStated(small: readonly Amount[], all: number, isCertain: boolean): Text {
  const counts = countsOf(small, all);
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

function smallAmounts(small: readonly Amount[], all: number): Text {
  const counts = countsOf(small, all);
  return {
    zh: `整表疑似以万元填报：${counts.zh}。是万元的，请在表头上方注明“单位：万元”；确实是元的，请注明“单位：元”（最多精确到分），再重新上传`,
    en:
      `The sheet seems to be in 万元 throughout: ${counts.en}. If so, write 单位：万元 above the header; if the amounts are ` +
      'in yuan (to the fen at most), write 单位：元, and upload the file again',
  };
}

const largeAmounts = (large: readonly Amount[], all: number): Text => ({
  zh: `表中注明单位为万元，但整表疑似以元填报：${all}个金额中有${large.length}个达到${LIMIT}万元（如${exampleOf(large)}）。请把单位改注为“元”后重新上传`,
  en:
    `The sheet states 万元, but seems to be in yuan throughout: ${large.length} of ${all} amounts reach ${LIMIT} 万元 ` +
    `(such as ${exampleOf(large)}). State 元 instead and upload the file again`,
});

const areNearlyAll = (some: readonly Amount[], all: readonly Amount[]): boolean =>
  all.length >= ENOUGH && some.length >= all.length * NEARLY_ALL;

/** What a cell seems to say; nothing is decided by it but whether to ask. Zeros say nothing about units. */
function amountOf(cell: Cell): Amount[] {
  if (typeof cell !== 'number' && typeof cell !== 'string') return [];
  const written = foldWidth(String(cell)).replace(/[,\s]|元$/g, '');
  const value = Number(written);
  return written !== '' && value > 0 ? [{ written, value }] : [];
}
