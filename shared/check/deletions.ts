import { ruleOf } from '../rules/catalogue.ts';
import { isDeletion } from '../rules/exit-rules.ts';
import type { Finding } from '../rules/finding.ts';
import type { TableSheet } from './check-layouts.ts';
import type { CheckedRow } from './judge-rows.ts';

type Judged = { readonly rows: readonly CheckedRow[]; readonly findings: readonly Finding[] };

/** Of a row that removes its household only number and place must be right; whatever else it says goes with it. */
export function forgiveDeletions({ rows, findings }: Judged, sheets: readonly TableSheet[]): Judged {
  const placeOf = (sheet: string | null, row: number | null): string => `${row} ${sheet}`;
  const rowPlace = ({ part, number }: CheckedRow): string => placeOf(sheets[part]?.sheet.name ?? null, number);
  const deletions = new Set(rows.filter(({ record }) => isDeletion(record['remark'])).map(rowPlace));
  if (deletions.size === 0) return { rows, findings };
  const kept = findings.filter((finding) => !deletions.has(placeOf(finding.sheet, finding.row)) || isNeeded(finding));
  const unsound = new Set(
    kept.filter(({ severity }) => severity === 'error').map(({ sheet, row }) => placeOf(sheet, row)),
  );
  return {
    rows: rows.map((row) => (deletions.has(rowPlace(row)) ? { ...row, sound: !unsound.has(rowPlace(row)) } : row)),
    findings: kept,
  };
}

/** Whether it is about the household's number or its place. */
function isNeeded({ rule: code }: Finding): boolean {
  const rule = ruleOf(code);
  return rule.judgesDeletions === true || rule.checkPlace !== undefined;
}
