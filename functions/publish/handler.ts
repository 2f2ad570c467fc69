import type { PlanOutput, PublishOutput } from '../../shared/contract.ts';
import { environment } from '../aws/environment.ts';
import { log } from '../aws/log.ts';
import { foldKey, readManifest, sha256 } from '../aws/manifest.ts';
import { readText, write, writeOnce } from '../aws/objects.ts';
import { findFold, readRows } from '../aws/table.ts';
import { publish } from './publish.ts';

/** Merges the folds of a planned summary into a published revision. */
export async function handler({ manifestKey }: PlanOutput): Promise<PublishOutput> {
  const reports = environment('reports');
  const manifest = await readManifest(manifestKey);
  const output = await publish(manifest, {
    findFold: (frozen, township) => findFold(frozen.period, township, foldKey(frozen, township)),
    readRows,
    readText: (key) => readText(reports, key),
    write: (key, body) => write(reports, key, body),
    writeOnce: (key, body) => writeOnce(reports, key, body),
    sha256,
  });
  log.info('published', { ...output });
  return output;
}
