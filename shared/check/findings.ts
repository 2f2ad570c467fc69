/** Findings made of what the rules say. */
import type { Layout } from '../parse/header.ts';
import { mask } from '../parse/folding.ts';
import { maskNumbers } from '../parse/long-numbers.ts';
import { ruleOf, rulesWith, type RuleCode } from '../rules/catalogue.ts';
import type { FileContext, FileFacts, SheetFacts } from '../rules/facts.ts';
import { withoutNumbers, type Finding } from '../rules/finding.ts';
import { casesOf, type Params, type Told } from '../rules/rule.ts';
import type { Sheet } from '../sheet/grid.ts';
import { showCell } from './shown-value.ts';

/** A finding about a file or a whole sheet. */
export function fileFinding(rule: RuleCode, sheet: string | null, params?: Params): Finding {
  return withoutNumbers({
    rule,
    severity: ruleOf(rule).severity,
    sheet,
    row: null,
    index: null,
    column: null,
    header: null,
    value: null,
    ...(params ? { params } : {}),
  });
}

const SHEET_RULES = rulesWith('checkSheet');
const FILE_RULES = rulesWith('checkFile');

/** What the rules say of a file. */
export const fileFindings = (file: FileFacts): Finding[] =>
  FILE_RULES.flatMap((rule) => casesOf(rule.checkFile(file)).map((told) => toldFinding(rule.code, null, told)));

/** What the rules say of a sheet. @param name of the sheet */
export const sheetFindings = (sheet: SheetFacts, name: string, context: FileContext): Finding[] =>
  SHEET_RULES.flatMap((rule) =>
    casesOf(rule.checkSheet(sheet, context)).map((told) => toldFinding(rule.code, name, told)),
  );

function toldFinding(rule: RuleCode, sheet: string | null, { params, severity, at = {} }: Told): Finding {
  const { column, cell, value } = at;
  return withoutNumbers({
    ...fileFinding(rule, sheet, params),
    ...(severity ? { severity } : {}),
    row: cell ? cell.row + 1 : null,
    index: cell?.index ?? null,
    column: column?.header ?? null,
    header: column && cell ? cell.text : null,
    value: value ?? null,
  });
}

/** Where a finding about one cell of a row points. */
export function cellOf(sheet: Sheet, layout: Layout, row: number, field: string): Partial<Finding> {
  const placed = layout.columns.find(({ column }) => column.field === field);
  if (!placed) return { row };
  const { index, column, header } = placed;
  const value = showCell(sheet, row - 1, index);
  const shown = column.personal ? mask(value) : maskNumbers(value);
  return { row, index, column: column.header, header: maskNumbers(header), value: shown };
}
