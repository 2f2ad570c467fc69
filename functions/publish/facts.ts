import type { CityPack } from '../../shared/city/city.ts';
import type { Evidence } from '../../shared/explanation/parts.ts';
import type { Tally } from '../../shared/fold/tally.ts';
import { branchesOf, type FoldBranch } from '../../shared/ledger/fold-branches.ts';
import { countedTownshipsOf, submissionsOf, type Manifest } from '../../shared/ledger/manifest.ts';
import { arrivedAt } from '../../shared/ledger/submission.ts';
import type { SummaryFacts } from '../../shared/tables/report-table.ts';
import { cityDate, shiftPeriod } from '../../shared/time/period.ts';
import type { VisibleEffects } from '../store/visible.ts';
import { readOfficeRows, readTargets, together } from './office-rows.ts';

/** What the figures are read from. */
export type FactEffects = VisibleEffects & {
  readonly findFold: (branch: FoldBranch) => Promise<Tally | null>;
};

/** A township that a manifest counts has no fold; going on would be a silent partial total. */
export class FoldMissingError extends Error {
  override name = 'FoldMissingError';
}

export type Folds = ReadonlyMap<string, Tally | null>;

/** Folds read at once; a fold is a small item. */
const FOLDS_AT_ONCE = 64;

/** The tallies of the townships that a manifest counts; null where one is not there. */
export async function findFolds(manifest: Manifest, effects: FactEffects): Promise<Folds> {
  const found = new Map<string, Tally | null>();
  const branches = branchesOf(manifest, effects.pack).counted();
  const lane = async (): Promise<void> => {
    // All lanes take from the one generator.
    for (let { value } = branches.next(); value; { value } = branches.next()) {
      found.set(value.township, null);
      found.set(value.township, await effects.findFold(value));
    }
  };
  await Promise.all(Array.from({ length: FOLDS_AT_ONCE }, lane));
  return found;
}

/** Facts that a manifest holds outside its inputs. */
export const notedIn = ({ signed, notCounted }: Manifest) => ({
  signed,
  notCounted: new Map(notCounted.map(({ township, registeredPersons }) => [township, registeredPersons])),
});

/**
 * What the figures of a manifest are made of, with the rows and files that it is from. The revision is not in the
 * manifest: the first, until it is said.
 * @throws FoldMissingError
 */
export async function evidenceOf(manifest: Manifest, folds: Folds, effects: VisibleEffects): Promise<Evidence> {
  const { period } = manifest;
  const tallies = new Map(
    countedTownshipsOf(manifest, effects.pack).map((township) => {
      const tally = folds.get(township);
      if (!tally) throw new FoldMissingError(`no fold of ${township}; run the summary again`);
      return [township, tally] as const;
    }),
  );
  const targets = await readTargets(manifest, period, effects);
  const lastYearTargets = await readTargets(manifest, shiftPeriod(period, -4), effects);
  const projects = await readOfficeRows(manifest, 'project', period, effects);
  const finance = await readOfficeRows(manifest, 'finance', period, effects);
  const newest = manifest.submissions.map(arrivedAt).sort().at(-1);
  const facts: SummaryFacts = {
    ...effects.pack.at(period),
    revision: 1,
    asOf: newest === undefined ? null : cityDate(new Date(newest)),
    tallies,
    targets: together(targets),
    lastYearTargets: together(lastYearTargets),
    projects: projects.map(({ record }) => record),
    finance: finance.map(({ record }) => record),
    submissions: submissionsOf(manifest, period),
    published: publishedBefore(manifest, effects.pack),
    ...notedIn(manifest),
    nilReturns: new Map(
      manifest.nilReturns.filter((one) => one.period === period).map(({ division, late }) => [division, { late }]),
    ),
  };
  return { facts, targets, lastYearTargets, projects, finance };
}

/** Persons uplifted by unit as the quarter before had them, by the units of this period. */
function publishedBefore({ period, published }: Manifest, pack: CityPack): ReadonlyMap<string, number> {
  const byUnit = new Map<string, number>();
  for (const [code, persons] of Object.entries(published?.ytd ?? {})) {
    const unit = pack.codeIn(period, code, published?.period ?? period);
    byUnit.set(unit, (byUnit.get(unit) ?? 0) + persons);
  }
  return byUnit;
}
