import type { City } from '../city/city.ts';
import { bulletinOf } from '../narrative/bulletin-text.ts';
import { completenessOf } from '../tables/completeness.ts';
import {
  isText,
  textIn,
  columnRuns,
  noFacts,
  valueIn,
  type ColumnKind,
  type ReportTable,
  type SummaryFacts,
} from '../tables/report-table.ts';
import { tablesOf } from '../summary/summary.ts';

const KINDS: Readonly<Record<ColumnKind, string>> = {
  text: '文字',
  line: '文字',
  count: '整数',
  percent: '%（千分之一）',
  points: '一位小数（十分之一）',
  rank: '名次',
  money: '元（分）',
  wan: '万元（分）',
  decimal: '两位小数（百分之一）',
};

/** What each table holds (docs/reports.md), from the builders themselves over a summary of nothing. */
export function reportBook(city: City): string {
  const facts: SummaryFacts = {
    ...noFacts(city),
    // One household in both quarters; otherwise tables would note that a quarter is missing.
    tallies: new Map([[city.register.townships[0]?.code ?? '', { households: 1, 'move.onFileBefore.households': 1 }]]),
  };
  const tables = tablesOf(facts);
  const all = [...Object.values(tables), bulletinOf(city, tables, completenessOf(facts), []).table];
  return `# 报表 Report tables

Made from \`shared/tables\` by \`npm run docs\`. In \`summary.json\` numbers are integers: the unit in brackets says of what. Every table is written as CSV and as a
sheet of the workbook too, with title, unit row, upper and lower header. Below a table stand its lines: the id, which never changes (\`line\` in \`summary.json\`),
the printed number, which follows from the order, and what the line says.

${all.map(section).join('\n')}`;
}

function section(table: ReportTable): string {
  const columns = columnRuns(table.columns).flatMap(({ columns: members, group }) =>
    members.map(
      ({ key, zh, en, kind }) =>
        `| \`${key}\` | ${group ? `${group.zh}：` : ''}${zh} | ${group ? `${group.en}: ` : ''}${en} | ${KINDS[kind]} |`,
    ),
  );
  const lines = linesOf(table);
  const notes = table.notes.map(({ zh, en }) => `\n${zh} ${en}\n`).join('');
  return `## ${table.id} ${table.zh} (${table.en})\n\n| key | 列 | column | 单位 |\n|---|---|---|---|\n${columns.join('\n')}\n${lines === '' ? '' : `\n${lines}\n`}${notes}`;
}

/** The ids of a table's lines, each with its number, where it has one, and what it is. */
function linesOf({ columns, rows }: ReportTable): string {
  const words = columns.find(({ key, kind }) => kind === 'text' && !['code', 'unit'].includes(key))?.key ?? '';
  const byLine = new Map(rows.flatMap((row) => (typeof row['line'] === 'string' ? [[row['line'], row] as const] : [])));
  return [...byLine]
    .map(([line, row]) => {
      const number = row['number'] === undefined ? '' : ` ${textIn(row['number'])}`;
      const said = row[words];
      return `- \`${line}\`${number} ${isText(said) ? `${said.zh} (${said.en})` : valueIn(said)}`;
    })
    .join('\n');
}
