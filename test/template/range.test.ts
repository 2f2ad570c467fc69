/** The bounds at which Excel refuses a value in the template are those at which the rules refuse it. */
import { ruleOfColumn } from '../../shared/rules/catalogue.ts';
import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, test } from 'vitest';
import { numberRange } from '../../shared/schema/range.ts';
import { TABLES, type TableKind } from '../../shared/schema/tables.ts';
import type { Column } from '../../shared/schema/column.ts';
import { periodDays } from '../../shared/time/period.ts';
import { fileOf, PERIOD, rowOf, type GoldenCase } from '../golden/rules/case.ts';

const BOUNDED = TABLES.flatMap(({ kind, columns }) =>
  columns.filter(({ range }) => range).map((column) => [kind, column] as const),
);

/** Whether the column's own rule finds the value wrong in a row that has no other problem. */
function isRefused(kind: TableKind, column: Column, value: string, more: Readonly<Record<string, string>>): boolean {
  const golden: GoldenCase = {
    rule: ruleOfColumn(column).code,
    table: kind,
    severity: 'error',
    wrong: {},
    at: column.field,
    message: '',
  };
  const file = fileOf(golden, { ...more, [column.field]: value });
  return file.findings.some(
    ({ rule, row, column: at }) =>
      rule === column.invalid && row === 2 && (at === column.header || column.invalid === 'N15'),
  );
}

const next = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);

/** Values at the bounds, which pass, and values just beyond them, which do not. */
function bounds(kind: TableKind, column: Column): { within: string[]; beyond: string[]; more: Record<string, string> } {
  const { range } = column;
  const row = rowOf(kind);
  if (range && 'days' in range) {
    const { first, last } = periodDays(PERIOD);
    const { days } = range;
    if (days === 'of the period')
      return { within: [first, last], beyond: [next(first, -1), next(last, 1)], more: { due_on: '2017-12-31' } };
    if (days === 'until its end') return { within: [last], beyond: [next(last, 1)], more: {} };
    return { within: [next(String(row[days.after]), 1)], beyond: [String(row[days.after])], more: {} };
  }
  const { min, max, isAbove } = numberRange(column);
  const step = column.type.kind === 'int' ? 1 : column.type.kind === 'decimal' ? 10 ** -column.type.scale : 0.01;
  const upper =
    max === undefined
      ? null
      : typeof max === 'number'
        ? max
        : 'programme' in max
          ? CITY_PACK.programmeOf(PERIOD)[max.programme]
          : Number(row[max.field]) * (max.times ?? 1);
  const lowest = isAbove ? min + step : min;
  return {
    within: [...(column.field === 'work_months' ? [] : [String(lowest)]), ...(upper === null ? [] : [String(upper)])],
    beyond: [String(lowest - step), ...(upper === null ? [] : [String(upper + step)])],
    more: column.field === 'household_size' ? { labour_count: '0', uplift_persons: '0' } : {},
  };
}

describe.each(BOUNDED.map(([kind, column]) => [`${kind}.${column.field}`, kind, column] as const))(
  '%s',
  (_name, kind, column) => {
    const { within, beyond, more } = bounds(kind, column);
    test.each(within)('takes %s', (value) => expect(isRefused(kind, column, value, more)).toBe(false));
    test.each(beyond)('refuses %s', (value) => expect(isRefused(kind, column, value, more)).toBe(true));
  },
);
