import { rate, WORKED } from './basis.ts';
import type { Text } from '../language/language.ts';
import { reportings, type Reporting } from './completeness.ts';
import { tenthsOfPercent } from './rounding.ts';
import type { Submission } from '../ledger/submission.ts';
import { plain } from './treatment.ts';
import {
  TOTAL,
  type ReportColumn,
  type ReportRow,
  type SummaryFacts,
  type TableContent,
  type ReportDefinition,
} from './report-table.ts';
import { sumOf } from './projects.ts';
import { sumRows } from './uplift-columns.ts';

const TOWNSHIPS = { zh: '乡镇（街道）', en: 'townships' };

const COLUMNS: readonly ReportColumn[] = [
  { key: 'code', zh: '代码', en: 'code', kind: 'text' },
  { key: 'unit', zh: '填报单位', en: 'unit', kind: 'text' },
  { key: 'due', zh: '应报', en: 'due', group: TOWNSHIPS, kind: 'count' },
  { key: 'received', zh: '已报', en: 'received', group: TOWNSHIPS, kind: 'count' },
  { key: 'onTime', zh: '按时', en: 'on time', group: TOWNSHIPS, kind: 'count' },
  { key: 'late', zh: '逾期', en: 'late', group: TOWNSHIPS, kind: 'count' },
  { key: 'missing', zh: '未报', en: 'missing', group: TOWNSHIPS, kind: 'count' },
  { key: 'files', zh: '文件数', en: 'files', kind: 'count' },
  { key: 'resubmissions', zh: '重报文件数', en: 'resubmissions', kind: 'count' },
  { key: 'rows', zh: '上报行数', en: 'rows', kind: 'count' },
  { key: 'errors', zh: '错误数', en: 'errors', kind: 'count' },
  { key: 'warnings', zh: '提示数', en: 'warnings', kind: 'count' },
  { key: 'acceptance', zh: '接收率', en: 'acceptance rate', kind: 'percent' },
  { key: 'missingNames', zh: '未报单位', en: 'missing townships', kind: 'text' },
];

/** Rows that were accepted. */
const ACCEPTED = `${WORKED}accepted`;

/** R15 报送情况通报. Files that a county or the city sent for itself count in files and rows of that unit. */
export const r15: ReportDefinition = {
  id: 'R15',
  publication: {
    rows: 'code',
    columns: {
      code: plain,
      unit: plain,
      due: plain,
      received: plain,
      onTime: plain,
      late: plain,
      missing: plain,
      files: plain,
      resubmissions: plain,
      missingNames: plain,
    },
  },
  aboutFiles: true,
  tidy: {
    columns: {
      files: 'files',
      resubmissions: 'files',
      rows: 'rows',
      errors: 'findings',
      warnings: 'findings',
      '*': 'townships',
    },
    placeOf: (_, place) =>
      place.level === 'city' || place.level === 'province' ? { ...place, line: 'R15.office' } : place,
  },
  bases: { acceptance: rate(ACCEPTED, 'rows') },
  build,
};

function build(facts: SummaryFacts): TableContent {
  const { register, submissions, nilReturns } = facts;
  const stateOf = reportings(submissions, nilReturns);
  const divisions = [...register.units, ...register.cities, { code: register.root }];
  const rows = divisions.map(({ code }): ReportRow => {
    const { missingNames = null, ...townships } = townshipFigures(code, facts, stateOf);
    return { code, unit: register.textOf(code), ...townships, ...fileFigures(filesOf(code, facts)), missingNames };
  });
  const sums = sumRows(COLUMNS, rows);
  const accepted = sumOf(
    divisions.flatMap(({ code }) => filesOf(code, facts)),
    (file) => file.accepted,
  );
  return {
    zh: '报送情况通报',
    en: 'Reporting discipline',
    unit: { zh: '个、行', en: 'townships, rows' },
    columns: COLUMNS,
    rows,
    total: { unit: TOTAL, ...sums, [ACCEPTED]: accepted, acceptance: tenthsOfPercent(accepted, sums['rows'] ?? 0) },
    notes: exemptNotes(facts),
  };
}

/** Names the townships that owe no report; empty where all of them owe one. */
function exemptNotes({ register }: SummaryFacts): Text[] {
  const due = new Set(register.due);
  const exempt = register.townships.filter((township) => !due.has(township)).map(({ code }) => register.textOf(code));
  if (exempt.length === 0) return [];
  return [
    {
      zh: `没有村（居）委会的单位（${exempt.map(({ zh }) => zh).join('、')}）不需上报。`,
      en: `Units without villages or residents’ committees owe no report: ${exempt.map(({ en }) => en).join(', ')}.`,
    },
  ];
}

/** The files that a unit and its townships, or the office of a city or a province sent. */
const filesOf = (division: string, { submissions, register }: SummaryFacts): Submission[] =>
  submissions.filter((submission) => (register.unitOf(submission.division) ?? submission.division) === division);

type StateOf = (township: string) => Reporting;

/** The townships of a unit that owe a report, and those of them that have sent it. */
function townshipFigures(unit: string, { register }: SummaryFacts, stateOf: StateOf): ReportRow {
  const due = register.due.filter((township) => township.unit === unit);
  const states = due.map(({ code, name }) => ({ name, state: stateOf(code) }));
  const of = (state: Reporting): string[] => states.filter((one) => one.state === state).map(({ name }) => name);
  const missing = of('missing');
  return {
    due: due.length,
    received: due.length - missing.length,
    onTime: of('on time').length,
    late: of('late').length,
    missing: missing.length,
    missingNames: missing.join('、') || null,
  };
}

/** The rows in the files of a division, and the findings in them. */
function fileFigures(files: readonly Submission[]): ReportRow {
  const tally = (counts: Readonly<Record<string, number>>): number =>
    Object.values(counts).reduce((total, value) => total + value, 0);
  const rows = sumOf(files, (file) => file.rows);
  const accepted = sumOf(files, (file) => file.accepted);
  return {
    files: files.length,
    resubmissions: [...Map.groupBy(files, (file) => file.division).values()].reduce(
      (total, own) => total + resubmissionsOf(own),
      0,
    ),
    rows,
    errors: sumOf(files, (file) => tally(file.errors)),
    warnings: sumOf(files, (file) => tally(file.warnings)),
    [ACCEPTED]: accepted,
    acceptance: tenthsOfPercent(accepted, rows),
  };
}

/**
 * Files of one division, oldest first, that bring only tables which an earlier file brought already, accepted or not.
 * Nobody knows what a file that could not be read held, so it counts as a first try at what came later.
 */
function resubmissionsOf(files: readonly Submission[]): number {
  const seen = new Set<string>();
  let unknown = false;
  let count = 0;
  for (const [index, { kinds }] of files.entries()) {
    if (index > 0 && (unknown || kinds.every((kind) => seen.has(kind)))) count++;
    for (const kind of kinds) seen.add(kind);
    unknown ||= kinds.length === 0;
  }
  return count;
}
