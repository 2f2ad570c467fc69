import { CITY_PACK, PACK_HASH } from '../../cities/pack.ts';
import { configurationText } from '../../shared/publication/configuration.ts';
import { HALF_JUDGED_ERROR, type FoldInput, type PlanOutput, type SummaryInput } from '../../shared/contract.ts';
import { latestKey, noticeKey, runKey } from '../../shared/ledger/keys.ts';
import { branchesOf } from '../../shared/ledger/fold-branches.ts';
import type { Ledger, Manifest } from '../../shared/ledger/manifest.ts';
import { Latest } from '../../shared/publication/published-manifest.ts';
import { RULE_SET_VERSION } from '../../shared/rules/rule-sets.ts';
import { environment } from '../aws/environment.ts';
import { ledger, nextRun, noteNoticed, noticedDivisions } from '../store/ledger.ts';
import { log } from '../aws/log.ts';
import { sha256 } from '../store/manifest.ts';
import { readText, write } from '../aws/objects.ts';
import { readRows } from '../store/pages.ts';
import { halfJudged } from '../store/reparses.ts';
import { duplicateNotices } from '../../shared/receipt/duplicate-notice.ts';
import { periodOf } from './period-of.ts';
import { plan } from './plan.ts';

/** Files are being judged again: a summary of now would mix what two sets of rules say. */
export class HalfJudgedError extends Error {
  override name = HALF_JUDGED_ERROR;
}

/** @throws HalfJudgedError */
async function requireOneJudgement(ledgers: readonly Ledger[]): Promise<void> {
  const unfinished = (await halfJudged(ledgers)).map(({ period, waiting }) => `${waiting.length} files of ${period}`);
  if (unfinished.length > 0)
    throw new HalfJudgedError(
      `${unfinished.join(', ')} wait to be judged again; wait for that, run reparse again, or leave them under their rules by reparse --leave`,
    );
}

/** Writes what each fold reads. @returns the input of each fold */
async function writeBranches(manifest: Manifest, bucket: string): Promise<FoldInput[]> {
  const branchesKey = runKey(manifest.period, manifest.inputs, 'branches.jsonl');
  const lines: string[] = [];
  const inputs: FoldInput[] = [];
  let from = 0;
  for (const branch of branchesOf(manifest, CITY_PACK).counted()) {
    const line = JSON.stringify(branch);
    const to = from + Buffer.byteLength(line);
    lines.push(line);
    inputs.push({ township: branch.township, branchesKey, from, to });
    from = to + 1;
  }
  await write(bucket, branchesKey, { content: lines.join('\n'), type: 'application/x-ndjson' });
  return inputs;
}

/**
 * Freezes the inputs of a summary, lists the townships to fold, and tells townships and counties of households that two
 * of them report.
 * @throws HalfJudgedError when files are being judged again and `mixed` does not ask for what is there
 */
export async function handler(input: SummaryInput): Promise<PlanOutput> {
  const period = periodOf(input);
  const versions = {
    ruleSet: RULE_SET_VERSION,
    codeVersion: environment('codeVersion'),
    pack: PACK_HASH,
    config: sha256(configurationText(CITY_PACK.at(period))).slice(0, 16),
  };
  // Before anything is read: a later run has then read no less.
  const latest = await readText(environment('reports'), latestKey(period));
  const run = await nextRun(period, latest === null ? 0 : Latest.parse(JSON.parse(latest)).run);
  const { manifest, ledgers } = await plan(period, versions, {
    ledger,
    readRows,
    pack: CITY_PACK,
    sha256,
    readText: (key) => readText(environment('reports'), key),
  });
  if (input.mixed !== true) await requireOneJudgement(ledgers);
  const bucket = environment('reports');
  const manifestKey = runKey(period, manifest.inputs, 'manifest.json');
  const townshipsKey = runKey(period, manifest.inputs, 'townships.json');
  await write(bucket, manifestKey, { content: JSON.stringify(manifest), type: 'application/json' });
  const townships = await writeBranches(manifest, bucket);
  await write(bucket, townshipsKey, { content: JSON.stringify(townships), type: 'application/json' });
  const noticed = await noticedDivisions(period);
  const notices = duplicateNotices(CITY_PACK.at(period), { duplicates: manifest.duplicates, ledgers, noticed });
  for (const { division, text, json } of notices) {
    await write(environment('receipts'), noticeKey(division, period, 'json'), {
      content: json,
      type: 'application/json; charset=utf-8',
    });
    await write(environment('receipts'), noticeKey(division, period, 'txt'), {
      content: text,
      type: 'text/plain; charset=utf-8',
    });
  }
  const divisions = notices.map(({ division }) => division);
  if (divisions.length > noticed.length) await noteNoticed(period, divisions);
  const { inputs, duplicates, unreadable } = manifest;
  log.info('planned', { period, run, inputs, townships: townships.length, duplicates: duplicates.length, unreadable });
  return { period, bucket, manifestKey, townshipsKey, run };
}
