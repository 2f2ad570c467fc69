/**
 * The reports of the synthetic city as files: the first quarter, the second, and the second restated after a township corrected a household.
 * `node test/golden/reports/city-reports.ts` writes them down; the difference is to be read by a person before it is committed.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { foldHouseholds } from '../../../shared/fold/fold.ts';
import type { Manifest } from '../../../shared/ledger/manifest.ts';
import type { SummaryFacts } from '../../../shared/tables/report-table.ts';
import { readSummaryJson } from '../../../shared/summary/summary-json.ts';
import { revisionFiles, type EarlierRevisions, type RevisionFiles } from '../../../shared/publication/revision.ts';
import { yearToDate, type Period } from '../../../shared/time/period.ts';
import { historiesOf } from '../../report/city.ts';
import { cityFacts } from '../../report/city-summary.ts';

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
  return { ...facts, revision: 2, tallies: new Map(facts.tallies).set(CORRECTED, foldHouseholds(changed, facts)) };
}

const manifestOf = (period: Period, submissionId: string): Manifest => ({
  format: 1,
  period,
  inputs: `inputs ${submissionId}`,
  ruleSet: 'r2',
  codeVersion: 'golden',
  config: 'golden',
  submissions: [
    {
      submissionId,
      division: CORRECTED,
      period,
      versionId: submissionId,
      acceptedAt: '2016-07-05T02:00:00.000Z',
      sha256: '0'.repeat(64),
      partitions: { household: { [CORRECTED]: 1 } },
      accepted: 1,
      status: 'accepted',
    } as unknown as Manifest['submissions'][number],
  ],
  withdrawn: [],
  nilReturns: [],
  duplicates: [],
  moves: [],
  published: null,
  unreadable: [],
  signed: [],
  notCounted: [],
});

/** Without records.parquet, which has tests of its own. */
const filesOf = (
  facts: SummaryFacts,
  submissionId: string,
  earlier: EarlierRevisions = { previous: null, disclosures: [] },
): RevisionFiles =>
  revisionFiles(facts, manifestOf(facts.period, submissionId), { content: '', type: '' }, earlier, (content) =>
    createHash('sha256').update(content).digest('hex'),
  );

function earlierThan({ files, manifest }: RevisionFiles): EarlierRevisions {
  const read = (edition: string) => readSummaryJson(String(files.get(`${edition}/summary.json`)?.content));
  return {
    previous: { manifest, internal: read('internal'), public: read('public') },
    disclosures: manifest.disclosure ? [manifest.disclosure] : [],
  };
}

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
  keep('2016Q1/rev-1', filesOf(cityFacts([], '2016Q1'), 'first').files);
  const second = cityFacts();
  const before = filesOf(second, 'first');
  keep('2016Q2/rev-1', before.files);
  keep('2016Q2/rev-2', filesOf(corrected(second), 'second', earlierThan(before)).files);
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
