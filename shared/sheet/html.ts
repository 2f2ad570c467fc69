/**
 * The tables of a web page: business systems export pages named .xls. Tolerant of unclosed tags; a page is scanned
 * once, forwards.
 */
import { TextBudget } from './grid-rows.ts';
import type { ReadLimits, Sheet } from './grid.ts';
import { MARKUP, markupEnd } from './html-markup.ts';
import { Strikes } from './html-strikes.ts';
import { HtmlTable, type PageSettings } from './html-table.ts';
import { otherKind, tooLarge } from './refusal.ts';

const CELL_ENDS: ReadonlySet<string> = new Set(['tr', '/tr', 'td', '/td', 'th', '/th', '/table']);
/** Pages lay themselves out with tables in tables. Deeper than this a table is only part of the text around it. */
const DEEPEST = 12;
const MOST_TABLES = 200;

/**
 * Reads every table that has two rows and two columns, or else the first one with anything in it: pages put titles and
 * layout into tables too, and one of several pages repeats its header. Cells are text as shown, so that long IDs stay
 * whole; a table inside a cell is a table of its own, and part of the cell's text where it is short. A page with one
 * table gives a sheet without a name.
 * @throws Refused F01 when there is no table, F11 beyond the limits.
 */
export function readHtml(text: string, limits: ReadLimits): Sheet[] {
  const reader = new HtmlReader(text, limits);
  reader.read();
  const sheets = reader.tables.map((table) => table.sheet());
  const [only] = sheets;
  if (only === undefined) throw otherKind('没有表格的网页', 'a web page without a table');
  return sheets.length === 1 ? [only] : sheets.map((sheet, index) => ({ ...sheet, name: `表${index + 1}` }));
}

class HtmlReader {
  /** Tables that are one by their size, in the order in which they begin. */
  readonly tables: HtmlTable[] = [];
  private readonly text: string;
  private readonly page: PageSettings;
  private readonly tag = new RegExp(MARKUP);
  /** The tables that are open, the innermost last. */
  private readonly open: HtmlTable[] = [];
  /** How many tables are open beyond the deepest. */
  private beyond = 0;
  private small: HtmlTable | undefined;
  /** Bounds of the current tag, and its name in lower case with the slash of a close tag. */
  private start = 0;
  private end = 0;
  private name = '';

  constructor(text: string, limits: ReadLimits) {
    this.text = text;
    this.page = { limits, characters: new TextBudget(limits), strikes: Strikes.of(text) };
  }

  read(): void {
    while (this.next()) this.take();
    while (this.open.length > 0) this.close(this.text.length);
    if (this.tables.length === 0 && this.small !== undefined) this.tables.push(this.small);
    this.tables.sort((a, b) => a.start - b.start);
  }

  private take(): void {
    const { name, open } = this;
    if (name === 'table') {
      if (open.length === DEEPEST) this.beyond++;
      else {
        open.at(-1)?.nest();
        open.push(new HtmlTable(this.page, this.start, this.tagText()));
      }
      return;
    }
    const table = this.beyond === 0 ? open.at(-1) : undefined;
    if (name === '/table' && this.beyond > 0) this.beyond--;
    if (table === undefined || !CELL_ENDS.has(name)) return;
    if (name === '/table') return this.close(this.start);
    table.close(this.text, this.start);
    if (name === 'tr') table.nextRow(this.tagText());
    else if (name === 'td' || name === 'th') table.open(name, this.tagText(), this.end);
  }

  private close(contentEnd: number): void {
    const table = this.open.pop()!;
    table.close(this.text, contentEnd);
    if (!table.isTable) {
      if (table.hasContent && (this.small === undefined || table.start < this.small.start)) this.small = table;
      return;
    }
    if (this.tables.length === MOST_TABLES) {
      throw tooLarge(
        `网页中的表格超过 ${MOST_TABLES} 个。请把要上报的表格复制到 Excel 或 WPS 表格，另存为 .xlsx。`,
        `The page has more than ${MOST_TABLES} tables. Copy the one to report into Excel or WPS Spreadsheets and save it as .xlsx.`,
      );
    }
    this.tables.push(table);
  }

  private tagText(): string {
    return this.text.slice(this.start, this.end);
  }

  private next(): boolean {
    const { text, tag } = this;
    tag.lastIndex = this.end;
    const match = tag.exec(text);
    if (match === null) return false;
    this.start = match.index;
    this.name = match[1]!.toLowerCase();
    this.end = markupEnd(text, this.name, match.index);
    return true;
  }
}
