import type { City } from '../city/city.ts';
import type { Language } from '../language/language.ts';
import { TABLES, type TableDefinition } from '../schema/tables.ts';
import { writeWorkbook } from '../sheet/write.ts';
import { dataSheet } from './data-sheet.ts';
import { guideSheet } from './guide-sheet.ts';
import { Options } from './options.ts';
import type { Prefill } from './prefill.ts';
import { STAMP_PROPERTY, stampText, TEMPLATE_VERSION } from '../check/template-stamp.ts';

/** A township reports households; counties add projects and money, the city also the year's targets. */
export function tablesFor(division: string): readonly TableDefinition[] {
  const kinds =
    { 9: ['household'], 6: ['household', 'project', 'finance'] }[division.length] ?? TABLES.map(({ kind }) => kind);
  return TABLES.filter(({ kind }) => kinds.includes(kind));
}

export type TemplateOrder = {
  /** A code that the register knows. */
  readonly division: string;
  readonly city: City;
  readonly language?: Language;
  readonly prefill?: Prefill;
};

/**
 * Bytes of the workbook that a clerk fills in, the same for the same order. Everything in it comes from the column tables, the code lists,
 * the register of divisions, the programme and the rule catalogue.
 */
export function templateWorkbook({ division, city, language = 'zh', prefill }: TemplateOrder): Uint8Array {
  const stamp = { version: TEMPLATE_VERSION, division, period: city.period };
  const tables = tablesFor(division);
  const options = new Options(division, city, tables);
  return writeWorkbook(
    [
      ...tables.map((table) =>
        dataSheet(table, stamp, table.kind === 'household' ? (prefill?.rows ?? []) : [], options, language),
      ),
      guideSheet(tables, stamp, options, prefill?.notes ?? [], language),
      options.sheet(),
    ],
    { names: options.names(), properties: { [STAMP_PROPERTY]: stampText(stamp) } },
  );
}
