import { describe, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { encodeIdentity } from '../../shared/ledger/identities.ts';
import { Reconciliation } from '../../shared/ledger/reconciliation.ts';
import { ROW_LAYOUTS } from '../../shared/rows/layouts.ts';
import { duplicateMessage } from '../../shared/receipt/duplicate-rule.ts';
import { shiftPeriod, type Period } from '../../shared/time/period.ts';
import { plainReconciliation, type PeriodIdentities } from './plain-reconciliation.ts';

const [HERE, THERE] = ['371525107', '371525108'];
const ORDER: readonly string[] = ['first', 'second', 'third'];
const orderOf = (submissionId: string): number => ORDER.indexOf(submissionId);

/** Households by township, as `number head submission row`. */
function period(of: Period, townships: Readonly<Record<string, readonly string[]>>): PeriodIdentities {
  const rowsOf = (texts: readonly string[]) =>
    texts.map((text) => {
      const [key = '', head = '', submissionId = '', row] = text.split(' ');
      const layout = ROW_LAYOUTS.identity.newest;
      const line = encodeIdentity({ head, pseudonym: `p${key}` });
      return { key, number: Number(row), submissionId, layout, line };
    });
  return {
    period: of,
    townships: new Map(Object.entries(townships).map(([township, texts]) => [township, rowsOf(texts)])),
  };
}

const codeNow = (township: string): string => township;

/** What comes of quarters, newest first, whose townships come in the order in which they are given. */
function reconciled(
  periods: readonly PeriodIdentities[],
  now: (township: string, then: Period) => string = codeNow,
): Reconciliation['found'] {
  const reconciliation = new Reconciliation({ orderOf, codeNow: now });
  for (const { period: of, townships } of periods) {
    const quarter = reconciliation.quarter(of);
    for (const [township, rows] of townships) quarter.add(township, rows);
    reconciliation.take(quarter);
  }
  return reconciliation.found;
}

const at = (of: Period, township: string, submissionId: string, row: number) => ({
  period: of,
  township,
  submissionId,
  row,
});

describe('a household that two townships report', () => {
  test('counts where it was uploaded last, whichever township comes first', () => {
    for (const [older, newer] of [
      [HERE, THERE],
      [THERE, HERE],
    ] as const) {
      const found = reconciled([period('2016Q2', { [older]: ['h1 A first 2'], [newer]: ['h1 A second 7'] })]);
      expect(found.duplicates).toEqual([
        {
          period: '2016Q2',
          by: 'household',
          counted: at('2016Q2', newer, 'second', 7),
          dropped: [at('2016Q2', older, 'first', 2)],
        },
      ]);
    }
  });

  test('is told to both, with the rule', () => {
    const repeated = { row: 7, sheet: '', other: '定远寨镇', counted: '贾镇' };
    expect(duplicateMessage(repeated, 'zh')).toBe(
      '第7行的户与定远寨镇上报的是同一户编号，按最后上传的计入贾镇，请两地核对后由一方删除',
    );
  });
});

test('a head under two household numbers makes one household, of the newest upload', () => {
  const { duplicates } = reconciled([
    period('2016Q2', { [HERE]: ['h1 A second 2'], [THERE]: ['h2 A first 3', 'h3 B first 4'] }),
  ]);
  expect(duplicates).toEqual([
    {
      period: '2016Q2',
      by: 'head',
      counted: at('2016Q2', HERE, 'second', 2),
      dropped: [at('2016Q2', THERE, 'first', 3)],
    },
  ]);
});

test('a head is compared among households that count, so that one pair is not found twice', () => {
  const { duplicates } = reconciled([period('2016Q2', { [HERE]: ['h1 A first 2'], [THERE]: ['h1 A second 3'] })]);
  expect(duplicates.map(({ by }) => by)).toEqual(['household']);
});

test('a household that has moved takes its earlier quarters along, and no household is moved without reason', () => {
  const periods = [
    period('2016Q2', { [HERE]: ['h2 B third 2'], [THERE]: ['h1 A third 9'] }),
    period('2016Q1', { [HERE]: ['h1 A first 5', 'h2 B first 6'] }),
  ];
  const { duplicates, moves } = reconciled(periods);
  expect(duplicates).toEqual([]);
  expect(moves).toEqual([{ to: THERE, rows: [at('2016Q1', HERE, 'first', 5)] }]);
});

describe('a household that was reported under another number before', () => {
  const now = period('2016Q2', { [HERE]: ['h1 A second 2'], [THERE]: ['h2 A third 3'] });

  test('takes the rows of that number along, also inside one township', () => {
    for (const township of [HERE, THERE]) {
      const { moves } = reconciled([now, period('2016Q1', { [township]: ['h1 A first 5'] })]);
      expect(moves).toEqual([
        { to: THERE, rows: [{ ...at('2016Q1', township, 'first', 5), as: at('2016Q2', THERE, 'third', 3) }] },
      ]);
    }
  });

  test('takes none of a quarter in which it has a row of its own', () => {
    const { moves } = reconciled([now, period('2016Q1', { [HERE]: ['h1 B first 5'], [THERE]: ['h2 A first 6'] })]);
    expect(moves).toEqual([]);
  });

  test('takes one row of a quarter, though two numbers were dropped for it', () => {
    const three = period('2016Q2', { [HERE]: ['h1 A first 2', 'h3 A second 4'], [THERE]: ['h2 A third 3'] });
    const { moves } = reconciled([three, period('2016Q1', { [HERE]: ['h1 B first 5', 'h3 C first 6'] })]);
    expect(moves.flatMap(({ rows }) => rows)).toHaveLength(1);
  });
});

test('is what the slow, obvious way comes to, whatever townships report and in whatever order they are read', () => {
  const row = fc.record({
    household: fc.nat(5),
    head: fc.nat(4),
    submission: fc.constantFrom(...ORDER),
    row: fc.integer({ min: 2, max: 9 }),
  });
  /** A household once a township, as the newest file has it. */
  const rows = fc.uniqueArray(row, { selector: ({ household }) => household, maxLength: 5 });
  const quarter = fc.record({ [HERE]: rows, [THERE]: rows, '371525109': rows });
  fc.assert(
    fc.property(fc.array(quarter, { minLength: 1, maxLength: 4 }), fc.boolean(), (quarters, isRenumbered) => {
      const now = (township: string): string => (isRenumbered && township === HERE ? THERE : township);
      // A submission has no row twice.
      let count = 0;
      const written = (of: { household: number; head: number; submission: string; row: number }): string =>
        `h${of.household} H${of.head} ${of.submission} ${100 * of.row + (count++ % 100)}`;
      const periods = quarters.map((townships, back) =>
        period(
          shiftPeriod('2016Q4', -back),
          Object.fromEntries(Object.entries(townships).map(([township, of]) => [township, of.map(written)])),
        ),
      );
      const backwards = periods.map((of) => ({ ...of, townships: new Map([...of.townships].reverse()) }));
      expect(reconciled(backwards, now)).toEqual(plainReconciliation(periods, orderOf, now));
    }),
    { numRuns: 2_000 },
  );
});
