import type { Language, Text } from '../language/language.ts';
import { maskNumbers } from '../parse/long-numbers.ts';
import { columnLetters } from '../sheet/reference.ts';
import { ruleOf, type RuleCode } from './catalogue.ts';
import type { Params, Rule, Severity } from './rule.ts';

/** One thing wrong (or noteworthy) with a file, as data; the words come from the catalogue when it is shown. */
export type Finding = {
  readonly rule: RuleCode;
  readonly severity: Severity;
  readonly sheet: string | null;
  /** 1-based row of the sheet or record of the CSV. */
  readonly row: number | null;
  /** Zero-based column of the sheet. */
  readonly index: number | null;
  /** The column's name as the standard sheet has it, and as the clerk's sheet has it. */
  readonly column: string | null;
  readonly header: string | null;
  /** What was there, masked where the column is personal, and numbers of persons wherever they stand. */
  readonly value: string | null;
  readonly params?: Params;
  /** The table goes over several sheets: a row's number alone does not say where it is. */
  readonly inSheets?: true;
};

/** Under which severity the verdict of a check is reported; for one case of a rule its own, on trial never another. */
export const severityOf = (rule: Rule, params?: Params): Severity =>
  rule.trial ? 'trial' : (params?.severity ?? rule.severity);

/** Whether a finding changes what becomes of the file; those of rules on trial do not. */
export const matters = (finding: Pick<Finding, 'severity'>): boolean => finding.severity !== 'trial';

/** A finding as receipts and `validate --json` show it. */
export type ShownFinding = {
  readonly rule: RuleCode;
  readonly severity: Severity;
  readonly row: number | null;
  readonly column: string | null;
  readonly cell: string | null;
  readonly value: string | null;
  readonly message: string;
  /** The sheet, where the table goes over several. */
  readonly sheet?: string;
};

/**
 * The finding without any whole number of a person, whatever column it stands in. Only the sheet keeps its name, by
 * which it is found; it is masked where it is shown.
 */
export function withoutNumbers(finding: Finding): Finding {
  const { header, value, params } = finding;
  return {
    ...finding,
    header: header === null ? null : maskNumbers(header),
    value: value === null ? null : maskNumbers(value),
    ...(params ? { params: paramsWithoutNumbers(params) } : {}),
  };
}

function paramsWithoutNumbers(params: Params): Params {
  const masked: Record<string, string | number | Text> = {};
  for (const name of Object.keys(params)) {
    const value = params[name] ?? '';
    if (typeof value === 'number') masked[name] = value;
    else if (typeof value === 'string') masked[name] = maskNumbers(value);
    else masked[name] = textWithoutNumbers(value);
  }
  return masked as Params;
}

/** A list of rows is one text, which each of the rows is told of. */
const MASKED = new WeakMap<Text, Text>();

function textWithoutNumbers(text: Text): Text {
  let masked = MASKED.get(text);
  if (!masked) MASKED.set(text, (masked = { zh: maskNumbers(text.zh), en: maskNumbers(text.en) }));
  return masked;
}

/** The rule's message with its placeholders filled. */
export function messageOf(finding: Finding, language: Language): string {
  const rule = ruleOf(finding.rule);
  const own: Readonly<Record<string, string | null>> = {
    row: finding.row === null ? null : String(finding.row),
    value: finding.value,
    header: finding.header ?? finding.column,
  };
  const message = filledIn(rule, { ...own, ...finding.params }, language);
  if (!finding.inSheets || rule.namesSheet) return message;
  const sheet = maskNumbers(finding.sheet ?? '');
  return { zh: `“${sheet}”${message.startsWith('第') ? '' : '：'}${message}`, en: `“${sheet}”: ${message}` }[language];
}

/** Words with their placeholders filled. What a clerk left blank is called so: 为空白, not 为“”. */
export function filledIn(
  words: Text,
  blanks: Readonly<Record<string, string | number | Text | null | undefined>>,
  language: Language,
): string {
  const fill = (name: string): string => {
    const blank = blanks[name] ?? '';
    return typeof blank === 'object' ? blank[language] : String(blank);
  };
  return words[language].replace(/“\{(\w+)\}”|\{(\w+)\}/g, (_, quoted: string | undefined, bare: string) => {
    if (quoted === undefined) return fill(bare);
    const text = fill(quoted);
    return text === '' ? BLANK[language] : `“${text}”`;
  });
}

const BLANK: Text = { zh: '空白', en: 'blank' };

/** The findings with their sheet named wherever several sheets hold the same table. */
export function nameSheets(
  findings: readonly Finding[],
  located: readonly { readonly sheet: { readonly name: string }; readonly layout: { readonly table: object } }[],
): readonly Finding[] {
  const several = new Set<string | null>(
    located
      .filter(({ layout }) => located.filter((other) => other.layout.table === layout.table).length > 1)
      .map(({ sheet }) => sheet.name),
  );
  if (several.size === 0) return findings;
  return findings.map((finding) => (several.has(finding.sheet) ? { ...finding, inSheets: true } : finding));
}

export function showFinding(finding: Finding, language: Language): ShownFinding {
  const cell = finding.row !== null && finding.index !== null ? `${columnLetters(finding.index)}${finding.row}` : null;
  const { rule, severity, row, column, value } = finding;
  const sheet = finding.inSheets && finding.sheet !== null ? { sheet: maskNumbers(finding.sheet) } : {};
  return { rule, severity, row, column, cell, value, message: messageOf(finding, language), ...sheet };
}
