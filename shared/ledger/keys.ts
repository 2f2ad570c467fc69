import type { CityPack } from '../city/city.ts';
import { DECISIONS_PREFIX, DRAFTS, PARTITIONS, RECORDS_PREFIX, RUNS_PREFIX } from '../contract.ts';
import { isPeriod, type Period } from '../time/period.ts';

/** Keys of objects and of table items: one place that makes them and takes them apart. */

export type UploadKey = { readonly division: string; readonly period: Period; readonly fileName: string };

/**
 * Takes `<division>/<period>/<file name>` apart. The file name may hold anything but a slash.
 * @returns null when the key is not of that form or the register has no such division
 */
export function parseUploadKey(key: string, pack: CityPack): UploadKey | null {
  const match = /^(\d+)\/(20\d\dQ[1-4])\/([^/]+)$/.exec(key);
  const [, division = '', period = '', fileName = ''] = match ?? [];
  return match && isPeriod(period) && pack.registerOf(period).nameOf(division) !== null
    ? { division, period, fileName }
    : null;
}

export const uploadKey = ({ division, period, fileName }: UploadKey): string => `${division}/${period}/${fileName}`;

/**
 * The parts of a receipt: for programs, for reading, for printing, and the clerk's own file with its problems marked.
 */
export type ReceiptPart = 'json' | 'txt' | 'html' | 'marked.xlsx';

/** Where the part of a receipt waits until its submission is committed. */
export const draftKey = (submissionId: string, part: ReceiptPart): string =>
  `${DRAFTS}${submissionId}/${receiptEnding(part)}`;

/** Where all drafts of an object version lie, whatever judged it. */
export const draftsOfVersion = (versionId: string): string => `${DRAFTS}${versionId}~`;

/** The notice to a division of households that another one reported too. */
export const noticeKey = (division: string, period: Period, ending: 'json' | 'txt'): string =>
  `${division}/${period}/重复户核查.${ending}`;

/** How the name of a part of a receipt ends. */
export const receiptEnding = (part: ReceiptPart): string => (part === 'marked.xlsx' ? part : `receipt.${part}`);

/**
 * The id of a submission: the object version, the rule set that judges it, and an identity of the judgement. What a
 * file is judged against may change between two attempts; rows and receipt of one attempt must never be mixed with
 * those of another. Ids sort by version where version ids do.
 */
export const submissionIdOf = (versionId: string, ruleSet: string, judgement?: string): string =>
  [versionId, ruleSet, ...(judgement === undefined ? [] : [judgement])].join('~');

/** The object version of an id. A submission's id is the version's id, then `~` and what judged it. */
export const versionIdOf = (id: string): string => id.trim().split('~', 1)[0] ?? '';

export const ledgerPartition = (period: Period): string => `${PARTITIONS.ledger}${period}`;
/** One ledger item per object version, whichever rule set judged it: two can never both count. */
export const ledgerSort = (division: string, acceptedAt: string, versionId: string): string =>
  `${division}#${acceptedAt}#${versionId}`;
/** How the sort keys of the offices' decisions begin, which lie beside the ledger, before every division. */
export const DECISIONS_SORT = '#decision';
/** A decision is an item of its own, under its place among those of the period. */
export const decisionSort = (place: number): string => `${DECISIONS_SORT}#${String(place).padStart(6, '0')}`;
export const placeOf = (sort: string): number => Number(sort.slice(`${DECISIONS_SORT}#`.length));
/** Earlier releases kept all decisions of a period in this one item; it is read, and never written again. */
export const FIRST_DECISIONS_SORT = `${DECISIONS_SORT}s`;
export const rowsPartition = (submissionId: string, kind: string, partition: string): string =>
  `${PARTITIONS.rows}${submissionId}#${kind}#${partition}`;
/**
 * The sort key of a page: its place among those of its partition. Earlier releases kept a page under the key of its first
 * row, which is the number of a household; pages of one submission are all of one kind, in the order of their rows.
 */
export const pageSort = (place: number): string => String(place).padStart(6, '0');
/** What is known of the work on one object version before it is committed. */
export const attemptsPartition = (versionId: string): string => `${PARTITIONS.tries}${versionId}`;
export const auditPartition = (period: Period): string => `${PARTITIONS.trail}${period}`;
/** How many runs of a summary there were, and who has a notice of duplicates. */
export const summariesPartition = (period: Period): string => `${PARTITIONS.summaries}${period}`;
/** The list of links, by division. */
export const LINKS_PARTITION = PARTITIONS.links;
/** How often a division's link was used lately. */
export const usePartition = (division: string): string => `${PARTITIONS.uses}${division}`;
/** The reminders of a period that were sent, and to whom. */
export const remindersPartition = (period: Period): string => `${PARTITIONS.reminders}${period}`;
export const foldPartition = (period: Period, township: string): string => `${PARTITIONS.folds}${period}#${township}`;

/** How far the sweep has come: one item. */
export const SWEEP_PARTITION = `${PARTITIONS.sweep}checkpoint`;

/** The frozen inputs of one summary run, in the reports bucket. */
export const runKey = (
  period: Period,
  inputs: string,
  name: 'manifest.json' | 'townships.json' | 'branches.jsonl',
): string => `${RUNS_PREFIX}${period}/${inputs}/${name}`;

/** Folder of all that is published. */
export const REPORTS = 'reports/';
export const revisionPrefix = (period: Period, revision: number): string => `${REPORTS}${period}/rev-${revision}/`;
export const decisionsFolder = (period: Period): string => `${DECISIONS_PREFIX}${period}/`;
export const decisionKey = (period: Period, at: string, hash: string): string =>
  `${decisionsFolder(period)}${at}-${hash}.json`;
export function periodOfDecision(key: string): Period | null {
  const period = key.slice(DECISIONS_PREFIX.length).split('/', 1)[0] ?? '';
  return isPeriod(period) ? period : null;
}
/** What names the newest revision of a period. @param folder of a city's report set; the root's has none */
export const latestKey = (period: Period, folder = ''): string => `${REPORTS}${folder}${period}/latest.json`;
/** Names the newest revision's records.parquet, in the manner of Hive's partitions. */
export const recordsListKey = (period: Period): string => `${RECORDS_PREFIX}period=${period}/files.txt`;
/** What is about several revisions: the public and the offices have a folder each, and in it each city of a province. */
const pagesPrefix = (audience: 'internal' | 'public', folder: string): string =>
  `${REPORTS}${audience === 'internal' ? 'internal/' : ''}${folder}`;
/** Folder of the figures of all quarters. @param folder of a city's report set; the root's has none */
export const seriesPrefix = (audience: 'internal' | 'public', folder = ''): string =>
  `${pagesPrefix(audience, folder)}series/`;
const pageKey =
  (page: string) =>
  (audience: 'internal' | 'public', period: Period | null = null, folder = ''): string =>
    `${pagesPrefix(audience, folder)}${period === null ? '' : `${period}/`}${page}`;
/**
 * The page that lists the revisions of a period, or without one the periods.
 * @param folder of a city's report set; the root's has none
 */
export const indexKey = pageKey('index.html');
/** The address that always leads to the newest bulletin of a period, or without one of all periods. */
export const newestKey = pageKey('bulletin.html');
