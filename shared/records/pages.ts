import type { AcceptedRow } from '../check/file.ts';

/**
 * Rows are kept in pages: one item holds neighbouring rows of one partition in key order, under its first key. An immutable row never
 * needs an item of its own, and a page costs a fraction of the writes (docs/decisions/0002-rows-in-pages.md).
 */
export type Page = { readonly firstKey: string; readonly rows: string };

export type PagedRow = { readonly key: string; readonly number: number; readonly line: string };

const ROWS_PER_PAGE = 128;

/** Sorts the rows of one partition by key and cuts them into pages. Equal rows give equal pages whatever their order was. */
export function toPages(rows: readonly AcceptedRow[]): Page[] {
  const sorted = rows.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.number - b.number));
  const pages: Page[] = [];
  for (let start = 0; start < sorted.length; start += ROWS_PER_PAGE) {
    const part = sorted.slice(start, start + ROWS_PER_PAGE);
    pages.push({
      firstKey: part[0]?.key ?? '',
      rows: part.map((row) => `${row.key.replace(/[\t\n]/g, ' ')}\t${row.number}\t${row.line}`).join('\n'),
    });
  }
  return pages;
}

/** The rows of a page, lines still encoded. */
export function fromPage(rows: string): PagedRow[] {
  return rows.split('\n').map((text) => {
    const first = text.indexOf('\t');
    const second = text.indexOf('\t', first + 1);
    return { key: text.slice(0, first), number: Number(text.slice(first + 1, second)), line: text.slice(second + 1) };
  });
}
