import { worded, type RootPlace, type RowPlace } from './tidy-reading.ts';
import type { Register } from '../city/register.ts';
import { measure, mergeTallies, rollUp, type Tally } from '../fold/tally.ts';
import type { Text } from '../language/language.ts';
import type { Submission } from '../ledger/submission.ts';
import type { RuleCode } from '../rules/catalogue.ts';
import { sameFigure } from './identities.ts';
import {
  textIn,
  type ReportColumn,
  type ReportRow,
  type SummaryFacts,
  type TableContent,
  type ReportDefinition,
} from './report-table.ts';

const NOW = { zh: '现行区划', en: 'current register' };

const columnsOf = (then: NonNullable<ReportColumn['group']>): readonly ReportColumn[] => [
  { key: 'kind', zh: '类别', en: 'kind', kind: 'text' },
  { key: 'change', zh: '变更情形', en: 'change', kind: 'text' },
  { key: 'since', zh: '起始年', en: 'since', kind: 'text' },
  { key: 'oldCode', zh: '代码', en: 'code', group: then, kind: 'text' },
  { key: 'oldName', zh: '名称', en: 'name', group: then, kind: 'text' },
  { key: 'households', zh: '上报户数', en: 'households', group: then, kind: 'count' },
  { key: 'ytd', zh: '本年增收人数', en: 'persons uplifted', group: then, kind: 'count' },
  { key: 'newCode', zh: '代码', en: 'code', group: NOW, kind: 'text' },
  { key: 'newName', zh: '名称', en: 'name', group: NOW, kind: 'text' },
  { key: 'households.now', zh: '上报户数', en: 'households', group: NOW, kind: 'count' },
  { key: 'ytd.now', zh: '本年增收人数', en: 'persons uplifted', group: NOW, kind: 'count' },
  { key: 'times', zh: '次数', en: 'times', kind: 'count' },
];

const KINDS = {
  county: { zh: '县（市、区）', en: 'county' },
  township: { zh: '乡镇（街道）', en: 'township' },
  matched: { zh: '名称识别', en: 'names' },
  unmatched: { zh: '无法识别', en: 'unmatched names' },
} as const satisfies Readonly<Record<string, Text>>;

/** 全市合计 */
const wholeOf = ({ whole }: Register): Text => ({ zh: `${whole.zh}合计`, en: whole.en.replace('whole ', '') });

/** How names of places were read (repairs of a submission) and the findings about them, in the order of the table. */
const REPAIRS = [
  { code: 'county', zh: '县（市、区）名称统一', en: 'county name made standard' },
  { code: 'township', zh: '乡镇（街道）名称统一', en: 'township name made standard' },
  { code: 'village', zh: '行政村名称统一', en: 'village name made standard' },
] as const;
const FINDINGS = [
  { rule: 'D02', zh: '县名为其他年份名称', en: 'county name of another vintage', matched: true },
  { rule: 'D04', zh: '乡镇、村名称按别名识别', en: 'township or village read by an alias', matched: true },
  { rule: 'D07', zh: '村名为后来名称', en: 'later name of a village', matched: true },
  { rule: 'D01', zh: '县（市、区）名称无法识别', en: 'county not found', matched: false },
  { rule: 'D03', zh: '乡镇（街道）名称无法识别', en: 'township not found', matched: false },
  { rule: 'D05', zh: '乡镇（街道）尚未设立或已撤销', en: 'township not of this period', matched: false },
  { rule: 'D06', zh: '村名与代码不符', en: 'village name and code disagree', matched: false },
  { rule: 'D08', zh: '行政村名称无法识别', en: 'village not found', matched: false },
  { rule: 'D09', zh: '村级代码错误', en: 'village code malformed', matched: false },
] as const satisfies readonly (Text & { readonly rule: RuleCode; readonly matched: boolean })[];

/**
 * R18 区划变更对照表: the quarter on the register of its time and on today's. Only codes change, so both have the same total
 * (rule T03).
 */
export const r18: ReportDefinition = {
  id: 'R18',
  publication: 'internal',
  aboutFiles: true,
  tidy: { columns: { 'households*': 'households', times: 'times' }, placeOf: changePlace },
  build,
  identities: ({ total }, { tally }) => [
    sameFigure(total?.['ytd.now'], total?.['ytd']),
    sameFigure(total?.['households.now'], total?.['households']),
    sameFigure(total?.['ytd'], measure(tally, 'ytd.persons')),
  ],
};

function build(facts: SummaryFacts): TableContent {
  const { register } = facts;
  const then = { zh: `${register.vintage}年区划`, en: `register of ${register.vintage}` };
  const now = rollUp(facts.tallies, (township) => register.currentCode(township));
  const countyNow = rollUp(facts.tallies, (township) => currentCounty(township, register));
  const county = rollUp(facts.tallies, (township) => register.township(township)?.county ?? null);
  const rows = register.codeChanges.map((change): ReportRow => {
    const isCounty = change.level === 'county';
    const { oldCode, newCode } = change;
    const before = oldCode === null ? undefined : isCounty ? county.get(oldCode) : facts.tallies.get(oldCode);
    const today = newCode === null ? undefined : isCounty ? countyNow.get(newCode) : now.get(newCode);
    return {
      kind: isCounty ? KINDS.county : KINDS.township,
      change: change.change,
      since: String(change.since),
      oldCode,
      oldName: change.oldName,
      newCode,
      newName: change.newName,
      ...(oldCode === null ? {} : { ...pair(before, ''), ...pair(today, '.now') }),
    };
  });
  return {
    zh: '区划变更对照表',
    en: 'Division concordance',
    unit: { zh: '户、人、次', en: 'households, persons, times' },
    columns: columnsOf(then),
    rows: [...rows, ...nameRows(facts.submissions)],
    total: {
      kind: wholeOf(register),
      ...pair(mergeTallies(facts.tallies.values()), ''),
      ...pair(mergeTallies(now.values()), '.now'),
    },
    notes: [
      {
        zh: `县一行含其各乡镇；${register.whole.zh}合计含没有变更的乡镇，两种口径必须相等。名称识别按本季全部文件计次。`,
        en: 'A county includes its townships; the total includes townships without a change and is the same on both registers. Names are counted over all files of the quarter.',
      },
    ],
  };
}

const pair = (tally: Tally | undefined, suffix: string): ReportRow => ({
  [`households${suffix}`]: measure(tally, 'households'),
  [`ytd${suffix}`]: measure(tally, 'ytd.persons'),
});

/** Where the county itself has another code today, so have its townships; their first six digits say so. */
function currentCounty(township: string, register: Register): string | null {
  const county = register.township(township)?.county;
  return county === undefined ? null : register.currentCode(county);
}

function nameRows(submissions: readonly Submission[]): ReportRow[] {
  const sum = (of: (submission: Submission) => number): number =>
    submissions.reduce((total, submission) => total + of(submission), 0);
  return [
    ...REPAIRS.map(({ code, zh, en }): ReportRow => ({
      kind: KINDS.matched,
      change: { zh, en },
      times: sum((submission) => submission.repairs[code] ?? 0),
    })),
    ...FINDINGS.map(({ rule, zh, en, matched }): ReportRow => ({
      kind: matched ? KINDS.matched : KINDS.unmatched,
      change: { zh: `${zh}（${rule}）`, en: `${en} (${rule})` },
      times: sum((submission) => (submission.errors[rule] ?? 0) + (submission.warnings[rule] ?? 0)),
    })),
  ];
}

function changePlace(row: ReportRow, _: RowPlace, root: RootPlace): RowPlace {
  const { oldCode, newCode, since } = row;
  if (since === undefined) return { line: `R18.names.${worded(row['change'])}`, ...root };
  const unit = textIn(oldCode ?? newCode);
  return {
    line: `R18.change.${textIn(since)}.${[oldCode, newCode].map((code) => textIn(code) || 'none').join('.')}`,
    unit,
    level: unit.length === 6 ? 'county' : 'township',
  };
}
