/** The workbook that a clerk fills in (填报模板). */
import { STAMP_PROPERTY, stampText, TEMPLATE_VERSION } from '../parse/template-stamp.ts';
import type { City } from '../city/city.ts';
import type { Language } from '../language/language.ts';
import type { RuleWords } from '../rules/rule.ts';
import { TABLES, type TableDefinition } from '../schema/tables.ts';
import { writeWorkbook } from '../sheet/write.ts';
import { dataSheet } from './data-sheet.ts';
import { DropDowns } from './drop-downs.ts';
import { guideSheet } from './guide-sheet.ts';
import type { Prefill } from './prefill.ts';

/** A township reports households; a county also reports projects and money, the city also the year's targets. */
export function tablesFor(division: string): readonly TableDefinition[] {
  const kinds =
    { 9: ['household'], 6: ['household', 'project', 'finance'] }[division.length] ?? TABLES.map(({ kind }) => kind);
  return TABLES.filter(({ kind }) => kinds.includes(kind));
}

export type TemplateOrder = {
  /** A code that the register knows. */
  readonly division: string;
  readonly city: City;
  /** Every rule in force: the template says which of them look at a column. */
  readonly rules: readonly RuleWords[];
  readonly language?: Language;
  readonly prefill?: Prefill;
};

/**
 * Bytes of the .xlsx. The same order gives the same bytes. The content comes from the column tables, the code lists,
 * the register, the programme and the rule catalogue.
 */
export function templateWorkbook({ division, city, rules, language = 'zh', prefill }: TemplateOrder): Uint8Array {
  const stamp = { version: TEMPLATE_VERSION, division, period: city.period };
  const tables = tablesFor(division);
  const dropDowns = new DropDowns(division, city, tables, rules);
  return writeWorkbook(
    [
      ...tables.map((table) => {
        const filled = table.kind === 'household' ? (prefill?.rows ?? []) : [];
        return dataSheet({ table, stamp, filled, dropDowns, language });
      }),
      guideSheet({ tables, stamp, dropDowns, notes: prefill?.notes ?? [], language }),
      dropDowns.sheet(),
    ],
    { names: dropDowns.names(), properties: { [STAMP_PROPERTY]: stampText(stamp) } },
  );
}
