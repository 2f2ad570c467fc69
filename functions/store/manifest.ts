import { createHash } from 'node:crypto';
import type { CityPack } from '../../shared/city/city.ts';
import { decidedIn } from '../../shared/city/programme.ts';
import { FOLD_VERSION } from '../../shared/fold/fold-versions.ts';
import { FoldBranch } from '../../shared/ledger/fold-branches.ts';
import { Manifest } from '../../shared/ledger/manifest.ts';
import type { FoldInput } from '../../shared/contract.ts';
import { environment } from '../aws/environment.ts';
import { readRange, readText } from '../aws/objects.ts';

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** @throws Error when the manifest that plan wrote is gone */
export async function readManifest(key: string): Promise<Manifest> {
  const text = await readText(environment('reports'), key);
  if (text === null) throw new Error(`the manifest ${key} is not in the reports bucket; start the summary again`);
  return Manifest.parse(JSON.parse(text));
}

/** The branch that a fold was given. @throws Error when what plan wrote is gone */
export async function readBranch({ branchesKey, from, to }: FoldInput): Promise<FoldBranch> {
  const text = await readRange(environment('reports'), branchesKey, { from, to });
  if (text === null) throw new Error(`${branchesKey} is not in the reports bucket; start the summary again`);
  return FoldBranch.parse(JSON.parse(text));
}

/**
 * Identity of what a township's fold depends on: its rows, the lines and zones of the year, the counting. Equal inputs
 * find the cached fold.
 */
export function foldKey({ period, township, quarters, without, from }: FoldBranch, pack: CityPack): string {
  const periods = quarters.map((quarter) => ({
    period: quarter.period,
    ...(quarter.code === township ? {} : { township: quarter.code }),
    submissionIds: quarter.submissions.map(({ submissionId }) => submissionId),
  }));
  const inputs = [FOLD_VERSION, decidedIn(pack.programmeOf(period)), { periods, without, from }];
  return sha256(JSON.stringify(inputs)).slice(0, 32);
}
