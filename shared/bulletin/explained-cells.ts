import type { City } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import type { Summary } from '../summary/summary.ts';
import type { ReportRow, ReportTable } from '../tables/report-table.ts';
import { placeOf } from '../tidy/row-places.ts';
import { both, escapeHtml } from './page-text.ts';

/**
 * Every figure of the internal page leads to what it is made of: a link shows the command that lists its files and rows
 * (docs/decisions/0076-what-a-figure-is-made-of.md). The page holds the place of each row and the keys of each table's
 * columns; the links are made of them by the script, so that 5,000 of them take no bytes.
 */
export const rowAddress = (table: ReportTable, row: ReportRow | 'total', city: City): string => {
  const { line, unit } = placeOf(table, row, city);
  return ` data-place="${escapeHtml(`${line}/${unit}`)}"`;
};

export const columnKeys = ({ columns }: ReportTable): string =>
  ` data-keys="${escapeHtml(columns.map(({ key }) => key).join(' '))}"`;

/** Said above the tables. */
export const EXPLAINED: Text = {
  zh: '点选表中任一数字，即见说明它的命令：由哪些文件、哪些行构成。',
  en: 'Choose any figure of a table to see the command that explains it: the files and rows that it is made of.',
};

/** What a link opens. */
export const explanationDialog = ({ period, revision }: Summary): string =>
  `<dialog id="explanation" aria-labelledby="explained" data-command="npm run -s uplift -- explain ${period}" data-revision="${revision}"><h3 id="explained"></h3>
<p>${both({ zh: '在系统所在的机器上运行，列出构成这个数的文件、版本、行、季度和各自的数：', en: 'Run where the system is; it lists the files, versions, rows and quarters that the figure is made of, and what each adds:' })}</p>
<p><code id="command" tabindex="0"></code></p>
<form method="dialog"><button type="button" id="copy">${both({ zh: '复制', en: 'Copy' })}</button><button>${both({ zh: '关闭', en: 'Close' })}</button></form></dialog>`;

export const EXPLAINED_STYLE = `
.sheet td>a{color:inherit;text-decoration:none}
.sheet td>a:hover,.sheet td>a:focus-visible{text-decoration:underline dotted}
dialog{max-width:min(44rem,92vw);background:var(--page);color:var(--ink);border:1px solid var(--line);padding:1.2rem}
dialog::backdrop{background:rgb(0 0 0/.45)}
dialog code{display:block;padding:.6rem;background:var(--wash);overflow-wrap:anywhere;user-select:all}
dialog form{display:flex;gap:.6rem;justify-content:flex-end;margin-top:1rem}
dialog button{border:1px solid var(--line);padding:.35rem .9rem}
@media print{dialog,.explained{display:none}}
`;

/**
 * Makes the links and opens what they lead to. Each has an address of its own, so that it can be sent to somebody who
 * has the page. One link of a table is in the order of the Tab key; the arrows lead to the others.
 */
export const EXPLAINED_SCRIPT = `(() => {
  'use strict';
  const english = () => document.documentElement.dataset.language === 'en';
  const dialog = document.getElementById('explanation');
  const links = new Map();
  const words = (cell) => ((english() ? cell.querySelector('.en') : cell.querySelector('.zh')) || cell).textContent.trim();
  for (const table of document.querySelectorAll('.sheet table[data-keys]')) {
    const keys = table.dataset.keys.split(' ');
    const id = table.closest('.sheet').id;
    let first = true;
    for (const row of table.querySelectorAll('tr[data-place]'))
      for (const cell of row.cells) {
        if (cell.tagName !== 'TD' || cell.classList.contains('text') || cell.textContent === '') continue;
        const link = document.createElement('a');
        link.href = '#explain/' + id + '/' + row.dataset.place + '/' + keys[cell.cellIndex];
        link.tabIndex = first ? 0 : -1;
        first = false;
        link.append(...cell.childNodes);
        cell.append(link);
        links.set(link.hash, link);
      }
    table.addEventListener('keydown', (event) => {
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      const cell = event.target.closest('td');
      if (!step || !cell) return;
      const rows = Array.from(table.querySelectorAll('tr[data-place]'));
      let down = rows.indexOf(cell.parentElement) + step[0];
      let across = cell.cellIndex + step[1];
      let link = null;
      while (!link && rows[down] && rows[down].cells[across]) {
        link = rows[down].cells[across].querySelector('a');
        down += step[0];
        across += step[1];
      }
      if (!link) return;
      event.preventDefault();
      event.target.closest('a').tabIndex = -1;
      link.tabIndex = 0;
      link.focus();
    });
  }
  const show = () => {
    const link = links.get(location.hash);
    if (!link) return;
    const cell = link.closest('td');
    const [, id, line, unit, column] = location.hash.split('/');
    const row = cell.parentElement;
    const name = row.querySelector('th') ? words(row.querySelector('th')) : '';
    const head = cell.closest('table').querySelector('th[data-column="' + cell.cellIndex + '"] button');
    document.getElementById('explained').textContent = [id, name, head ? words(head) : '', words(cell)].filter(Boolean).join(' ');
    document.getElementById('command').textContent =
      [dialog.dataset.command, id, line, column, '--unit', unit, '--revision', dialog.dataset.revision].join(' ');
    if (!dialog.open) dialog.showModal();
  };
  dialog.addEventListener('close', () => {
    const link = links.get(location.hash);
    history.replaceState(null, '', '#');
    if (link) link.focus();
  });
  document.getElementById('copy').addEventListener('click', () => {
    const command = document.getElementById('command');
    getSelection().selectAllChildren(command);
    if (navigator.clipboard) navigator.clipboard.writeText(command.textContent).catch(() => document.execCommand('copy'));
    else document.execCommand('copy');
  });
  addEventListener('hashchange', show);
  show();
})();`;
