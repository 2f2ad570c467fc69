/**
 * A made-up country of so many townships with small rosters. What lies in table and buckets is made when it is read, so
 * that what is measured is the functions' own work.
 */
import { CITY_PACK } from '../../cities/pack.ts';
import { englishNameOf } from '../../cli/city/english-names.ts';
import { sha256 } from '../../functions/store/manifest.ts';
import type { RowsOf } from '../../functions/store/pages.ts';
import { CityPack } from '../../shared/city/city.ts';
import { registerFrom, type ListedDivision } from '../../shared/city/division-list.ts';
import { encodeIdentity } from '../../shared/ledger/identities.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { encodeRecord } from '../../shared/rows/codec.ts';
import { ROW_LAYOUTS } from '../../shared/rows/layouts.ts';
import type { PagedRow } from '../../shared/rows/pages.ts';
import { shiftPeriod, type Period } from '../../shared/time/period.ts';
import { submission } from '../../test/ledger/submission-fixture.ts';
import { household } from '../../test/report/household.ts';

export const PERIOD = '2016Q2';
/** Households of a township, in each of two quarters. */
export const ROSTER = 30;
/** Townships of a county. */
const COUNTY = 400;

export const codeOf = (index: number): string =>
  `9801${String(Math.floor(index / COUNTY))
    .padStart(2, '0')
    .slice(-2)}${String((index % COUNTY) + 100)}`;

/** A city of so many townships, which has a county for every 400 of them. */
export function packOf(townships: number): CityPack {
  const counties = Math.ceil(townships / COUNTY);
  const divisions: ListedDivision[] = [
    { code: '9801', name: '大同市' },
    ...Array.from({ length: counties }, (_, index) => ({
      code: codeOf(index * COUNTY).slice(0, 6),
      name: `第${index}县`,
    })),
    ...Array.from({ length: townships }, (_, index) => ({ code: codeOf(index), name: `第${index}乡` })),
    ...Array.from({ length: townships }, (_, index) => ({ code: `${codeOf(index)}200`, name: `第${index}村` })),
  ];
  const register = registerFrom(divisions, { root: '9801', vintage: '2015', englishNameOf });
  const name = { zh: '大同市', en: 'Datong' };
  const programmes = [2015, 2016].map((year) => {
    const { zones: _zones, unitTargets: _targets, ...rest } = CITY_PACK.programmeOf(`${year}Q2` as Period);
    return { ...rest, cityTarget: null, zones: [], zoneCount: 0 };
  });
  const profile = { ...CITY_PACK.profile, code: '9801', name };
  return new CityPack({ folder: 'made up', profile, registers: [register], programmes, calendars: [] });
}

export function ledgerOf(period: Period, townships: number): Ledger {
  if (period !== PERIOD && period !== shiftPeriod(PERIOD, -1)) return { period, submissions: [], decisions: [] };
  const submissions = Array.from({ length: townships }, (_, index): Submission => {
    const division = codeOf(index);
    const versionId = `${period}-${division}-${String(index).padStart(20, '0')}`;
    return submission({
      submissionId: `${versionId}~r4~00000000`,
      period,
      division,
      versionId,
      acceptedAt: `${period === PERIOD ? '2016-07' : '2016-04'}-10T00:00:00.000Z`,
      sha256: sha256(versionId),
      accepted: ROSTER,
    });
  });
  return { period, submissions, decisions: [] };
}

/** The rows of a submission: each household is of one township, with a head of its own. */
export async function readRows({ kind, partition }: RowsOf): Promise<PagedRow[]> {
  const layout = ROW_LAYOUTS[kind].newest;
  return Array.from({ length: ROSTER }, (_, index) => {
    const key = `${partition}${String(index).padStart(7, '0')}`;
    const line =
      kind === 'identity'
        ? encodeIdentity({ head: sha256(`head ${key}`).slice(0, 22), pseudonym: sha256(key).slice(0, 22) })
        : encodeRecord(layout, {
            ...household({ household_size: 3, primary_channel: 'IND', uplift_persons: 3, uplift_amount: 30_000 }),
            unit_code: partition.slice(0, 6),
            town_code: partition,
            village_code: `${partition}200`,
          });
    return { key, number: index + 1, layout, line };
  });
}
