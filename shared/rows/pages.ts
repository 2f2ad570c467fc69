import type { StoredLine } from './codec.ts';
import type { KindLayouts } from './layouts.ts';

/**
 * Rows are kept in pages: one item holds neighbouring rows of one partition in key order, and the mark of their layout;
 * none on a page of the first layout. An immutable row never needs an item of its own, and a page costs a fraction of
 * the writes (docs/decisions/0002-rows-in-pages.md).
 */
export type Page = { readonly rows: string; readonly layout?: string };

export type PagedRow = StoredLine & { readonly key: string; readonly number: number };

const ROWS_PER_PAGE = 128;
/** DynamoDB takes items of 400 KB; a sheet's cells may hold more. */
const CHARACTERS_PER_PAGE = 100_000;

/**
 * Sorts the rows of one partition by key and cuts them into pages, each of one layout. Equal rows give equal pages
 * whatever their order was.
 */
export function toPages(rows: readonly PagedRow[]): Page[] {
  const sorted = rows.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.number - b.number));
  const pages: Page[] = [];
  let texts: string[] = [];
  let characters = 0;
  let first: PagedRow | undefined;
  const finish = (): void => {
    if (first) pages.push({ rows: texts.join('\n'), ...markOf(first) });
    [texts, characters, first] = [[], 0, undefined];
  };
  for (const row of sorted) {
    const text = `${row.key.replace(/[\t\n]/g, ' ')}\t${row.number}\t${row.line}`;
    const isFull = texts.length === ROWS_PER_PAGE || characters + text.length > CHARACTERS_PER_PAGE;
    if (isFull || (first && first.layout !== row.layout)) finish();
    first ??= row;
    texts.push(text);
    characters += text.length;
  }
  finish();
  return pages;
}

const markOf = ({ layout: { mark } }: PagedRow): { layout?: string } => (mark === null ? {} : { layout: mark });

/**
 * The rows of a page, lines still encoded.
 * @throws RowLayoutError when they are in a layout that this code cannot read
 */
export function fromPage({ rows, layout: mark }: Page, layouts: KindLayouts): PagedRow[] {
  const layout = layouts.of(mark);
  return rows.split('\n').map((text) => {
    const first = text.indexOf('\t');
    const second = text.indexOf('\t', first + 1);
    return {
      key: text.slice(0, first),
      number: Number(text.slice(first + 1, second)),
      line: text.slice(second + 1),
      layout,
    };
  });
}
