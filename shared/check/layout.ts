import type { HeaderCell, Layout } from '../parse/header.ts';
import type { Finding } from '../rules/finding.ts';
import type { Params } from '../rules/rule.ts';
import type { Column } from '../schema/column.ts';
import type { Sheet } from '../sheet/grid.ts';
import { columnLetters } from '../sheet/reference.ts';
import type { Period } from '../time/period.ts';
import { fileFinding } from './finding-at.ts';

/** What must hold before a cell is looked at, so that a missing column does not become a thousand cell errors. */
export function checkLayout(sheet: Sheet, layout: Layout, period: Period): Finding[] {
  const findings: Finding[] = [];
  for (const header of layout.missing)
    findings.push({ ...fileFinding('F05', sheet.name, missingParams(header, layout)), column: header });
  for (const { text: header, row, index, column } of layout.repeated) {
    const params = {
      detail: `列“${header}”与另一列是同一项，请删去其中一列`,
      detailEn: `Column “${header}” repeats another column; delete one of them`,
    };
    findings.push({ ...fileFinding('F05', sheet.name, params), row: row + 1, index, column: column.header, header });
  }
  if (layout.ambiguousUnit) {
    const { text, row, index } = layout.ambiguousUnit;
    findings.push({ ...fileFinding('F12', sheet.name), row: row + 1, index, value: text.slice(0, 40) });
  }
  if (layout.titlePeriod !== null && layout.titlePeriod !== period)
    findings.push(fileFinding('F07', sheet.name, { a: layout.titlePeriod, b: period }));
  for (const placed of layout.columns) {
    if (placed.inverted)
      findings.push({
        ...fileFinding('X13', sheet.name, { header: placed.header }),
        row: placed.headerRow + 1,
        index: placed.index,
        column: placed.column.header,
        header: placed.header,
      });
  }
  return findings;
}

/** Unknown headers that a message lists, and their length. */
const LISTED = 5;
const LONGEST = 20;
/** Running numbers are no column of ours and nobody's mistake. */
const RUNNING_NUMBER = /^(?:序号|编号|行号|no\.?)$/i;

/** Which column is missing, and which headers beside it may be that column under another name. */
function missingParams(header: string, { table, unknown }: Layout): Params {
  const column = table.columns.find((one) => one.header === header);
  const others = unknown.filter(({ text }) => !RUNNING_NUMBER.test(text));
  const alike = column ? others.filter(({ text }) => isAlike(text, column)) : [];
  const named = (cells: readonly HeaderCell[], language: 'zh' | 'en'): string =>
    cells
      .slice(0, LISTED)
      .map(({ text, index }) =>
        language === 'zh'
          ? `“${text.slice(0, LONGEST)}”（${columnLetters(index)}列）`
          : `“${text.slice(0, LONGEST)}” (${columnLetters(index)})`,
      )
      .join(language === 'zh' ? '、' : ', ');
  if (alike.length > 0)
    return {
      detail: `缺少必填列“${header}”；未识别的列：${named(alike, 'zh')}，是否就是“${header}”？是的请改用这个列名，不是的请补上这一列`,
      detailEn: `The required column “${header}” is missing; ${named(alike, 'en')} is not known: if it is that column, name it “${header}”, if not, add the column`,
    };
  const rest = others.length === 0 ? '' : `；未识别的列：${named(others, 'zh')}，其中有这一列的话请改用这个列名`;
  const restEn =
    others.length === 0 ? '' : `; not known: ${named(others, 'en')}; if one of them is that column, rename it`;
  return {
    detail: `缺少必填列“${header}”，请补上这一列${rest}`,
    detailEn: `The required column “${header}” is missing; add it${restEn}`,
  };
}

/** Whether a header has most of its characters from one of the column's names. */
function isAlike(text: string, { header, aliases }: Column): boolean {
  return [header, ...aliases].some((name) => {
    const shared = [...new Set(text)].filter((character) => name.includes(character)).length;
    return shared >= 2 && shared / Math.max(new Set(text).size, new Set(name).size) >= 0.6;
  });
}
