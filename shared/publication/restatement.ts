import type { Register } from '../city/register.ts';
import type { PublishedManifest } from './published-manifest.ts';
import { counts } from '../ledger/submission.ts';
import { periodTitle } from '../time/period.ts';
import { pageOf } from '../bulletin/page-frame.ts';
import { PAGE_SCRIPT } from '../bulletin/page-script.ts';
import { BASE_STYLE, BULLETIN_STYLE } from '../bulletin/page-style.ts';
import { tableSection } from '../bulletin/table-section.ts';
import { both, escapeHtml } from '../bulletin/page-text.ts';
import { cellText, columnTitle, tableCsv } from '../tables/table-csv.ts';
import type { ReportFile } from './report-files.ts';
import { REPORT_TABLES } from '../tables/catalogue.ts';
import {
  namingColumn,
  valueIn,
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
    'period' | 'revision' | 'inputs' | 'ruleSet' | 'codeVersion' | 'config' | 'submissions' | 'notCounted'
  >;
};
type RestatedManifest = RestatedRevision['manifest'];

/** A file that counts in one of two revisions only. */
export type ChangedSubmission = {
  readonly submissionId: string;
  readonly change: 'added' | 'removed';
  readonly division: string;
  readonly acceptedAt: string;
  readonly sha256: string;
};

/** One figure that is not what it was; null where the row was not there. Values as in summary.json. */
export type MovedFigure = {
  readonly table: string;
  readonly row: string;
  /** The row and the column in words: the unit's name, the column's title. */
  readonly rowName: string;
  readonly column: string;
  readonly columnName: string;
  /** What `old` and `new` count, as in summary.json. */
  readonly kind: ColumnKind;
  readonly old: ReportValue;
  readonly new: ReportValue;
  readonly oldText: string;
  readonly newText: string;
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
  const changed = changedSubmissions(before.manifest, after.manifest);
  const ids = [...new Set([...Object.keys(before.summary.tables), ...Object.keys(after.summary.tables)])].sort();
  return {
    period: after.manifest.period,
    revision: pair('revision'),
    inputs: pair('inputs'),
    ruleSet: pair('ruleSet'),
    codeVersion: pair('codeVersion'),
    config: pair('config'),
    notCounted: { from: notCountedIn(before.manifest), to: notCountedIn(after.manifest) },
    submissions: changed.map(({ submissionId, change, division, acceptedAt, sha256 }) => ({
      submissionId,
      change,
      division,
      acceptedAt,
      sha256,
    })),
    moved: ids.flatMap((id) =>
      movedIn({ before: before.summary.tables[id], after: after.summary.tables[id], changed, register }),
    ),
  };
}

const notCountedIn = ({ notCounted }: RestatedManifest): string[] => notCounted.map(({ township }) => township);

type Changed = ChangedSubmission & { readonly partitions: readonly string[]; readonly counts: boolean };

/** Tables whose figures are of files and what was found in them, rows or not. */
const ABOUT_FILES: ReadonlySet<string> = new Set(
  REPORT_TABLES.filter(({ aboutFiles }) => aboutFiles === true).map(({ id }) => id),
);

function changedSubmissions(before: RestatedManifest, after: RestatedManifest): Changed[] {
  const only = (one: RestatedManifest, other: RestatedManifest, change: ChangedSubmission['change']): Changed[] => {
    const known = new Set(other.submissions.map(({ submissionId }) => submissionId));
    return one.submissions
      .filter(({ submissionId }) => !known.has(submissionId))
      .map((submission) => {
        const { partitions, submissionId, division, acceptedAt, sha256 } = submission;
        const touched = Object.values(partitions).flatMap((rows) => Object.keys(rows));
        return {
          submissionId,
          change,
          division,
          acceptedAt,
          sha256,
          partitions: [...new Set(touched)],
          counts: counts(submission),
        };
      });
  };
  return [...only(before, after, 'removed'), ...only(after, before, 'added')];
}

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
  const contributing = ABOUT_FILES.has(table.id) ? changed : changed.filter((submission) => submission.counts);
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name) => {
    const [old, now] = [was.get(name), is.get(name)];
    const causes = causesOf(now ?? old ?? {}, contributing, register);
    return columns
      .filter(({ key }) => valueIn(old?.[key]) !== valueIn(now?.[key]))
      .map((column): MovedFigure => ({
        table: table.id,
        row: name,
        rowName: rowWords({ table, row: now ?? old ?? {}, name, register }),
        column: column.key,
        columnName: columnTitle(column),
        kind: column.kind,
        old: valueIn(old?.[column.key]),
        new: valueIn(now?.[column.key]),
        oldText: cellText(column, old?.[column.key], false),
        newText: cellText(column, now?.[column.key], false),
        causes,
      }));
  });
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
  if (table.total) rows.set('合计', table.total);
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
function rowWords({ table, row, name, register }: NamedRow): string {
  const { code, line } = row;
  if (typeof code !== 'string') {
    const naming = namingColumn(table.columns)?.key ?? '';
    return line === undefined ? name : String(valueIn(row[naming]) ?? name);
  }
  const township = register.township(code);
  const place = `${(township && register.nameOf(township.unit)) ?? ''}${register.nameOf(code) ?? code}`;
  if (name === code) return place;
  const words = wordKeys(table).filter((key) => key !== 'code');
  // Where no column names the place, its name goes before the words.
  const hasPlace = words.some((key) => key === 'unit' || key === 'township');
  return [...(hasPlace ? [] : [place]), ...words.map((key) => valueIn(row[key]) ?? '')].join(' ');
}

function causesOf(row: ReportRow, changed: readonly Changed[], register: Register): string[] {
  const { code } = row;
  const isOf = ({ partitions, division }: Changed): boolean =>
    typeof code !== 'string' ||
    code === division ||
    partitions.some((partition) => partition === code || register.covers(code, partition));
  return changed.filter(isOf).map(({ submissionId }) => submissionId);
}

const text = (key: string, zh: string, en: string): ReportColumn => ({ key, zh, en, kind: 'text' });

/** @param plain numbers as programs want them, as in the tables' own CSV */
function movedTable({ moved }: Restatement, plain: boolean): ReportTable {
  return {
    id: 'moved',
    zh: '变动的数字',
    en: 'Figures that moved',
    unit: { zh: '见各表', en: 'as in each table' },
    columns: [
      text('table', '表', 'table'),
      text('row', '行', 'row'),
      text('rowName', '行名', 'row name'),
      text('column', '列', 'column'),
      text('columnName', '列名', 'column title'),
      text('old', '原数', 'old'),
      text('new', '现数', 'new'),
      text('causes', '涉及的上传', 'submissions'),
    ],
    rows: moved.map(({ causes, oldText, newText, ...figure }) => ({
      ...figure,
      old: plain ? cellText(figure, figure.old, true) : oldText,
      new: plain ? cellText(figure, figure.new, true) : newText,
      causes: causes.join(' '),
    })),
    total: null,
    notes: [],
  };
}

/** restatement.json, .csv and .html. The same two revisions give the same bytes. */
export function restatementFiles(restatement: Restatement, register: Register): ReadonlyMap<string, ReportFile> {
  const moved = movedTable(restatement, false);
  return new Map<string, ReportFile>([
    [
      'restatement.json',
      { content: `${JSON.stringify(restatement, null, 1)}\n`, type: 'application/json; charset=utf-8' },
    ],
    ['restatement.csv', { content: tableCsv(movedTable(restatement, true)), type: 'text/csv; charset=utf-8' }],
    ['restatement.html', { content: page(restatement, moved, register), type: 'text/html; charset=utf-8' }],
  ]);
}

const townshipNames = (codes: readonly string[], register: Register): string =>
  codes.map((code) => register.nameOf(code) ?? code).join('、') || '—';

function page(
  { period, revision, ruleSet, codeVersion, config, notCounted, submissions }: Restatement,
  moved: ReportTable,
  register: Register,
): string {
  const changed: ReportTable = {
    id: 'submissions',
    zh: '增加和撤下的上传',
    en: 'Submissions added and removed',
    unit: { zh: '个', en: 'files' },
    columns: [
      text('change', '变化', 'change'),
      text('division', '单位', 'division'),
      text('acceptedAt', '接收时间（UTC）', 'accepted (UTC)'),
      text('submissionId', '编号', 'id'),
    ],
    rows: submissions.map(({ change, division, acceptedAt, submissionId }) => ({
      change: { zh: change === 'added' ? '增加' : '撤下', en: change },
      division: `${division} ${register.nameOf(division) ?? ''}`,
      acceptedAt,
      submissionId,
    })),
    total: null,
    notes: [],
  };
  const other = [
    ['规则', 'rules', ruleSet],
    ['程序', 'program', codeVersion],
    ['配置', 'configuration', config],
    [
      '未能汇总',
      'not counted',
      { from: townshipNames(notCounted.from, register), to: townshipNames(notCounted.to, register) },
    ],
  ] as const;
  const causes = other
    .filter(([, , { from, to }]) => from !== to)
    .map(([zh, en, { from, to }]) => both({ zh: `${zh}：${from} → ${to}`, en: `${en}: ${from} → ${to}` }));
  return pageOf({
    office: register.profile.office,
    title: { zh: `${periodTitle(period)}汇总更正说明`, en: `Restatement of ${period}` },
    style: BASE_STYLE + BULLETIN_STYLE,
    script: PAGE_SCRIPT,
    meta: [
      both({ zh: `第${revision.from}版 → 第${revision.to}版`, en: `revision ${revision.from} → ${revision.to}` }),
      ...causes,
    ],
    contents: '',
    main: [changed, moved].map((table) => tableSection(table, register.profile.office)).join('\n'),
    footer: `<p><a href="bulletin.html">${both({ zh: '通报', en: 'bulletin' })}</a> · ${escapeHtml(period)}</p>`,
  });
}
