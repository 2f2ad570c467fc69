/**
 * Every figure of a city whose files were corrected, withdrawn, replaced and refused, whose households moved, and where
 * one has nothing to report.
 */
import { expect, it } from 'vitest';
import { fold } from '../../functions/fold/fold.ts';
import { branchesOf, type FoldBranch } from '../../shared/ledger/fold-branches.ts';
import { evidenceOf, findFolds } from '../../functions/publish/facts.ts';
import { countingRows } from '../../functions/store/counting-rows.ts';
import { explainFigures, type Explanation } from '../../shared/explanation/explain.ts';
import { addressKey, figuresOf } from '../../shared/explanation/figures.ts';
import { figureTables } from '../../shared/tidy/observations.ts';
import { tablesOf, type Summary } from '../../shared/summary/summary.ts';
import type { Decision } from '../../shared/ledger/decisions.ts';
import type { Period } from '../../shared/time/period.ts';
import { TOWNSHIPS } from '../simulation/workload.ts';
import { MemoryCity, upload } from '../functions/memory.ts';

const [HERE, THERE] = TOWNSHIPS;
const NIL = '371525109';

/** A year of files; each at its hour, in the order of the list. */
async function aYear(): Promise<MemoryCity> {
  const city = new MemoryCity();
  const sent: Parameters<typeof upload>[] = [
    [HERE, [0, 1, 2], { period: '2015Q2' }],
    [HERE, [0, 1, 2], { period: '2016Q1' }],
    // Corrected row by row, with one that is refused.
    [HERE, [1, { household: 3, kind: 'bad' }], { period: '2016Q1', variant: 2, name: 1 }],
    [HERE, [0, 1, { household: 2, kind: 'fallenBack' }], { variant: 3 }],
    // Households 0 and 1 have moved; the first is reported by both townships.
    [THERE, [0, 3], { township: 1, variant: 2 }],
    [THERE, [{ household: 3, kind: 'deletion' }], { township: 1, name: 2 }],
    [HERE, [1, 2], { variant: 2, full: 'confirmed', name: 3 }],
    [HERE, [1, 2, 3], { variant: 1, name: 4 }],
    // A later quarter is no part of 2016Q2.
    [HERE, [1], { period: '2016Q3', variant: 1 }],
  ];
  for (const [index, words] of sent.entries()) {
    const [{ period = '2016Q2' as Period } = {}] = [words[2]];
    const month = { '2015Q2': '2015-07', '2016Q1': '2016-04', '2016Q2': '2016-07', '2016Q3': '2016-10' }[
      period as string
    ];
    city.put(`v${index}`, `${month}-1${index}T02:00:00.000Z`, upload(...words));
    await city.deliver(`v${index}`);
  }
  const decided = { at: '2016-07-20T02:00:00.000Z', by: '市扶贫办', reason: '测试' };
  city.decisions.set('2016Q2', [
    { ...decided, kind: 'withdraw', division: HERE, versionIds: ['v7'] },
    { ...decided, kind: 'nil', division: NIL },
  ] satisfies Decision[]);
  return city;
}

async function explained(city: MemoryCity, period: Period): Promise<readonly Explanation[]> {
  const manifest = await city.plan(period);
  const effects = {
    findFold: (branch: FoldBranch) => fold(branch, { readRows: city.readRows, pack: city.pack }),
    readRows: city.readRows,
    pack: city.pack,
  };
  const evidence = await evidenceOf(manifest, await findFolds(manifest, effects), effects);
  const figures = figureTables({ tables: tablesOf(evidence.facts) } as Summary).flatMap((table) =>
    figuresOf(table, evidence.facts),
  );
  return explainFigures(figures, evidence, (township) =>
    countingRows(branchesOf(manifest, city.pack).of(township), effects),
  );
}

const partsOf = (all: readonly Explanation[], address: string): string[] => {
  const made = all.find((one) => addressKey(one.address) === address)?.made;
  if (made?.by !== 'sum') throw new Error(`${address} is no sum`);
  return made.parts.map((part) =>
    'submissionId' in part
      ? `${part.submissionId.split('~')[0] ?? ''} ${part.period} ${part.division} ${part.row ?? '-'} ${part.value}`
      : `${part.of} ${part.value}`,
  );
};

it('every figure of every quarter adds up, whatever was done to its files', async () => {
  const city = await aYear();
  for (const period of ['2016Q1', '2016Q2', '2016Q3'] as const) {
    const all = await explained(city, period);
    const wrong = all
      .filter(({ agrees }) => !agrees)
      .map(({ address, value, made }) => [addressKey(address), value, made]);
    expect(wrong, period).toEqual([]);
    expect(all.filter(({ value, made }) => value && made.by === 'sum').length).toBeGreaterThan(100);
  }
});

it('a figure is told by the rows that count: where a household is now, and not by what was withdrawn or replaced', async () => {
  const all = await explained(await aYear(), '2016Q2');
  expect(partsOf(all, `R03 R03 ${HERE} quarter`)).toEqual(['v6 2016Q2 371525108 2 4', 'v6 2016Q2 371525108 3 4']);
  expect(partsOf(all, `R03 R03 ${THERE} ytd`)).toEqual(['v1 2016Q1 371525107 2 3', 'v4 2016Q2 371525107 2 1']);
  expect(partsOf(all, 'R15 R15 371525 files')).toEqual([
    'v3 2016Q2 371525108 - 1',
    'v4 2016Q2 371525107 - 1',
    'v5 2016Q2 371525107 - 1',
    'v6 2016Q2 371525108 - 1',
  ]);
  expect(partsOf(all, 'R15 R15 371525 received')).toEqual([
    'v3 2016Q2 371525108 - 1',
    'v4 2016Q2 371525107 - 1',
    'nil 1',
  ]);
  expect(partsOf(all, 'R15 R15 371525 missing')).toEqual([
    'v3 2016Q2 371525108 - -1',
    'v4 2016Q2 371525107 - -1',
    'nil -1',
    'programme 18',
  ]);
  expect(partsOf(all, 'R01 R01.target.year 3715 value')).toEqual(['programme 150000']);
});
