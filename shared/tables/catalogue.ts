import type { ReportDefinition } from './report-table.ts';
import type { TidyReading } from './tidy-reading.ts';
import { r01 } from './r01-headline.ts';
import { r02 } from './r02-reporting-units.ts';
import { r03 } from './r03-townships.ts';
import { r04 } from './r04-channels.ts';
import { r05 } from './r05-income-structure.ts';
import { r06 } from './r06-income-bands.ts';
import { r07 } from './r07-exits.ts';
import { r08 } from './r08-causes.ts';
import { r09 } from './r09-photovoltaics.ts';
import { r10 } from './r10-e-commerce.ts';
import { r11 } from './r11-tourism.ts';
import { r12 } from './r12-finance.ts';
import { r13 } from './r13-plans.ts';
import { r14 } from './r14-zones.ts';
import { r15 } from './r15-completeness.ts';
import { r16 } from './r16-data-quality.ts';
import { r17 } from './r17-movement.ts';
import { r18 } from './r18-divisions-then-and-now.ts';

/**
 * The tables of a summary, in the order of the workbook. A new table is one file and one line here. R19 is made from
 * these (bulletin-text.ts).
 */
export const REPORT_TABLES: readonly ReportDefinition[] = [
  r01,
  r02,
  r03,
  r04,
  r05,
  r06,
  r07,
  r08,
  r09,
  r10,
  r11,
  r12,
  r13,
  r14,
  r15,
  r16,
  r17,
  r18,
];

const BY_ID: ReadonlyMap<string, ReportDefinition> = new Map(REPORT_TABLES.map((table) => [table.id, table]));

/** How the tidy files tell the figures of a table. A table that is not in the catalogue gets an empty reading. */
export const tidyReadingOf = (id: string): TidyReading => BY_ID.get(id)?.tidy ?? {};
