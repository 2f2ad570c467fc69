/** What a full replacement removes of what stands: by unit, by village, and of which kind. */
import { describe, expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { weighReplacement, type StandingRows } from '../../shared/check/weigh-replacement.ts';
import { replacementShareOf } from '../../shared/city/programme.ts';
import type { TableKind } from '../../shared/schema/tables.ts';
import { check, csvOf, PERIOD, RECEIVED, rowOf, sealed, told, TOWNSHIP, type Written } from '../golden/rules/case.ts';

const { register } = CITY_PACK.at(PERIOD);
const COUNTY = '371525';
const OTHER = register.townshipsWithin(COUNTY).find(({ code }) => code !== TOWNSHIP)?.code ?? '';
const VILLAGES = register.villagesOf(TOWNSHIP);
const contextOf = (division: string) => ({ ...CITY_PACK.at(PERIOD), division, receivedOn: RECEIVED });

const household = (number: number, village: number, township = TOWNSHIP): Written => {
  const place = register.villagesOf(township)[village];
  return rowOf('household', {
    household_no: `${township}000${String(number).padStart(4, '0')}`,
    head_id_no: sealed(`371599196${number % 10}0${1 + (Math.floor(number / 10) % 9)}01001`),
    town_name: register.township(township)?.name ?? '',
    village_name: place?.name ?? '',
    village_code: place?.code ?? '',
  });
};
const fileOf = (rows: readonly Written[], name = '全量.csv', kind: TableKind = 'household', division = TOWNSHIP) =>
  check(csvOf(kind, rows), { fileName: name, division });

/** Rows as an earlier file left them. */
function standing(rows: readonly Written[], kind: TableKind = 'household', division = TOWNSHIP): StandingRows[] {
  const accepted = fileOf(rows, '表.csv', kind, division).tables.flatMap((table) => table.accepted);
  if (accepted.length !== rows.length) throw new Error('a row of the test does not count');
  return [...Map.groupBy(accepted, ({ partition }) => partition)].map(([partition, own]) => ({
    kind,
    partition,
    rows: own.map((row) => ({ ...row, submissionId: 'earlier' })) as unknown as StandingRows['rows'],
  }));
}
const ten = Array.from({ length: 10 }, (_, at) => household(at, at < 7 ? 0 : 1));

describe('a full replacement', () => {
  test('removes what it does not name, told by village, the most first', () => {
    const share = replacementShareOf(contextOf(TOWNSHIP).programme);
    const kept = ten.slice(0, 10 - Math.floor((10 * share) / 100));
    const weighed = weighReplacement(fileOf(kept), standing(ten), contextOf(TOWNSHIP));
    expect(weighed).toMatchObject({ replacement: true, status: 'accepted', findings: [] });
    expect(weighed.removal).toMatchObject([{ kind: 'household', standing: 10, removed: 10 - kept.length }]);

    const most = weighReplacement(fileOf([household(9, 1)]), standing(ten), contextOf(TOWNSHIP));
    expect(most).toMatchObject({ replacement: false, status: 'accepted_with_warnings' });
    expect(told(most).findings).toMatchObject([
      { rule: 'F22', message: expect.stringContaining(`${VILLAGES[0]?.name}7户、${VILLAGES[1]?.name}2户`) },
    ]);
  });

  test('names places of as many in the order of their names', () => {
    const rows = [3, 1, 2, 0].flatMap((village, at) => [household(2 * at, village), household(2 * at + 1, village)]);
    const { removal } = weighReplacement(
      fileOf([household(90, 0)], '全量确认.csv'),
      standing(rows),
      contextOf(TOWNSHIP),
    );
    const names = [0, 1, 2, 3].map((village) => VILLAGES[village]?.name ?? '').sort((a, b) => (a < b ? -1 : 1));
    expect(removal[0]?.places).toEqual(names.map((name) => ({ name, rows: 2 })));
  });

  test('is asked about by the warnings it had, and stays refused or partly accepted', () => {
    const warned = fileOf([{ ...household(1, 0), remark: '迁出' }]);
    const weighed = weighReplacement(warned, standing(ten), contextOf(TOWNSHIP));
    expect([weighed.status, ...weighed.findings.map(({ rule }) => rule)]).toEqual([
      'accepted_with_warnings',
      'X15',
      'F22',
    ]);
  });

  test('counts however much it removes, where it is confirmed', () => {
    const weighed = weighReplacement(fileOf([household(9, 1)], '全量确认.csv'), standing(ten), contextOf(TOWNSHIP));
    expect(weighed).toMatchObject({ replacement: true, removal: [{ removed: 9 }] });
  });

  test('removes a whole kind of which it has no row, and nothing where nothing stands', () => {
    const none = weighReplacement(fileOf(ten), [], contextOf(TOWNSHIP));
    expect(none).toMatchObject({ replacement: true, removal: [] });
    const projects = standing([rowOf('project'), rowOf('project', { project_no: 'GX-2' })], 'project', COUNTY);
    const weighed = weighReplacement(fileOf(ten, '全量确认.csv'), projects, contextOf(COUNTY));
    expect(weighed.removal).toEqual([
      {
        kind: 'project',
        standing: 2,
        removed: 2,
        places: [{ name: register.nameOf(COUNTY), rows: 2 }],
        units: [{ name: register.nameOf(COUNTY), standing: 2, removed: 2 }],
      },
    ]);
  });

  test('of a county is told by township and village, only of those that lose', () => {
    const there = Array.from({ length: 3 }, (_, at) => household(20 + at, 0, OTHER));
    const before = standing([...ten, ...there], 'household', COUNTY);
    const file = fileOf([...ten.slice(1), ...there], '全量确认.csv', 'household', COUNTY);
    const { removal } = weighReplacement(file, before, contextOf(COUNTY));
    const name = register.nameOf(TOWNSHIP) ?? '';
    expect(removal).toEqual([
      {
        kind: 'household',
        standing: 13,
        removed: 1,
        places: [{ name: `${name}${VILLAGES[0]?.name}`, rows: 1 }],
        units: [{ name, standing: 10, removed: 1 }],
      },
    ]);
    const both = weighReplacement(
      fileOf(ten.slice(2), '全量确认.csv', 'household', COUNTY),
      before.toReversed(),
      contextOf(COUNTY),
    ).removal[0];
    expect(both?.units).toEqual([
      { name: register.nameOf(OTHER), standing: 3, removed: 3 },
      { name, standing: 10, removed: 2 },
    ]);
  });

  test('names units that lose as many in the order of their names', () => {
    const rows = [household(0, 0), household(20, 0, OTHER)];
    const names = [TOWNSHIP, OTHER].map((code) => register.nameOf(code) ?? '').sort((a, b) => (a < b ? -1 : 1));
    for (const before of [standing(rows, 'household', COUNTY), standing(rows.toReversed(), 'household', COUNTY)]) {
      const file = fileOf([household(5, 1)], '全量确认.csv', 'household', COUNTY);
      const [removal] = weighReplacement(file, before, contextOf(COUNTY)).removal;
      expect(removal?.units.map(({ name }) => name)).toEqual(names);
    }
  });

  test('removes a project that another unit has under the same number', () => {
    const [projects] = standing([rowOf('project')], 'project', COUNTY);
    if (!projects) throw new Error('no project stands');
    const file = fileOf([rowOf('project')], '全量确认.csv', 'project', COUNTY);
    expect(weighReplacement(file, [projects], contextOf(COUNTY)).removal).toMatchObject([{ removed: 0 }]);
    const elsewhere = { ...projects, partition: '371526' };
    expect(weighReplacement(file, [elsewhere], contextOf('3715')).removal).toMatchObject([{ removed: 1 }]);
  });

  test('does not remove a household that it names in another township', () => {
    const moved = { ...household(0, 0, OTHER), household_no: ten[0]?.['household_no'] ?? '' };
    const file = fileOf([moved, ...ten.slice(1)], '全量.csv', 'household', COUNTY);
    expect(weighReplacement(file, standing(ten), contextOf(COUNTY)).removal).toMatchObject([{ removed: 0, units: [] }]);
  });
});

test('a file that replaces nothing is not weighed', () => {
  const file = fileOf([household(9, 1)], '表.csv');
  expect(weighReplacement(file, standing(ten), contextOf(TOWNSHIP))).toBe(file);
});
