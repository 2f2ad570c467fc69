/**
 * The reports of the synthetic city as files: the first quarter, the second, and the second restated after a township
 * corrected a household. `npm run golden` writes them down; the difference is to be read by a person before it is
 * committed.
 */
import { CITY_PACK } from '../../../cities/pack.ts';
import { revisionPrefix } from '../../../shared/ledger/keys.ts';
import { ownDivisions, quarterFigures } from '../../../shared/summary/quarter-figures.ts';
import { foldHouseholds } from '../../../shared/fold/fold.ts';
import type { Manifest } from '../../../shared/ledger/manifest.ts';
import type { SummaryFacts } from '../../../shared/tables/report-table.ts';
import { readSummaryJson } from '../../../shared/summary/summary-json.ts';
import { NOTHING_EARLIER, revisionFiles, type EarlierRevisions, type RevisionFiles } from '../../../shared/publication/revision.ts';
import { yearToDate, type Period } from '../../../shared/time/period.ts';
import { historiesOf } from '../../report/city.ts';
import { cityFacts } from '../../report/city-summary.ts';
import { readable, sha256, writeDown, type Texts } from '../readable.ts';

const CORRECTED = '371525108';

function corrected(facts: SummaryFacts): SummaryFacts {
  const histories = [...historiesOf(CORRECTED, yearToDate(facts.period)).values()];
  const at = histories.findIndex((history) => (history.get(facts.period)?.uplift_persons ?? 0) > 1);
  const changed = histories.map((history, index) => {
    const row = history.get(facts.period);
    return index === at && row
      ? new Map(history).set(facts.period, { ...row, uplift_persons: row.uplift_persons - 1 })
      : history;
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
  pack: '',
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

/** Both editions of a revision without records.parquet, which has tests of its own. */
export const filesOf = (
  facts: SummaryFacts,
  submissionId: string,
  earlier: EarlierRevisions = NOTHING_EARLIER,
): RevisionFiles =>
  revisionFiles(
    facts,
    { manifest: manifestOf(facts.period, submissionId), records: new Map([['', { content: '', type: '' }]]), earlier },
    sha256,
  );

/** What the revision after it must know of a revision, read back from its files. */
export function earlierThan({ files, manifest }: RevisionFiles): EarlierRevisions {
  const read = (edition: string) => readSummaryJson(String(files.get(`${edition}/summary.json`)?.content));
  return {
    ...NOTHING_EARLIER,
    previous: { manifest, reports: new Map([['', { internal: read('internal'), public: read('public') }]]) },
    editions: manifest.disclosure ? [{ period: manifest.period, disclosure: manifest.disclosure }] : [],
  };
}

/** What a later quarter draws of a first revision. */
function drawnFrom({ files, manifest: { period, revision } }: RevisionFiles): Pick<EarlierRevisions, 'drawn' | 'figures'> {
  const editions = (['internal', 'public'] as const).map((edition) => {
    const text = String(files.get(`${edition}/summary.json`)?.content);
    const place = { edition, folder: '' };
    const key = `${revisionPrefix(period, revision)}${edition}/summary.json`;
    return {
      drawn: { ...place, period, revision, key, sha256: sha256(text) },
      figures: { ...place, quarter: quarterFigures(readSummaryJson(text), ownDivisions(CITY_PACK.at(period))) },
    };
  });
  return { drawn: editions.map(({ drawn }) => drawn), figures: editions.map(({ figures }) => figures) };
}

export type CityReports = ReadonlyMap<string, string | Uint8Array>;

/** The files of each revision by their names below test/golden/reports, as they are published. */
export function cityReports(): CityReports {
  const reports = new Map<string, string | Uint8Array>();
  const add = (folder: string, { files }: RevisionFiles): void => {
    for (const [name, { content }] of files) reports.set(`${folder}/${name}`, content);
  };
  const first = filesOf(cityFacts([], '2016Q1'), 'first');
  add('2016Q1/rev-1', first);
  const second = cityFacts();
  const { editions } = earlierThan(first);
  const against = [{ period: '2016Q1' as const, revision: 1 }];
  const drawn = drawnFrom(first);
  const before = filesOf(second, 'first', { ...NOTHING_EARLIER, ...drawn, editions, against });
  add('2016Q2/rev-1', before);
  const own = earlierThan(before);
  add('2016Q2/rev-2', filesOf(corrected(second), 'second', { ...own, ...drawn, editions: [...editions, ...own.editions], against }));
  return reports;
}

/**
 * What is not kept here as text: docs/schemas has the schema, test/tidy compares the observations with the tables, and the
 * divisions are the register's.
 */
const ELSEWHERE = /(?:summary\.schema\.json|\.parquet|data\/(?:observations|units)\.csv)$/;

/** A line for each file: that no byte has changed, whatever the texts say. */
export const hashesOf = (reports: CityReports): string =>
  [...reports].map(([name, content]) => `${sha256(content)}  ${name}\n`).join('');

/** The same as texts, of the second revision only what it changes. `sha256.txt` holds every byte. */
export function readableReports(reports: CityReports): Texts {
  const texts = new Map([['sha256.txt', hashesOf(reports)]]);
  for (const [path, content] of reports) {
    if (ELSEWHERE.test(path)) continue;
    const [name, text] = readable(path, content);
    const before = texts.get(name.replace('/rev-2/', '/rev-1/'));
    const changes = before === undefined ? null : changedLines(before, text);
    if (changes === null) texts.set(name, text);
    else texts.set(`${name}.changes`, changes);
  }
  return texts;
}

/** The lines that differ, numbered, old and new; null where one text has more lines than the other. */
function changedLines(before: string, after: string): string | null {
  const [old, now] = [before.split('\n'), after.split('\n')];
  if (old.length !== now.length) return null;
  const changes = now.flatMap((line, at) => (line === old[at] ? [] : [`${at + 1}\n- ${old[at]}\n+ ${line}\n`]));
  return changes.join('') || 'nothing\n';
}

if (import.meta.main) writeDown(import.meta.dirname, readableReports(cityReports()));
