import type { CityPack } from '../city/city.ts';
import type { Period } from '../time/period.ts';
import { freeze, NOTHING_PLANNED, type Ledger, type Manifest } from './manifest.ts';

/**
 * The quarters of which other files count now, or other decisions stand, than when a summary's inputs were frozen. An
 * earlier quarter moves the year to date, a nil return who has reported.
 * @param ledgers of all quarters that the summary reads
 */
export function quartersChangedSince(manifest: Manifest, ledgers: readonly Ledger[], pack: CityPack): Period[] {
  const now = freeze(
    { period: manifest.period, ledgers, planned: NOTHING_PLANNED, versions: manifest, pack },
    () => '',
  );
  return ledgers
    .map(({ period }) => period)
    .filter((period) => inputsOf(manifest, period) !== inputsOf(now, period))
    .sort();
}

function inputsOf({ submissions, withdrawn, nilReturns }: Manifest, period: Period): string {
  const own = <T extends { readonly period: Period }>(all: readonly T[]): T[] =>
    all.filter((one) => one.period === period);
  return JSON.stringify([
    own(submissions).map(({ submissionId, late }) => [submissionId, late]),
    own(withdrawn),
    own(nilReturns),
  ]);
}
