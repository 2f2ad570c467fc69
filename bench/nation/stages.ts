/** The work of a summary of a made-up country, stage by stage: processor time, memory, reads of rows, and bytes. */
import { fold } from '../../functions/fold/fold.ts';
import { plan } from '../../functions/plan/plan.ts';
import { foldKey, sha256 } from '../../functions/store/manifest.ts';
import type { RowsOf } from '../../functions/store/pages.ts';
import type { CityPack } from '../../shared/city/city.ts';
import { publicEdition } from '../../shared/disclosure/edition.ts';
import type { Tally } from '../../shared/fold/tally.ts';
import { branchesOf } from '../../shared/ledger/fold-branches.ts';
import type { Manifest } from '../../shared/ledger/manifest.ts';
import { noFacts } from '../../shared/tables/report-table.ts';
import { summarise } from '../../shared/summary/summary.ts';
import { shiftPeriod, type Period } from '../../shared/time/period.ts';
import { codeOf, ledgerOf, packOf, PERIOD, readRows } from './country.ts';

export const STAGES = ['plan', 'branches', 'one fold', 'tables', 'public edition'] as const;
export type Stage = (typeof STAGES)[number];

export type Measured = {
  /** Of the processor. */
  readonly seconds: number;
  /** The most that the process had; in a process of its own that is the stage's. */
  readonly megabytes: number;
  /** How often the rows of a township of a quarter were read, and how many characters these were. */
  readonly reads: number;
  readonly read: number;
  /** Characters of what the stage makes, as JSON. */
  readonly made: number;
};

/** Does a stage's work for a country of so many townships. What the stage is given is made before. */
export async function measure(stage: Stage, townships: number): Promise<Measured> {
  const pack = packOf(townships);
  let [reads, read] = [0, 0];
  const effects = {
    pack,
    sha256,
    readText: async () => null,
    ledger: async (period: Period) => ledgerOf(period, townships),
    async readRows(of: RowsOf) {
      const rows = await readRows(of);
      reads++;
      for (const { key, line } of rows) read += key.length + line.length;
      return rows;
    },
  };
  const work = await workOf(stage, townships, effects);
  [reads, read] = [0, 0];
  const before = process.cpuUsage();
  const made = await work();
  const { user, system } = process.cpuUsage(before);
  const megabytes = process.resourceUsage().maxRSS / 1024;
  return { seconds: (user + system) / 1e6, megabytes, reads, read, made: JSON.stringify(made).length };
}

type Effects = Parameters<typeof plan>[2] & { readonly pack: CityPack };

async function workOf(stage: Stage, townships: number, effects: Effects): Promise<() => object | Promise<object>> {
  const { pack } = effects;
  switch (stage) {
    case 'plan': {
      const versions = { ruleSet: 'r4', codeVersion: 'bench', config: 'bench', pack: 'bench' };
      return async () => (await plan(PERIOD, versions, effects)).manifest;
    }
    case 'branches': {
      const manifest = manifestOf(pack, townships);
      return () => [...branchesOf(manifest, pack).counted()].map((branch) => ({ key: foldKey(branch, pack), branch }));
    }
    case 'one fold': {
      const branch = branchesOf(manifestOf(pack, townships), pack).of(codeOf(townships - 1));
      return () => fold(branch, effects);
    }
    case 'tables':
    case 'public edition': {
      const tally = await fold(branchesOf(manifestOf(pack, 1), pack).of(codeOf(0)), effects);
      const tallies = new Map<string, Tally>(Array.from({ length: townships }, (_, index) => [codeOf(index), tally]));
      const facts = { ...noFacts(pack.at(PERIOD)), tallies, submissions: ledgerOf(PERIOD, townships).submissions };
      if (stage === 'tables') return () => summarise(facts);
      const summary = summarise(facts);
      return () => publicEdition(summary, facts, []);
    }
  }
}

/** A manifest without its plan: nobody moved. */
function manifestOf(pack: CityPack, townships: number): Manifest {
  const quarters: readonly Period[] = [shiftPeriod(PERIOD, -1), PERIOD];
  return {
    period: PERIOD,
    submissions: quarters.flatMap((one) => ledgerOf(one, townships).submissions),
    duplicates: [],
    moves: [],
    unreadable: [],
    notCounted: [],
    pack: pack.folder,
  } as unknown as Manifest;
}
