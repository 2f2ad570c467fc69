import { createHash } from 'node:crypto';
import type { CityPack } from '../../shared/city/city.ts';
import { decidedIn } from '../../shared/city/programme.ts';
import { FOLD_VERSION } from '../../shared/fold/fold-versions.ts';
import { foldInputs, Manifest } from '../../shared/ledger/manifest.ts';
import { environment } from '../aws/environment.ts';
import { readText } from '../aws/objects.ts';

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** @throws Error when the manifest that plan wrote is gone */
export async function readManifest(key: string): Promise<Manifest> {
  const text = await readText(environment('reports'), key);
  if (text === null) throw new Error(`the manifest ${key} is not in the reports bucket; start the summary again`);
  return Manifest.parse(JSON.parse(text));
}

/**
 * Identity of what a township's fold depends on: its rows, the lines and zones of the year, the counting. Equal inputs
 * find the cached fold.
 */
export const foldKey = (manifest: Manifest, township: string, pack: CityPack): string =>
  sha256(
    JSON.stringify([FOLD_VERSION, decidedIn(pack.programmeOf(manifest.period)), foldInputs(manifest, township, pack)]),
  ).slice(0, 32);
