import type { Register } from '../city/register.ts';
import { cellText, csvField } from '../tables/table-csv.ts';
import type { ReportValue } from '../tables/report-table.ts';
import type { ReportFile } from './report-files.ts';
import type { MovedFigure, Restatement } from './restatement.ts';
import { restatementPage } from './restatement-page.ts';

/** restatement.json, .csv and .html. The same two revisions give the same bytes. */
export const restatementFiles = (restatement: Restatement, register: Register): ReadonlyMap<string, ReportFile> =>
  new Map<string, ReportFile>([
    [
      'restatement.json',
      { content: `${JSON.stringify(restatement, null, 1)}\n`, type: 'application/json; charset=utf-8' },
    ],
    ['restatement.csv', { content: movedCsv(restatement), type: 'text/csv; charset=utf-8' }],
    ['restatement.html', { content: restatementPage(restatement, register), type: 'text/html; charset=utf-8' }],
  ]);

/** A figure a row, numbers as programs want them, as in the tables' own CSV. */
function movedCsv({ moved }: Restatement): string {
  const plain = (figure: MovedFigure, value: ReportValue): string => cellText(figure, value, true);
  const columns: readonly (readonly [string, (figure: MovedFigure) => string])[] = [
    ['表', ({ table }) => table],
    ['行', ({ row }) => row],
    ['行名', ({ rowName }) => rowName],
    ['列', ({ column }) => column],
    ['列名', ({ columnName }) => columnName],
    ['原数', (figure) => plain(figure, figure.old)],
    ['现数', (figure) => plain(figure, figure.new)],
    ['差', (figure) => plain(figure, figure.difference)],
    ['涉及的上传', ({ causes }) => causes.join(' ')],
  ];
  const lines = [columns.map(([title]) => title), ...moved.map((figure) => columns.map(([, cell]) => cell(figure)))];
  return `\uFEFF${lines.map((cells) => cells.map(csvField).join(',')).join('\r\n')}\r\n`;
}
