import type { City } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import { cellText } from '../tables/table-csv.ts';
import {
  isText,
  columnRuns,
  isWords,
  namingColumn,
  SUPPRESSED,
  type ReportColumn,
  type ReportRow,
  type ReportTable,
} from '../tables/report-table.ts';
import { columnKeys, rowAddress } from './explained-cells.ts';
import { both, escapeHtml } from './page-text.ts';

/** Columns that fit upright on A4; wider tables are printed across. */
const UPRIGHT_COLUMNS = 9;
/** Characters from which a cell is broken into lines. */
const LONG = 24;
/** Rows that stay together on one sheet of paper. */
const ROWS_OF_ONE_PAGE = 20;

/**
 * One report table: its caption, a head whose columns sort, the rows, the total that stays below them, the notes.
 * @param office that the table is of, as its caption names it
 * @param city whose figures are explained, row by row; null where they are not
 */
export function tableSection(table: ReportTable, office: Text, city: City | null = null): string {
  const { columns, id } = table;
  const name = namingColumn(columns)?.key ?? null;
  const place = (row: ReportRow | 'total'): string => (city ? rowAddress(table, row, city) : '');
  const body = table.rows.map((row) => `<tr${place(row)}>${rowCells(columns, row, name)}</tr>`).join('\n');
  const total = table.total ? `<tfoot><tr${place('total')}>${rowCells(columns, table.total, name)}</tr></tfoot>` : '';
  const none = table.rows.length === 0 ? [{ zh: '本期无此项数据。', en: 'There is nothing in this period.' }] : [];
  const notes = [...none, ...table.notes]
    .map((note) => `<p class="note">${both({ zh: `注：${note.zh}`, en: `Note: ${note.en}` })}</p>`)
    .join('');
  const paper =
    (columns.length > UPRIGHT_COLUMNS ? ' across' : '') + (table.rows.length <= ROWS_OF_ONE_PAGE ? ' short' : '');
  return `<section class="sheet${paper}" id="${id}">
<div class="scroll" role="region" aria-labelledby="${id}-title" tabindex="0">
<table${city ? columnKeys(table) : ''}><caption><h3 id="${id}-title">${both({ zh: `${id}　${table.zh}`, en: `${id}  ${table.en}` })}</h3>
<p class="unit">${both({ zh: `填报单位：${office.zh}　　单位：${table.unit.zh}`, en: `Unit: ${table.unit.en}` })}　<a href="./tables/${id}.csv" aria-label="${id} CSV">CSV</a></p></caption>
<thead>${head(columns)}</thead>
<tbody>
${body}
</tbody>${total}</table></div>${notes}</section>`;
}

function head(columns: readonly ReportColumn[]): string {
  const twoLevels = columns.some((column) => column.group);
  const upper: string[] = [];
  const lower: string[] = [];
  for (const { start, columns: members, group } of columnRuns(columns)) {
    const cells = members.map((column, index) => sorter(column, start + index, twoLevels && !group));
    if (group) upper.push(`<th colspan="${members.length}" scope="colgroup">${both(group)}</th>`);
    for (const cell of cells) (group ? lower : upper).push(cell);
  }
  return `<tr>${upper.join('')}</tr>${twoLevels ? `<tr>${lower.join('')}</tr>` : ''}`;
}

function sorter(column: ReportColumn, index: number, tall: boolean): string {
  const kind = isWords(column) ? ' class="text"' : '';
  return `<th scope="col"${tall ? ' rowspan="2"' : ''}${kind} data-column="${index}"><button type="button">${both(column)}</button></th>`;
}

function rowCells(columns: readonly ReportColumn[], row: ReportRow, name: string | null): string {
  const cells = columns.map((column) => {
    const cell = row[column.key];
    const text = cellText(column, cell, false);
    const shown = both(isText(cell) ? cell : { zh: text, en: text });
    if (column.key === name) return `<th scope="row"${text.length > LONG ? ' class="long"' : ''}>${shown}</th>`;
    if (isWords(column)) return `<td class="${text.length > LONG ? 'text long' : 'text'}">${shown}</td>`;
    return `<td${row[column.key] === SUPPRESSED ? ' class="hidden"' : ''}>${shown}</td>`;
  });
  return cells.join('');
}

/** Whether any cell of the tables is suppressed, so that the page says what the mark means. */
export const hasSuppressed = (tables: readonly ReportTable[]): boolean =>
  tables.some((table) =>
    [...table.rows, ...(table.total ? [table.total] : [])].some((row) =>
      table.columns.some(({ key }) => row[key] === SUPPRESSED),
    ),
  );

/** Links to the tables. */
export const tableLinks = (tables: readonly ReportTable[]): string =>
  tables.map(({ id, zh, en }) => `<li><a href="#${escapeHtml(id)}"><b>${id}</b> ${both({ zh, en })}</a></li>`).join('');
