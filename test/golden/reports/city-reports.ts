/**
 * The reports of the synthetic city as files: the first quarter, the second, and the second restated after a township corrected a household.
 * `node test/golden/reports/city-reports.ts` writes them down; the difference is to be read by a person before it is committed.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { foldHouseholds } from '../../../shared/aggregate/fold.ts';
import type { PublishedManifest } from '../../../shared/records/manifest.ts';
import { renderRevision } from '../../../shared/report/files.ts';
import type { SummaryFacts } from '../../../shared/report/model.ts';
import { restatementFiles, restatementOf } from '../../../shared/report/restatement.ts';
import { summarise } from '../../../shared/report/summary.ts';
import { yearToDate, type Period } from '../../../shared/time/period.ts';
import { factsOf, historiesOf } from '../../report/city.ts';

const CORRECTED = '371525108';

/** Texts that a person can read are kept whole, everything else by its SHA-256. */
const isRead = (name: string): boolean => /\.(?:csv|txt)$/.test(name);

function corrected(facts: SummaryFacts): SummaryFacts {
  const histories = [...historiesOf(CORRECTED, yearToDate(facts.period)).values()];
  const at = histories.findIndex((history) => (history.get(facts.period)?.uplift_persons ?? 0) > 1);
  const changed = histories.map((history, index) => {
    const row = history.get(facts.period);
    return index === at && row ? new Map(history).set(facts.period, { ...row, uplift_persons: row.uplift_persons - 1 }) : history;
  });
  return { ...facts, revision: 2, tallies: new Map(facts.tallies).set(CORRECTED, foldHouseholds(changed, facts.period)) };
}

const manifestOf = (period: Period, revision: number, submissionId: string): PublishedManifest => ({
  format: 1,
  period,
  revision,
  inputs: `inputs ${revision}`,
  ruleSet: 'r2',
  codeVersion: 'golden',
  submissions: [
    {
      submissionId,
      division: CORRECTED,
      period,
      versionId: submissionId,
      acceptedAt: '2016-07-05T02:00:00.000Z',
      sha256: '0'.repeat(64),
      partitions: { household: { [CORRECTED]: 1 } },
    } as unknown as PublishedManifest['submissions'][number],
  ],
  withdrawn: [],
  nilReturns: [],
  duplicates: [],
  moves: [],
  signed: [],
  outputs: {},
});

/** Names below test/golden/reports and what they hold; `sha256.txt` of each revision lists the files that are no texts. */
export function cityReports(): ReadonlyMap<string, string> {
  const reports = new Map<string, string>();
  const keep = (folder: string, files: ReadonlyMap<string, { readonly content: string | Uint8Array }>): void => {
    const hashes: string[] = [];
    for (const [name, { content }] of files)
      if (isRead(name)) reports.set(`${folder}/${name}`, String(content));
      else hashes.push(`${createHash('sha256').update(content).digest('hex')}  ${name}`);
    reports.set(`${folder}/sha256.txt`, `${hashes.join('\n')}\n`);
  };
  const first = factsOf(['2016Q1'], '2016Q1');
  const second = factsOf(yearToDate('2016Q2'), '2016Q2');
  const restated = summarise(corrected(second));
  const before = summarise(second);
  keep('2016Q1/rev-1', renderRevision(summarise(first)));
  keep('2016Q2/rev-1', renderRevision(before));
  const restatement = restatementOf(
    { summary: before, manifest: manifestOf('2016Q2', 1, 'first') },
    { summary: restated, manifest: manifestOf('2016Q2', 2, 'second') },
  );
  keep('2016Q2/rev-2', new Map([...renderRevision(restated), ...restatementFiles(restatement)]));
  return reports;
}

if (import.meta.main) {
  for (const period of ['2016Q1', '2016Q2']) rmSync(join(import.meta.dirname, period), { recursive: true, force: true });
  for (const [name, content] of cityReports()) {
    const file = join(import.meta.dirname, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
