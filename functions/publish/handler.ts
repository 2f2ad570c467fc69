import { CITY_PACK } from '../../cities/pack.ts';
import type { PlanOutput, PublishOutput } from '../../shared/contract.ts';
import { environment } from '../aws/environment.ts';
import { readDecisions } from '../store/decision-items.ts';
import { audit } from '../store/ledger.ts';
import { log } from '../aws/log.ts';
import { foldKey, readManifest, sha256 } from '../store/manifest.ts';
import { findFold } from '../store/folds.ts';
import { listKeys, readTagged, readText, write, writeOver } from '../aws/objects.ts';
import { readRows } from '../store/pages.ts';
import { publish } from './publish.ts';

/** Merges the folds of a planned summary into a published revision. */
export async function handler({ manifestKey, run }: PlanOutput): Promise<PublishOutput> {
  const reports = environment('reports');
  const manifest = await readManifest(manifestKey);
  const output = await publish(manifest, run, {
    bucket: reports,
    findFold: (branch) => findFold(branch.period, branch.township, foldKey(branch, CITY_PACK)),
    readRows,
    pack: CITY_PACK,
    readText: (key) => readText(reports, key),
    listKeys: (prefix) => listKeys(reports, prefix),
    write: (key, body) => write(reports, key, body),
    readTagged: (key) => readTagged(reports, key),
    writeOver: (key, body, tag) => writeOver(reports, key, body, tag),
    decisions: readDecisions,
    recordPublication: ({ period, revision, inputs }) =>
      audit({
        period,
        at: new Date().toISOString(),
        what: 'publication',
        subject: `rev-${revision}`,
        who: 'publish',
        detail: inputs,
      }),
    sha256,
  });
  log.info('published', { ...output });
  const townships = output.notCounted.length;
  if (townships > 0) log.error('townships not counted', { townships });
  return output;
}
