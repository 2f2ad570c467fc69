import { describe, expect, test } from 'vitest';
import { encodeIdentity, reconcile, type PeriodIdentities } from '../../shared/ledger/identities.ts';
import { ROW_LAYOUTS } from '../../shared/rows/layouts.ts';
import { duplicateMessage } from '../../shared/receipt/duplicate-rule.ts';
import type { Period } from '../../shared/time/period.ts';

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

const at = (of: Period, township: string, submissionId: string, row: number) => ({
  period: of,
  township,
  submissionId,
  row,
});

describe('a household that two townships report', () => {
  test('counts where it was uploaded last, whichever township comes first', async () => {
    for (const [older, newer] of [
      [HERE, THERE],
      [THERE, HERE],
    ] as const) {
      const found = await reconcile(
        [period('2016Q2', { [older]: ['h1 A first 2'], [newer]: ['h1 A second 7'] })],
        orderOf,
      );
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

test('a head under two household numbers makes one household, of the newest upload', async () => {
  const { duplicates } = await reconcile(
    [period('2016Q2', { [HERE]: ['h1 A second 2'], [THERE]: ['h2 A first 3', 'h3 B first 4'] })],
    orderOf,
  );
  expect(duplicates).toEqual([
    {
      period: '2016Q2',
      by: 'head',
      counted: at('2016Q2', HERE, 'second', 2),
      dropped: [at('2016Q2', THERE, 'first', 3)],
    },
  ]);
});

test('a head is compared among households that count, so that one pair is not found twice', async () => {
  const { duplicates } = await reconcile(
    [period('2016Q2', { [HERE]: ['h1 A first 2'], [THERE]: ['h1 A second 3'] })],
    orderOf,
  );
  expect(duplicates.map(({ by }) => by)).toEqual(['household']);
});

test('a household that has moved takes its earlier quarters along, and no household is moved without reason', async () => {
  const periods = [
    period('2016Q2', { [HERE]: ['h2 B third 2'], [THERE]: ['h1 A third 9'] }),
    period('2016Q1', { [HERE]: ['h1 A first 5', 'h2 B first 6'] }),
  ];
  const { duplicates, moves } = await reconcile(periods, orderOf);
  expect(duplicates).toEqual([]);
  expect(moves).toEqual([{ to: THERE, rows: [at('2016Q1', HERE, 'first', 5)] }]);
});

describe('a household that was reported under another number before', () => {
  const now = period('2016Q2', { [HERE]: ['h1 A second 2'], [THERE]: ['h2 A third 3'] });

  test('takes the rows of that number along, also inside one township', async () => {
    for (const township of [HERE, THERE]) {
      const { moves } = await reconcile([now, period('2016Q1', { [township]: ['h1 A first 5'] })], orderOf);
      expect(moves).toEqual([
        { to: THERE, rows: [{ ...at('2016Q1', township, 'first', 5), as: at('2016Q2', THERE, 'third', 3) }] },
      ]);
    }
  });

  test('takes none of a quarter in which it has a row of its own', async () => {
    const { moves } = await reconcile(
      [now, period('2016Q1', { [HERE]: ['h1 B first 5'], [THERE]: ['h2 A first 6'] })],
      orderOf,
    );
    expect(moves).toEqual([]);
  });

  test('takes one row of a quarter, though two numbers were dropped for it', async () => {
    const three = period('2016Q2', { [HERE]: ['h1 A first 2', 'h3 A second 4'], [THERE]: ['h2 A third 3'] });
    const { moves } = await reconcile([three, period('2016Q1', { [HERE]: ['h1 B first 5', 'h3 C first 6'] })], orderOf);
    expect(moves.flatMap(({ rows }) => rows)).toHaveLength(1);
  });
});
