import { CITY_PACK } from '../cities/pack.ts';
import type { ExplainedTerm, Explanation } from '../shared/explanation/explain.ts';
import type { Part } from '../shared/explanation/parts.ts';
import type { Language, Text } from '../shared/language/language.ts';
import { cellText } from '../shared/tables/table-csv.ts';
import type { ColumnKind } from '../shared/tables/report-table.ts';
import type { FiledParts, FilePart, FileRow, OtherPart } from './explanation.ts';

/** Rows that a terminal shows without being asked to. */
const FEW_ROWS = 200;

/** What a reader is told of a revision beside its figures. */
export type Told = {
  readonly revision: number;
  readonly filed: (parts: readonly Part[]) => FiledParts;
  /** Townships of a division that the revision could not count. */
  readonly notCounted: (unit: string) => readonly string[];
};

type Style = { readonly everyRow: boolean; readonly language: Language; readonly indent?: string };

const PARTS_OF: Readonly<Record<Part['of'], Text>> = {
  household: { zh: '户', en: 'households' },
  target: { zh: '任务表', en: 'targets' },
  project: { zh: '项目表', en: 'projects' },
  finance: { zh: '金融表', en: 'finance' },
  file: { zh: '文件', en: 'file' },
  nil: { zh: '零报告', en: 'nil return' },
  programme: { zh: '区划和工作方案', en: 'register and programme' },
};

const ROLES: Readonly<Record<ExplainedTerm['role'], Text>> = {
  of: { zh: '分子', en: 'of' },
  less: { zh: '减去', en: 'less' },
  over: { zh: '除以', en: 'over' },
  times: { zh: '乘以', en: 'times' },
};

const BASES: Readonly<Record<string, Text>> = {
  quotient: { zh: '由下列数相除得来', en: 'a quotient of these' },
  share: { zh: '占比（按最大余数法取整）', en: 'a share, rounded by largest remainder' },
  difference: { zh: '由下列数相减得来', en: 'a difference of these' },
  product: { zh: '由下列数相乘得来', en: 'a product of these' },
  rank: { zh: '名次：1加比值更大者的个数', en: 'a rank: 1 and the number of those whose quotient is greater' },
};

/** An explanation for a terminal: the figure, its files and their rows, and what they add up to. */
export function explanationText(explanation: Explanation, told: Told, style: Style): string {
  const { language, indent = '' } = style;
  const { address, made, value, agrees } = explanation;
  const names = [explanation.unitName, explanation.rowName, explanation.columnName].map((name) => name[language]);
  const title = [...new Set(names.filter((name) => name !== ''))].join(' ');
  const figure = shown(value, explanation.kind);
  const place = `${address.line}.${address.column}`;
  const named = { zh: `${title}（${place}）：${figure}`, en: `${title} (${place}): ${figure}` }[language];
  const lines = [`${address.table} ${named}`];
  if (made.by === 'nothing')
    lines.push({ zh: '该格为空，没有数字', en: 'the cell is blank: there is no figure' }[language]);
  if (made.by === 'terms') lines.push(...termLines(made, explanation, told, style));
  if (made.by === 'sum') {
    const filed = told.filed(made.parts);
    lines.push(...partLines(filed, explanation.kind, style));
    const count = filed.files.reduce((total, { rows }) => total + rows.length, 0);
    const sum = shown(made.sum, explanation.kind);
    lines.push(
      {
        zh: `合计 ${sum}，表中为 ${figure}（第${told.revision}版，${filed.files.length} 个文件，${count} 行）${agrees ? '' : '：不一致'}`,
        en: `sum ${sum}, the table says ${figure} (revision ${told.revision}, ${filed.files.length} files, ${count} rows)${agrees ? '' : ': they differ'}`,
      }[language],
    );
  }
  const notCounted = told.notCounted(address.unit);
  if (notCounted.length > 0 && indent === '')
    lines.push(`${{ zh: '未能汇总，不在其中', en: 'Not counted, so not in it' }[language]}: ${notCounted.join('、')}`);
  return lines.map((line) => `${indent}${line}`).join('\n');
}

function termLines(
  { basis, terms }: Extract<Explanation['made'], { readonly by: 'terms' }>,
  { agrees }: Explanation,
  told: Told,
  style: Style,
): string[] {
  const { language } = style;
  const head = BASES[basis.as]?.[language] ?? '';
  const differs = { zh: '：与表中的数不一致', en: ': it is not what the table says' }[language];
  return [
    `${head}${agrees ? '' : differs}`,
    ...terms.flatMap((term) => {
      const role = ROLES[term.role][language];
      if ('said' in term) return [`  ${role}: ${term.said[language]} ${term.value}`];
      return [`  ${role}:`, explanationText(term.explanation, told, { ...style, indent: '    ' })];
    }),
  ];
}

function partLines({ files, others }: FiledParts, kind: ColumnKind, style: Style): string[] {
  const { language, everyRow } = style;
  const count = files.reduce((total, { rows }) => total + rows.length, 0);
  const isFew = everyRow || count <= FEW_ROWS;
  return [
    ...files.flatMap((file) => [
      fileLine(file, kind, language),
      ...(isFew ? file.rows.filter(({ row }) => row !== null).map((row) => rowLine(row, kind, language)) : []),
    ]),
    ...others.map((part) => otherLine(part, kind, language)),
    ...(isFew || files.length === 0
      ? []
      : [{ zh: '（加 --rows 逐行列出）', en: '(--rows lists every row)' }[language]]),
  ];
}

function fileLine(
  { file, versionId, period, division, of, value, rows }: FilePart,
  kind: ColumnKind,
  language: Language,
) {
  const name = file || { zh: '（上传记录已不在）', en: '(the upload is no longer on record)' }[language];
  const count = rows[0]?.row === null ? '' : { zh: `${rows.length} 行`, en: `${rows.length} rows` }[language];
  return [shown(value, kind), period, placeName(division), name, versionId, PARTS_OF[of][language], count]
    .filter((part) => part !== '')
    .join('\t');
}

function rowLine({ value, sheet, row }: FileRow, kind: ColumnKind, language: Language): string {
  const where = {
    zh: `${sheet !== null && sheet > 1 ? `第${sheet}张表` : ''}第${row ?? 0}行`,
    en: `${sheet !== null && sheet > 1 ? `sheet ${sheet} ` : ''}row ${row ?? 0}`,
  }[language];
  return `\t${where}\t${shown(value, kind)}`;
}

const otherLine = (part: OtherPart, kind: ColumnKind, language: Language): string =>
  [
    shown(part.value, kind),
    ...(part.of === 'nil' ? [part.period, placeName(part.division)] : []),
    PARTS_OF[part.of][language],
  ].join('\t');

const placeName = (division: string): string => `${division} ${CITY_PACK.register.nameOf(division) ?? ''}`.trim();

/** A value as the tables print it; money always in yuan and fen, so that what is shown adds up to the last digit. */
function shown(value: number | null, kind: ColumnKind): string {
  if (value === null) return '—';
  const isMoney = kind === 'money' || kind === 'wan';
  return `${cellText({ kind: isMoney ? 'money' : kind }, value, false)}${isMoney ? '元' : ''}`;
}
