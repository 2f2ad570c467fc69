import { branchesOf } from '../../shared/ledger/fold-branches.ts';
import { CITY_PACK } from '../../cities/pack.ts';
import { expect, test } from 'vitest';
import { sha256 } from '../../functions/store/manifest.ts';
import type { RowsOf } from '../../functions/store/pages.ts';
import { personsOnFile } from '../../functions/store/counting-rows.ts';
import { TornReadError } from '../../functions/store/visible.ts';
import { fold } from '../../functions/fold/fold.ts';
import { measure } from '../../shared/fold/tally.ts';
import { encodeRecord } from '../../shared/rows/codec.ts';
import { countedTownshipsOf, lacking, townshipsOf, type Manifest } from '../../shared/ledger/manifest.ts';
import { ROW_LAYOUTS } from '../../shared/rows/layouts.ts';
import type { PagedRow } from '../../shared/rows/pages.ts';
import { household } from '../report/household.ts';

const [FROM, TO] = ['371502101', '371502102'];
const SUBMISSIONS = [
  { submissionId: 'a', division: FROM, partitions: { household: { [FROM]: 2 } } },
  { submissionId: 'b', division: TO, partitions: { household: { [TO]: 1 } } },
];
/** The second household of the one township has moved to the other. */
const MOVED = { period: '2016Q1', township: FROM, submissionId: 'a', row: 2 };
const manifest = {
  period: '2016Q2',
  inputs: 'frozen',
  submissions: SUBMISSIONS.map((one, index) => ({
    ...one,
    period: '2016Q1',
    versionId: one.submissionId,
    acceptedAt: `2016-04-0${index + 1}T00:00:00.000Z`,
    accepted: 1,
    replacement: false,
    errors: {},
    warnings: {},
  })),
  duplicates: [],
  moves: [{ to: TO, rows: [MOVED] }],
  unreadable: [],
  notCounted: [],
} as unknown as Manifest;

const LAYOUT = ROW_LAYOUTS.household.newest;
const row = (number: number, partition: string, size: number): PagedRow => ({
  number,
  key: `${partition}${number}`,
  layout: LAYOUT,
  line: encodeRecord(LAYOUT, household({ household_size: size })),
});

const effects = (rows: Readonly<Record<string, readonly PagedRow[]>>) => ({
  pack: CITY_PACK,
  readRows: async ({ submissionId }: RowsOf): Promise<PagedRow[]> => [...(rows[submissionId] ?? [])],
});
const branchOf = (of: Manifest, township: string) => branchesOf(of, CITY_PACK).of(township);
const whole = effects({ a: [row(1, FROM, 3), row(2, FROM, 4)], b: [row(1, TO, 5)] });

test('a household that moved counts where it is now, with its earlier rows', async () => {
  expect(await personsOnFile(branchOf(manifest, FROM), '2016Q1', whole)).toBe(3);
  expect(await personsOnFile(branchOf(manifest, TO), '2016Q1', whole)).toBe(9);
  expect(await personsOnFile(branchOf(manifest, TO), '2016Q2', whole)).toBe(0);
  expect(measure(await fold(branchOf(manifest, TO), whole), 'move.onFileBefore.persons')).toBe(9);
});

test('a township is not folded while rows are lost that moved to it', async () => {
  const torn = effects({ b: [row(1, TO, 5)] });
  await expect(fold(branchOf(manifest, TO), torn)).rejects.toThrow(TornReadError);
  await expect(fold(branchOf(manifest, FROM), torn)).rejects.toThrow(TornReadError);
});

test('a manifest that lacks a township has other inputs, the same ones each time, and does not count it', () => {
  const lost = [{ township: FROM, registeredPersons: 3 }];
  expect(lacking(manifest, [], sha256)).toBe(manifest);
  const without = lacking(manifest, lost, sha256);
  expect(without.inputs).not.toBe(manifest.inputs);
  expect(lacking(manifest, lost, sha256).inputs).toBe(without.inputs);
  expect(lacking(manifest, [{ township: TO, registeredPersons: 3 }], sha256).inputs).not.toBe(without.inputs);
  expect([townshipsOf(without, CITY_PACK), countedTownshipsOf(without, CITY_PACK)]).toEqual([[FROM, TO], [TO]]);
});

test('a household that was reported under another number is one household over the year', async () => {
  const own = { period: '2016Q1', township: TO, submissionId: 'b', row: 1 } as const;
  const renumbered = {
    ...manifest,
    moves: [{ to: TO, rows: [{ ...MOVED, period: '2016Q1', as: own }] }],
  } as unknown as Manifest;
  const q1 = effects({ a: [row(1, FROM, 3), row(2, FROM, 4)], b: [row(1, TO, 5)] });
  expect(await fold(branchOf(manifest, TO), q1)).toMatchObject({ 'move.onFileBefore.households': 2 });
  expect(await fold(branchOf(renumbered, TO), q1)).toMatchObject({ 'move.onFileBefore.households': 1 });
  const gone = {
    ...manifest,
    moves: [{ to: TO, rows: [{ ...MOVED, as: { ...own, row: 99 } }] }],
  } as unknown as Manifest;
  await expect(fold(branchOf(gone, TO), q1)).rejects.toThrow(TornReadError);
});
