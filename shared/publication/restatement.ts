import { levelOf, rootLevel } from '../city/levels.ts';
import type { Register } from '../city/register.ts';
import type { Text } from '../language/language.ts';
import type { PublishedManifest } from './published-manifest.ts';
import { arrivedAt, counts } from '../ledger/submission.ts';
import { REPORT_TABLES } from '../tables/catalogue.ts';
import { cellText, columnTitle } from '../tables/table-csv.ts';
import {
  namingColumn,
  TOTAL,
  valueIn,
  wordsIn,
  type ColumnKind,
  type ReportColumn,
  type ReportRow,
  type ReportTable,
  type ReportValue,
} from '../tables/report-table.ts';
import type { Summary } from '../summary/summary.ts';

/** A revision that is compared: its figures, and what they were made of. */
export type RestatedRevision = {
  readonly summary: Pick<Summary, 'period' | 'tables'>;
  readonly manifest: Pick<
    PublishedManifest,
    'period' | 'revision' | 'inputs' | 'ruleSet' | 'codeVersion' | 'config' | 'submissions' | 'withdrawn' | 'notCounted'
  >;
};
type RestatedManifest = RestatedRevision['manifest'];

/** A file that counts in one of two revisions only. */
export type ChangedSubmission = {
  readonly submissionId: string;
  readonly change: 'added' | 'removed';
  readonly division: string;
  /** When all of it was there, ISO 8601 UTC. */
  readonly acceptedAt: string;
  readonly sha256: string;
  /** Personal data of it was erased in between: all of it, or a household. */
  readonly erased?: true;
};

/** One figure that is not what it was; null where the row was not there. Values as in summary.json. */
export type MovedFigure = {
  readonly table: string;
  readonly row: string;
  /** Whose figure it is: the code of a division, or null for the whole that the reports are about. */
  readonly code: string | null;
  readonly level: 'province' | 'city' | 'unit' | 'township';
  /** The row and the column in words: the unit's name, the column's title. */
  readonly rowName: string;
  readonly rowNameEn: string;
  readonly column: string;
  readonly columnName: string;
  readonly columnNameEn: string;
  /** What `old` and `new` count, as in summary.json. */
  readonly kind: ColumnKind;
  readonly old: ReportValue;
  readonly new: ReportValue;
  readonly oldText: string;
  readonly newText: string;
  /** New less old, counted as they are; null where either is no number. */
  readonly difference: number | null;
  readonly differenceText: string;
  /**
   * Ids of submissions of the row's own divisions that count, in tables about files those too that do not; empty where
   * only figures of others, the rules or the code can have moved it.
   */
  readonly causes: readonly string[];
};

type Pair<T> = { readonly from: T; readonly to: T };

export type Restatement = {
  readonly period: PublishedManifest['period'];
  readonly revision: Pair<number>;
  readonly inputs: Pair<string>;
  readonly ruleSet: Pair<string>;
  readonly codeVersion: Pair<string>;
  readonly config: Pair<string>;
  /** Codes of townships that the system could not count. */
  readonly notCounted: Pair<readonly string[]>;
  readonly submissions: readonly ChangedSubmission[];
  readonly moved: readonly MovedFigure[];
};

/** What a revision changes against an earlier one of its period: every figure that moved, and what moved it. */
export function restatementOf(before: RestatedRevision, after: RestatedRevision, register: Register): Restatement {
  const pair = <K extends 'revision' | 'inputs' | 'ruleSet' | 'codeVersion' | 'config'>(
    key: K,
  ): Pair<RestatedManifest[K]> => ({
    from: before.manifest[key],
    to: after.manifest[key],
  });
  const changed = changedSubmissions(before.manifest, after.manifest).filter((one) => concerns(one, register));
  const ids = [...new Set([...Object.keys(before.summary.tables), ...Object.keys(after.summary.tables)])].sort();
  return {
    period: after.manifest.period,
    revision: pair('revision'),
    inputs: pair('inputs'),
    ruleSet: pair('ruleSet'),
    codeVersion: pair('codeVersion'),
    config: pair('config'),
    notCounted: { from: notCountedIn(before.manifest, register), to: notCountedIn(after.manifest, register) },
    submissions: changed.map(({ submission }) => submission),
    moved: ids.flatMap((id) =>
      movedIn({ before: before.summary.tables[id], after: after.summary.tables[id], changed, register }),
    ),
  };
}

const notCountedIn = ({ notCounted }: RestatedManifest, register: Register): string[] =>
  notCounted.map(({ township }) => township).filter((township) => register.covers(register.root, township));

/** Whether code names the division that holds the whole register, a city's province. */
const isAbove = (code: string, { root }: Register): boolean => code !== root && root.startsWith(code);

/**
 * Whether a file can have moved figures of a register: one of its divisions, or one from above with rows of it. What a
 * province reports as an office, such as the year's targets, is about all of its cities.
 */
const concerns = ({ submission, partitions }: Changed, register: Register): boolean =>
  register.covers(register.root, submission.division) ||
  partitions.some((one) => register.covers(register.root, one) || isAbove(one, register));

type Changed = {
  readonly submission: ChangedSubmission;
  readonly partitions: readonly string[];
  readonly counts: boolean;
};

/** Tables whose figures are of files and what was found in them, rows or not. */
const ABOUT_FILES: ReadonlySet<string> = new Set(
  REPORT_TABLES.filter(({ aboutFiles }) => aboutFiles === true).map(({ id }) => id),
);

function changedSubmissions(before: RestatedManifest, after: RestatedManifest): Changed[] {
  const erased = erasedIn(after);
  const only = (one: RestatedManifest, other: RestatedManifest, change: ChangedSubmission['change']): Changed[] => {
    const known = new Set(other.submissions.map(({ submissionId }) => submissionId));
    return one.submissions
      .filter(({ submissionId }) => !known.has(submissionId))
      .map(({ partitions, submissionId, versionId, division, sha256, ...judged }) => ({
        submission: {
          submissionId,
          change,
          division,
          acceptedAt: arrivedAt(judged),
          sha256,
          ...(erased.has(versionId) ? { erased: true as const } : {}),
        },
        partitions: [...new Set(Object.values(partitions).flatMap((rows) => Object.keys(rows)))],
        counts: counts(judged),
      }));
  };
  return [...only(before, after, 'removed'), ...only(after, before, 'added')];
}

/** Object versions of which a revision lacks rows that were erased. */
const erasedIn = ({ submissions, withdrawn }: RestatedManifest): ReadonlySet<string> =>
  new Set([
    ...withdrawn.flatMap(({ versionId, erased }) => (erased ? [versionId] : [])),
    ...submissions.flatMap(({ versionId, erasedAt }) => (erasedAt === undefined ? [] : [versionId])),
  ]);

type TablePair = {
  readonly before: ReportTable | undefined;
  readonly after: ReportTable | undefined;
  readonly changed: readonly Changed[];
  readonly register: Register;
};

function movedIn({ before, after, changed, register }: TablePair): MovedFigure[] {
  const table = after ?? before;
  if (!table) return [];
  const [was, is] = [rowsByName(before), rowsByName(after)];
  const columns = figureColumns(before, after);
  const contributing = ABOUT_FILES.has(table.id) ? changed : changed.filter((one) => one.counts);
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const [old, now] = [was.get(name), is.get(name)];
    const row = now ?? old ?? {};
    const place = placeOf(row, register);
    const words = rowWords({ table, row, name, register });
    const causes = causesOf(row, contributing, register);
    return columns
      .filter(({ key }) => valueIn(old?.[key]) !== valueIn(now?.[key]))
      .map((column) => ({
        table: table.id,
        row: name,
        ...place,
        rowName: words.zh,
        rowNameEn: words.en,
        column: column.key,
        columnName: columnTitle(column),
        columnNameEn: columnTitle(column, 'en'),
        kind: column.kind,
        ...change(column, valueIn(old?.[column.key]), valueIn(now?.[column.key])),
        causes,
      }));
  });
}

type Change = Pick<MovedFigure, 'old' | 'new' | 'oldText' | 'newText' | 'difference' | 'differenceText'>;

function change(column: ReportColumn, old: ReportValue, now: ReportValue): Change {
  const difference = typeof old === 'number' && typeof now === 'number' ? now - old : null;
  const text = difference === null ? '' : cellText(column, difference, false);
  return {
    old,
    new: now,
    oldText: cellText(column, old, false),
    newText: cellText(column, now, false),
    difference,
    differenceText: difference !== null && difference > 0 ? `+${text}` : text,
  };
}

function placeOf({ code }: ReportRow, register: Register): Pick<MovedFigure, 'code' | 'level'> {
  if (typeof code !== 'string' || code === register.root) return { code: null, level: rootLevel(register) };
  const level = levelOf(code, register);
  return { code, level: level === 'township' || level === 'city' ? level : 'unit' };
}

/**
 * The columns of either table, the later one's first. The number of a line is no figure: another line before it moves
 * it.
 */
function figureColumns(before: ReportTable | undefined, after: ReportTable | undefined): ReportColumn[] {
  const now = after?.columns ?? [];
  const known = new Set(now.map(({ key }) => key));
  const gone = before?.columns.filter(({ key }) => !known.has(key)) ?? [];
  return [...now, ...gone].filter(({ kind }) => kind !== 'line');
}

/** Rows by what they are called: their code and line where these are one row's alone, else all their words. */
function rowsByName(table: ReportTable | undefined): Map<string, ReportRow> {
  if (!table) return new Map();
  const names = new Set(table.rows.map(ownName));
  const isUnique = names.size === table.rows.length && !names.has('');
  const words = wordKeys(table);
  const rows = new Map<string, ReportRow>();
  for (const row of table.rows) {
    const name = isUnique ? ownName(row) : words.map((key) => valueIn(row[key]) ?? '').join(' ');
    rows.set(rows.has(name) ? `${name} (${rows.size + 1})` : name, row);
  }
  if (table.total) rows.set(TOTAL.zh, table.total);
  return rows;
}

/** What names a row whatever else it says: its division, and its line where the division has several rows. */
const ownName = ({ code, line }: ReportRow): string =>
  [code, line].filter((part) => typeof part === 'string').join(' ');

const wordKeys = ({ columns }: ReportTable): string[] =>
  columns.filter(({ kind }) => kind === 'text').map(({ key }) => key);

type NamedRow = {
  readonly table: ReportTable;
  readonly row: ReportRow;
  readonly name: string;
  readonly register: Register;
};

/** A row's name for people: the place for its code, and what else tells it from its fellows. */
function rowWords({ table, row, name, register }: NamedRow): Text {
  const { code, line } = row;
  const naming = row[namingColumn(table.columns)?.key ?? ''];
  if (name === TOTAL.zh) return TOTAL;
  if (typeof code !== 'string') {
    const words = naming === undefined || line === undefined ? name : naming;
    return wordsIn(words);
  }
  const place = fullName(code, register);
  if (name === code) return place;
  const words = wordKeys(table).filter((key) => key !== 'code');
  // Where no column names the place, its name goes before the words.
  const hasPlace = words.some((key) => key === 'unit' || key === 'township');
  const parts = [...(hasPlace ? [] : [place]), ...words.map((key) => wordsIn(row[key]))];
  return { zh: parts.map(({ zh }) => zh).join(' '), en: parts.map(({ en }) => en).join(' ') };
}

/** A township after its unit, any other division alone. */
export function fullName(code: string, register: Register): Text {
  const own = register.textOf(code);
  if (isAbove(code, register)) return register.profile.province ?? own;
  const township = register.township(code);
  if (!township) return own;
  const unit = register.textOf(township.unit);
  return { zh: `${unit.zh}${own.zh}`, en: `${own.en}, ${unit.en}` };
}

function causesOf(row: ReportRow, changed: readonly Changed[], register: Register): string[] {
  const { code } = row;
  const isOf = ({ partitions, submission }: Changed): boolean =>
    typeof code !== 'string' ||
    code === register.root ||
    code === submission.division ||
    partitions.some((partition) => partition === code || register.covers(code, partition));
  return changed.filter(isOf).map(({ submission }) => submission.submissionId);
}
