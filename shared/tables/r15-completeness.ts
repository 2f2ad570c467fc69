import { reportingOf, type Reporting } from './completeness.ts';
import { tenthsOfPercent } from './rounding.ts';
import type { Submission } from '../ledger/submission.ts';
import type { ReportColumn, ReportRow, TableBuilder } from './report-table.ts';
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

/** R15 报送情况通报. Files that a county or the city sent for itself count in files and rows of that unit. */
export const r15: TableBuilder = (facts) => {
  const { register } = facts;
  const accepted = new Map<string, number>();
  const rows: ReportRow[] = [...register.units, { code: register.cityCode, name: register.cityName }].map((unit) => {
    const due = register.due.filter((township) => township.unit === unit.code);
    const states = due.map((township) => ({
      name: township.name,
      state: reportingOf(township.code, facts.submissions, facts.nilReturns),
    }));
    const count = (state: Reporting): number => states.filter((one) => one.state === state).length;
    const files = facts.submissions.filter(
      (submission) => (register.unitOf(submission.division) ?? submission.division) === unit.code,
    );
    const sum = (of: (file: (typeof files)[number]) => number): number =>
      files.reduce((total, file) => total + of(file), 0);
    const tally = (counts: Readonly<Record<string, number>>): number =>
      Object.values(counts).reduce((total, value) => total + value, 0);
    accepted.set(
      unit.code,
      sum((file) => file.accepted),
    );
    return {
      code: unit.code,
      unit: unit.name,
      due: due.length,
      received: due.length - count('missing'),
      onTime: count('on time'),
      late: count('late'),
      missing: count('missing'),
      files: files.length,
      resubmissions: [...Map.groupBy(files, (file) => file.division).values()].reduce(
        (total, own) => total + resubmissionsOf(own),
        0,
      ),
      rows: sum((file) => file.rows),
      errors: sum((file) => tally(file.errors)),
      warnings: sum((file) => tally(file.warnings)),
      acceptance: tenthsOfPercent(
        accepted.get(unit.code) ?? 0,
        sum((file) => file.rows),
      ),
      missingNames:
        states
          .filter((one) => one.state === 'missing')
          .map((one) => one.name)
          .join('、') || null,
    };
  });
  const sums = sumRows(COLUMNS, rows);
  const allAccepted = [...accepted.values()].reduce((total, value) => total + value, 0);
  return {
    id: 'R15',
    zh: '报送情况通报',
    en: 'Reporting discipline',
    unit: { zh: '个、行', en: 'townships, rows' },
    columns: COLUMNS,
    rows,
    total: { unit: '合计', ...sums, acceptance: tenthsOfPercent(allAccepted, sums['rows'] ?? 0) },
    notes: [
      {
        zh: '没有村（居）委会的单位（香江）不需上报。',
        en: 'Units without villages or residents’ committees owe no report.',
      },
    ],
  };
};

/**
 * Files of one division, oldest first, that bring no table that was not in an earlier one, whatever became of that. Of a file that could not
 * be read nobody knows what it held: it counts as a first try at what came later.
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
