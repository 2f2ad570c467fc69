import { CITY_PACK } from '../cities/pack.ts';
import { decodeRecord } from '../shared/rows/codec.ts';
import { standingSubmissions, type Ledger } from '../shared/ledger/manifest.ts';
import { fromStored, inRegister, type EarlierHousehold } from '../shared/template/earlier-households.ts';
import { shiftPeriod, type Period } from '../shared/time/period.ts';
import type { System } from './system.ts';

/** Quarters looked back before a division is taken to have reported nothing. */
const LOOK_BACK = 8;

export type EarlierHouseholds = {
  /** The newest earlier quarter of which any household is on file, null when there is none within two years. */
  readonly period: Period | null;
  readonly households: readonly EarlierHousehold[];
  /** Those of the same quarter of last year. */
  readonly lastYear: readonly EarlierHousehold[];
};

/** Reads a division's households of earlier quarters from the running system. */
export async function earlierHouseholds(system: System, division: string, period: Period): Promise<EarlierHouseholds> {
  const lastYear = await householdsIn(await system.ledger(shiftPeriod(period, -4)), division, period);
  for (let back = 1; back <= LOOK_BACK; back++) {
    const earlier = shiftPeriod(period, -back);
    const households = await householdsIn(await system.ledger(earlier), division, period);
    if (households.length > 0) return { period: earlier, households, lastYear };
  }
  return { period: null, households: [], lastYear };
}

/** The households of a division of a period, as a ledger of an earlier one has them. */
async function householdsIn(ledger: Ledger, division: string, period: Period): Promise<EarlierHousehold[]> {
  const [{ readRows }, { readVisible }] = await Promise.all([
    import('../functions/store/pages.ts'),
    import('../functions/store/visible.ts'),
  ]);
  const standing = standingSubmissions(ledger);
  const households: EarlierHousehold[] = [];
  const { register } = CITY_PACK.at(period);
  for (const { code: now } of register.townshipsWithin(division))
    for (const code of CITY_PACK.codesThen(now, period, ledger.period))
      for (const row of await readVisible(standing, 'household', code, { readRows, pack: CITY_PACK }))
        households.push(inRegister(fromStored(row.key, decodeRecord('household', row)), register));
  return households;
}
