import { average, cell, WORKED } from './basis.ts';
import { worded } from './tidy-reading.ts';
import type { Text } from '../language/language.ts';
import type { Submission } from '../ledger/submission.ts';
import { ruleNamed } from '../rules/catalogue.ts';
import { headingOf, PRECISIONS } from '../rules/precision.ts';
import { roundedQuotient } from './rounding.ts';
import {
  wordsIn,
  type ReportColumn,
  type ReportRow,
  type SummaryFacts,
  type TableContent,
  type ReportDefinition,
} from './report-table.ts';

const MOST = 10;
/** Tenths per thousand rows. */
const PER_THOUSAND = 10_000;
/** Rows of the files of a unit. */
const LINES = `${WORKED}lines`;

const COLUMNS: readonly ReportColumn[] = [
  { key: 'code', zh: '代码', en: 'code', kind: 'text' },
  { key: 'unit', zh: '填报单位', en: 'unit', kind: 'text' },
  { key: 'heading', zh: '六个精准', en: 'heading', kind: 'text' },
  { key: 'rank', zh: '名次', en: 'rank', kind: 'rank' },
  { key: 'rule', zh: '规则', en: 'rule', kind: 'text' },
  { key: 'problem', zh: '问题', en: 'problem', kind: 'text' },
  { key: 'severity', zh: '级别', en: 'severity', kind: 'text' },
  { key: 'count', zh: '次数', en: 'count', kind: 'count' },
  { key: 'perThousand', zh: '每千行', en: 'per 1,000 rows', kind: 'points' },
];

const SEVERITIES = {
  error: { zh: '错误', en: 'error' },
  warning: { zh: '提示', en: 'warning' },
} as const satisfies Readonly<Record<string, Text>>;

type Count = { readonly rule: string; readonly severity: keyof typeof SEVERITIES; readonly count: number };

/**
 * R16 数据质量通报: for the city and each unit the counts by the six headings, each followed by those of the unit's ten most
 * frequent rules.
 */
export const r16: ReportDefinition = {
  id: 'R16',
  publication: 'internal',
  aboutFiles: true,
  tidy: {
    columns: { count: 'findings', perThousand: 'per_thousand_rows' },
    placeOf: (row, place) => ({ ...place, line: `R16.${lineOf(row)}` }),
  },
  bases: {
    rank: { as: 'rank', of: [cell('count')], isOfUnit: true },
    perThousand: average('count', LINES, PER_THOUSAND),
  },
  build: (facts) => build(facts, MOST),
  unabridged: (facts) => build(facts, Infinity),
};

function build(facts: SummaryFacts, most: number): TableContent {
  const { register } = facts;
  const all = { code: register.root, unit: register.whole };
  const rows = [all, ...register.units.map(({ code }) => ({ code, unit: register.textOf(code) }))].flatMap((unit) => {
    const files = facts.submissions.filter(
      (file) => unit === all || (register.unitOf(file.division) ?? file.division) === unit.code,
    );
    return unitRows(unit, files, most);
  });
  return {
    zh: '数据质量通报',
    en: 'Data quality',
    unit: { zh: '次', en: 'findings' },
    columns: COLUMNS,
    rows,
    total: null,
    notes: [
      {
        zh: '次数为本季全部文件（含重报）中的错误和提示；每千行按文件行数计算；小计含未进入前十的规则。文件格式类规则不属六个精准，单列。',
        en: 'Errors and warnings in all files of the quarter, resubmissions included, per 1,000 rows of the files; subtotals hold all rules, not only the ten listed.',
      },
    ],
  };
}

function unitRows(
  unit: { readonly code: string; readonly unit: Text },
  files: readonly Submission[],
  most: number,
): ReportRow[] {
  const lines = files.reduce((sum, file) => sum + file.rows, 0);
  const counts = countsOf(files);
  const top = counts.slice(0, most);
  const line = (rest: ReportRow): ReportRow => ({
    ...unit,
    ...rest,
    [LINES]: lines,
    perThousand: roundedQuotient(Number(rest['count']), lines, PER_THOUSAND),
  });
  return PRECISIONS.flatMap(({ code, zh, en }) => {
    const own = counts.filter(({ rule }) => headingOf(rule) === code);
    if (own.length === 0) return [];
    const heading = { zh, en };
    return [
      line({ heading, rule: { zh: '小计', en: 'subtotal' }, count: own.reduce((sum, { count }) => sum + count, 0) }),
      ...top
        .filter(({ rule }) => headingOf(rule) === code)
        .map(({ rule, severity, count }) =>
          line({
            heading,
            // Equal counts share a rank.
            rank: 1 + counts.filter((other) => other.count > count).length,
            rule,
            problem: problemOf(rule),
            severity: SEVERITIES[severity],
            count,
          }),
        ),
    ];
  });
}

/**
 * Rules by frequency, then by code. A rule that was an error in one place and a warning in another is counted as two.
 */
function countsOf(files: readonly Submission[]): Count[] {
  const counts: Count[] = [];
  for (const severity of ['error', 'warning'] as const) {
    const sums = new Map<string, number>();
    for (const file of files)
      for (const [rule, count] of Object.entries(severity === 'error' ? file.errors : file.warnings))
        sums.set(rule, (sums.get(rule) ?? 0) + count);
    for (const [rule, count] of sums) counts.push({ rule, severity, count });
  }
  return counts.sort(
    (a, b) => b.count - a.count || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : a.severity < b.severity ? -1 : 1),
  );
}

/**
 * The rule's message without its row, with … where it differs from case to case. A code that only an older catalogue
 * had has no message.
 */
export function problemOf(code: string): Text | null {
  const rule = ruleNamed(code);
  if (!rule) return null;
  const plain = (text: string): string => text.replace(/第\{row\}行|^Row \{row\}: /, '').replace(/\{\w+\}/g, '…');
  return { zh: plain(rule.zh), en: plain(rule.en) };
}

/** heading.X04.error, or heading.subtotal */
function lineOf(row: ReportRow): string {
  const heading = PRECISIONS.find(({ en }) => en === wordsIn(row['heading']).en)?.code ?? worded(row['heading']);
  return [heading, worded(row['rule']), ...(row['severity'] === undefined ? [] : [worded(row['severity'])])].join('.');
}
