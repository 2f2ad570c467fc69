/**
 * What the parts of the system do on a fixed corpus, as short hashes: a version that did not follow a change is found
 * by them. Words that people read are no part of it: another wording judges no file otherwise.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sample } from 'fast-check';
import { CITY_PACK } from '../../cities/pack.ts';
import { findUploads } from '../../cli/upload-files.ts';
import { generateCity } from '../../cli/generate/city.ts';
import { LIAOCHENG } from '../generate/liaocheng.ts';
import { checkFile } from '../../shared/check/check-file.ts';
import type { CheckedFile } from '../../shared/check/checked-file.ts';
import { limitsFor } from '../../shared/check/file-limits.ts';
import { publicEdition } from '../../shared/disclosure/edition.ts';
import { foldHouseholds } from '../../shared/fold/fold.ts';
import { parseUploadKey } from '../../shared/ledger/keys.ts';
import { documentTables } from '../../shared/summary/summary-json.ts';
import { summarise, tablesOf } from '../../shared/summary/summary.ts';
import { SUPPRESSED, type SummaryFacts } from '../../shared/tables/report-table.ts';
import { yearToDate } from '../../shared/time/period.ts';
import { checkedGolden, goldenFiles } from '../golden/files/golden-file.ts';
import { fileOf, type GoldenCase } from '../golden/rules/case.ts';
import { historiesOf } from '../report/city.ts';
import { cityFacts } from '../report/city-summary.ts';
import { factsOfUploads, smallCity } from '../report/small-city.ts';

const hashOf = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8);

/** What a file was judged to be: everything but the words. */
const judgementOf = (checked: CheckedFile) => [
  checked.status,
  checked.replacement,
  [checked.rows, checked.accepted, checked.rejected],
  checked.findings.map(({ rule, severity, sheet, row, index, value }) => [rule, severity, sheet, row, index, value]),
  checked.repairs.counts,
  checked.tables.map(({ kind, accepted }) => [
    kind,
    accepted.map(({ partition, key, line, head }) => [partition, key, line, head]),
  ]),
];

/** The dirty city: every fault that a cell can have, in the townships that have one. */
async function dirtyCity(): Promise<unknown[]> {
  const out = mkdtempSync(join(tmpdir(), 'fingerprint-'));
  try {
    const townships = Object.values(LIAOCHENG.figures.faults ?? {});
    await generateCity({ pack: CITY_PACK, out, periods: ['2016Q2'], townships, dirty: true });
    return findUploads(out).uploads.map((key) => {
      const slot = parseUploadKey(key, CITY_PACK);
      if (!slot) throw new Error(`${key} is no upload`);
      const at = { ...CITY_PACK.at(slot.period), ...slot, receivedOn: '2016-07-15' };
      return judgementOf(checkFile(readFileSync(join(out, key)), at));
    });
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** Readers, parsers, header names, rules and limits. @param cases the golden cases of all families */
export async function judgingFingerprint(cases: readonly GoldenCase[]): Promise<string> {
  const ofCases = cases.flatMap((one) =>
    [one.wrong, ...(one.sound ?? [])].map((change) => judgementOf(fileOf(one, change))),
  );
  const ofFiles = goldenFiles().map((file) => judgementOf(checkedGolden(file)));
  const limits = ['3715', '371525', '371525108'].map(limitsFor);
  return `cases ${hashOf(ofCases)}, files ${hashOf(ofFiles)}, city ${hashOf(await dirtyCity())}, limits ${hashOf(limits)}`;
}

/** Townships of the synthetic city that have every channel, measure and exit status between them. */
const TOWNSHIPS = ['371525108', '371502101', '371581102', '371522101', '371526101'];

/** What a fold counts of households. */
export function foldFingerprint(): string {
  const tallies = (['2016Q1', '2016Q2'] as const).flatMap((period) =>
    TOWNSHIPS.map((township) => {
      const tally = foldHouseholds(historiesOf(township, yearToDate(period)).values(), CITY_PACK.at(period));
      return Object.entries(tally).sort(([a], [b]) => (a < b ? -1 : 1));
    }),
  );
  return hashOf(tallies);
}

const SEED = 20160630;

/** Small cities with moves, corrections and gaps, the same ones each time; and the synthetic city. */
async function makeCorpus(): Promise<SummaryFacts[]> {
  const small = sample(smallCity, { seed: SEED, numRuns: 20 });
  const facts = await Promise.all(small.map(factsOfUploads));
  // Their plans are their own, not the city's.
  return [...facts.map((one) => ({ ...one, programme: { ...one.programme, cityTarget: null } })), cityFacts()];
}

let corpus: Promise<SummaryFacts[]> | undefined;
const corpusFacts = (): Promise<SummaryFacts[]> => (corpus ??= makeCorpus());

/** What the report tables say of the facts. */
export async function tablesFingerprint(): Promise<string> {
  const all = (await corpusFacts()).map((facts) =>
    Object.values(documentTables(tablesOf(facts))).map(({ id, columns, rows, total }) => [
      id,
      columns.map(({ key, kind }) => [key, kind]),
      rows,
      total,
    ]),
  );
  return hashOf(all);
}

/** What the public edition leaves out. */
export async function policyFingerprint(): Promise<string> {
  const all = (await corpusFacts()).map((facts) => {
    const edition = publicEdition(summarise(facts), facts, []);
    if (edition.withheld) return 'withheld';
    const { tables } = edition.summary;
    // Amounts are hidden line by line; the record is of counts.
    const lines = Object.values(tables).flatMap(({ rows }) => rows.filter((row) => row['amount'] === SUPPRESSED));
    return [Object.keys(tables), edition.disclosure, lines.map(({ line }) => line)];
  });
  return hashOf(all);
}
