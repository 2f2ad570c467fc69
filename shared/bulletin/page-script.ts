/**
 * What the page does in a browser: language, theme, sorting. It is text and not a function, because a bundler would
 * rewrite a function and equal summaries have equal bytes. No network, no storage; without it the page is whole, in
 * Chinese.
 */
export const PAGE_SCRIPT = `(() => {
  'use strict';
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const english = () => root.dataset.language === 'en';

  const title = { zh: document.title, en: root.dataset.titleEn };
  byId('language').addEventListener('click', () => {
    root.dataset.language = english() ? 'zh' : 'en';
    root.lang = english() ? 'en' : 'zh-CN';
    document.title = english() ? title.en : title.zh;
  });

  const system = matchMedia('(prefers-color-scheme: dark)');
  const dark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);
  // The button is named after what a press makes of the page.
  const show = () => { root.dataset.shown = dark() ? 'dark' : 'light'; };
  byId('theme').addEventListener('click', () => {
    root.dataset.theme = dark() ? 'light' : 'dark';
    show();
  });
  if (system.addEventListener) system.addEventListener('change', show);
  show();

  const shown = (cell) => ((english() ? cell.querySelector('.en') : cell.querySelector('.zh')) || cell).textContent.trim();
  const numberOf = (text) => (/^[-+]?[\\d,]+(\\.\\d+)?%?$/.test(text) ? Number(text.replace(/[,%]/g, '')) : null);
  const compareText = (a, b) => a.localeCompare(b, english() ? 'en' : 'zh-CN', { numeric: true });
  const status = byId('status');

  for (const table of document.querySelectorAll('.sheet table')) {
    const body = table.tBodies[0];
    const original = Array.from(body.rows);
    table.tHead.addEventListener('click', (event) => {
      const head = event.target.closest('th[data-column]');
      if (!head) return;
      const isText = head.classList.contains('text');
      const before = head.getAttribute('aria-sort');
      // Numbers begin with the greatest, text with the first; a third press restores the order of the report.
      const order = isText ? ['ascending', 'descending'] : ['descending', 'ascending'];
      const next = before === null ? order[0] : before === order[0] ? order[1] : null;
      for (const other of table.tHead.querySelectorAll('[aria-sort]')) other.removeAttribute('aria-sort');
      if (next !== null) head.setAttribute('aria-sort', next);
      const column = Number(head.dataset.column);
      const sign = next === 'descending' ? -1 : 1;
      const keys = new Map(original.map((row) => [row, isText ? shown(row.cells[column]) : numberOf(shown(row.cells[column]))]));
      const empty = (key) => key === null || key === '';
      const rows = next === null ? original : original.slice().sort((a, b) => {
        const x = keys.get(a);
        const y = keys.get(b);
        // What has no value stays below, whichever way the column is sorted.
        if (empty(x) || empty(y)) return empty(x) - empty(y);
        return sign * (isText ? compareText(x, y) : x - y);
      });
      body.append(...rows);
      const name = shown(head.querySelector('button'));
      status.textContent = next === null
        ? (english() ? 'original order' : '已恢复原顺序')
        : english() ? 'sorted by ' + name + ', ' + next : '已按' + name + (next === 'ascending' ? '升序' : '降序') + '排列';
    });
  }
})();`;
