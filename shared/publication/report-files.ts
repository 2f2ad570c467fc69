import type { City } from '../city/city.ts';
import { tableCsv } from '../tables/table-csv.ts';
import { bulletinHtml } from '../bulletin/bulletin-page.ts';
import { ALONE, type Issue } from '../bulletin/issue.ts';
import { summaryJson } from '../summary/summary-json.ts';
import { summarySchema } from '../summary/summary-schema.ts';
import type { Summary } from '../summary/summary.ts';
import { tidyFiles } from '../tidy/tidy-files.ts';
import { summaryWorkbook } from '../workbook/workbook.ts';

export type ReportFile = { readonly content: string | Uint8Array; readonly type: string };

/**
 * The files of an edition by their names below its edition's folder. Same summary, same bytes.
 * @param city of the summary's period
 */
export function renderRevision(summary: Summary, city: City, issue: Issue = ALONE): ReadonlyMap<string, ReportFile> {
  const files = new Map<string, ReportFile>();
  files.set('summary.json', { content: summaryJson(summary), type: 'application/json; charset=utf-8' });
  files.set('summary.schema.json', { content: summarySchema(), type: 'application/schema+json; charset=utf-8' });
  files.set('bulletin.txt', { content: `\uFEFF${summary.narrative}`, type: 'text/plain; charset=utf-8' });
  files.set('bulletin.html', { content: bulletinHtml(summary, city, issue), type: 'text/html; charset=utf-8' });
  for (const table of Object.values(summary.tables))
    files.set(`tables/${table.id}.csv`, { content: tableCsv(table), type: 'text/csv; charset=utf-8' });
  for (const [name, file] of tidyFiles(summary, city)) files.set(name, file);
  files.set('workbook.xlsx', {
    content: summaryWorkbook(summary, city.profile),
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  });
  return files;
}
