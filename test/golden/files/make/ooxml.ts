/**
 * Workbooks put together by hand, in each way that some writer has been seen to write them and that the standard allows.
 */
import { columnLetters, rangeReference } from '../../../../shared/sheet/reference.ts';
import type { BookContent, Content, SheetContent } from './sheet-content.ts';
import { packed, type Packing } from './zip.ts';

export type Ways = {
  /** How texts are kept: in the shared table, there with rich runs and phonetic hints, in the cell, or as results of formulas. */
  readonly texts?: 'shared' | 'rich' | 'inline' | 'str';
  readonly strict?: boolean;
  /** A namespace prefix on every element. */
  readonly prefix?: string;
  readonly withoutReferences?: boolean;
  readonly dimension?: string;
  /** Days as ISO texts (t="d"), as strict writers do. */
  readonly isoDays?: boolean;
  /** Line breaks and blanks between all elements, comments, a mark at the beginning. */
  readonly spacedOut?: boolean;
  readonly utf16?: boolean;
  /** Absolute targets, parts under other names and in other cases. */
  readonly otherNames?: boolean;
  readonly macros?: boolean;
  readonly packing?: Packing;
  /** Styles on twenty thousand rows below the table and on columns to the right, as clerks leave them. */
  readonly styledFar?: boolean;
  /** How the empty text is kept as the result of a formula; `<v></v>` when left out. */
  readonly emptyResults?: 'self-closed' | 'shared';
  /** Empty cells as texts without a number, as careless programs write them. */
  readonly emptyTexts?: boolean;
  /** Elements of Excel 2013 that have the names of others, as Excel 2013 writes them. */
  readonly extended?: boolean;
  /** An entry of the list of sheets without a part: a module sheet of Excel 95. */
  readonly moduleSheet?: boolean;
  /** Struck-through characters before the text of a cell, by its reference, and rows that are struck through as a whole. */
  readonly struckBefore?: Readonly<Record<string, string>>;
  readonly struckRows?: readonly number[];
};

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\t', '&#9;');

/** Bytes of an .xlsx, or .xlsm with macros. */
export function handMade(book: BookContent, ways: Ways = {}): Uint8Array {
  const { prefix = '', strict = false, otherNames = false } = ways;
  const p = prefix === '' ? '' : `${prefix}:`;
  const main = strict ? 'http://purl.oclc.org/ooxml/spreadsheetml/main' : 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const links = strict
    ? 'http://purl.oclc.org/ooxml/officeDocument/relationships'
    : 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const root = `xmlns${prefix === '' ? '' : `:${prefix}`}="${main}" xmlns:r="${links}"`;
  const texts = new Texts(ways.texts === 'rich', p);
  const sheets = book.sheets.map((sheet) => worksheet(sheet, book, ways, p, root, texts));
  const bookPart = otherNames ? 'Book/TheBook.xml' : 'xl/workbook.xml';
  const sheetPart = (at: number): string => (otherNames ? `Book/Pages/Page${at + 1}.xml` : `xl/worksheets/sheet${at + 1}.xml`);
  const target = (part: string, from: string): string => (otherNames ? `/${part.replace('Pages', 'pages')}` : part.replace(from, ''));
  const relationship = (id: number, type: string, to: string): string => `<Relationship Id="rId${id}" Type="${links}/${type}" Target="${to}"/>`;
  const relationships = (items: string): string =>
    `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items}</Relationships>`;
  const entries = book.sheets.map(
    ({ name, hidden }, at) =>
      `<${p}sheet name="${escaped(name)}" sheetId="${at + 1}"${hidden === true ? ' state="veryHidden"' : ''} r:id="rId${at + 1}"/>`,
  );
  if (ways.moduleSheet === true) entries.push(`<${p}sheet name="Module1" sheetId="99" state="veryHidden" r:id=""/>`);
  const properties = `<${p}workbookPr${book.date1904 === true ? ' date1904="1"' : ''}/>`;
  const extension =
    ways.extended === true
      ? `<${p}extLst><${p}ext uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"><x15:workbookPr chartTrackingRefBase="1"/></${p}ext></${p}extLst>`
      : '';
  const xml: Record<string, string> = {
    [bookPart]: `<${p}workbook ${root}>${properties}<${p}sheets>${entries.join('')}</${p}sheets>${extension}</${p}workbook>`,
  };
  if (ways.struckRows !== undefined) xml[`${bookPart.slice(0, bookPart.lastIndexOf('/') + 1)}styles.xml`] = struckStyles(p, root);
  for (const [at, sheet] of sheets.entries()) xml[sheetPart(at)] = sheet;
  if (texts.items.length > 0) xml[otherNames ? 'Book/Words.xml' : 'xl/sharedStrings.xml'] = `<${p}sst ${root}>${texts.items.join('')}</${p}sst>`;
  const folder = bookPart.slice(0, bookPart.lastIndexOf('/') + 1);
  const parts: [string, Uint8Array][] = [
    ['[Content_Types].xml', utf8(contentTypes(bookPart, sheets.map((_, at) => sheetPart(at)), ways))],
    ['_rels/.rels', utf8(relationships(relationship(1, 'officeDocument', otherNames ? `/${bookPart}` : bookPart)))],
    ...Object.entries(xml).map(([name, content]): [string, Uint8Array] => [name, encoded(content, ways)]),
    [
      `${folder}_rels/${bookPart.slice(folder.length)}.rels`,
      utf8(
        relationships(
          [
            ...sheets.map((_, at) => relationship(at + 1, 'worksheet', target(sheetPart(at), folder))),
            ...(texts.items.length > 0 ? [relationship(900, 'sharedStrings', target(otherNames ? 'Book/Words.xml' : 'xl/sharedStrings.xml', folder))] : []),
            ...(ways.struckRows === undefined ? [] : [relationship(902, 'styles', 'styles.xml')]),
            ...(ways.macros === true ? ['<Relationship Id="rId901" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'] : []),
          ].join(''),
        ),
      ),
    ],
  ];
  if (ways.macros === true) parts.push([`${folder}vbaProject.bin`, Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...utf8('Sub Auto_Open')])]);
  return packed(parts, ways.packing);
}

/** Style 1 is struck through. */
function struckStyles(p: string, root: string): string {
  const font = (marks: string): string => `<${p}font>${marks}<${p}sz val="11"/><${p}name val="宋体"/></${p}font>`;
  const xf = (number: number): string => `<${p}xf numFmtId="0" fontId="${number}" fillId="0" borderId="0" xfId="0"/>`;
  const fills = ['none', 'gray125'].map((pattern) => `<${p}fill><${p}patternFill patternType="${pattern}"/></${p}fill>`).join('');
  return `<${p}styleSheet ${root}><${p}fonts count="2">${font('')}${font(`<${p}strike/>`)}</${p}fonts><${p}fills count="2">${fills}</${p}fills><${p}borders count="1"><${p}border/></${p}borders><${p}cellStyleXfs count="1"><${p}xf/></${p}cellStyleXfs><${p}cellXfs count="2">${xf(0)}${xf(1)}</${p}cellXfs></${p}styleSheet>`;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function encoded(xml: string, { utf16 = false, spacedOut = false }: Ways): Uint8Array {
  if (utf16) return Buffer.from(`\u{feff}<?xml version="1.0" encoding="UTF-16"?>${xml}`, 'utf16le');
  if (!spacedOut) return utf8(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n${xml}`);
  // Between a text and its tags nothing may be added.
  const spaced = xml.replace(/>(?=<(?!\/?(?:t|v)>))/g, '>\r\n  ').replaceAll('</row>', '</row><!-- <row/> -->');
  return utf8(`\u{feff}<?xml version='1.0' encoding='utf-8' ?>\n<!-- made by hand -->\n${spaced}\n`);
}

function contentTypes(book: string, sheets: readonly string[], { macros = false, struckRows }: Ways): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const main = macros ? 'application/vnd.ms-excel.sheet.macroEnabled.main+xml' : `${type}.sheet.main+xml`;
  const others = struckRows === undefined ? [] : [['xl/styles.xml', 'styles']];
  const overrides = [`<Override PartName="/${book}" ContentType="${main}"/>`, ...others.map(([part, kind]) => `<Override PartName="/${part}" ContentType="${type}.${kind}+xml"/>`), ...sheets.map((part) => `<Override PartName="/${part}" ContentType="${type}.worksheet+xml"/>`)];
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>${overrides.join('')}</Types>`;
}

/** The shared table; rich texts come in runs of two characters, with a phonetic hint that is no part of them. */
class Texts {
  readonly items: string[] = [];
  private readonly rich: boolean;
  private readonly p: string;

  constructor(rich: boolean, p: string) {
    this.rich = rich;
    this.p = p;
  }

  number(text: string): number {
    const { p } = this;
    const runs = Array.from(text).reduce<string[]>((all, character, at) => (at % 2 === 0 ? [...all, character] : [...all.slice(0, -1), all.at(-1) + character]), []);
    const t = (content: string): string => `<${p}t xml:space="preserve">${escaped(content)}</${p}t>`;
    const rich = runs.map((run, at) => `<${p}r>${at % 2 === 0 ? '' : `<${p}rPr><${p}b/><${p}color rgb="FFFF0000"/></${p}rPr>`}${t(run)}</${p}r>`);
    const hint = `<${p}rPh sb="0" eb="1"><${p}t>ピンイン</${p}t></${p}rPh><${p}phoneticPr fontId="1"/>`;
    return this.items.push(`<${p}si>${this.rich ? rich.join('') + hint : t(text)}</${p}si>`) - 1;
  }
}

function worksheet(sheet: SheetContent, book: BookContent, ways: Ways, p: string, root: string, texts: Texts): string {
  const rows = sheet.rows.map((cells, row) => {
    const reference = ways.withoutReferences === true ? '' : ` r="${row + 1}" spans="1:${cells.length}"`;
    const hidden = sheet.hiddenRows?.includes(row) === true ? ' hidden="1"' : '';
    return `<${p}row${reference}${hidden}>${cells.map((cell, column) => cellXml(cell, row, column, book, ways, p, texts)).join('')}</${p}row>`;
  });
  if (ways.styledFar === true)
    for (let row = rows.length; row < 20_000; row++) rows.push(`<${p}row r="${row + 1}" s="3" customFormat="1"><${p}c r="A${row + 1}" s="3"/><${p}c r="XFD${row + 1}" s="3"/></${p}row>`);
  const columns = (sheet.hiddenColumns ?? []).map((column) => `<${p}col min="${column + 1}" max="${column + 1}" width="0" hidden="1" customWidth="1"/>`);
  const merges = (sheet.merges ?? []).map(([top, left, bottom, right]) => `<${p}mergeCell ref="${rangeReference({ top, left, bottom, right })}"/>`);
  return [
    `<${p}worksheet ${root}>`,
    ways.dimension === undefined ? '' : `<${p}dimension ref="${ways.dimension}"/>`,
    columns.length === 0 ? '' : `<${p}cols>${columns.join('')}</${p}cols>`,
    `<${p}sheetData>${rows.join('')}</${p}sheetData>`,
    merges.length === 0 ? '' : `<${p}mergeCells count="${merges.length}">${merges.join('')}</${p}mergeCells>`,
    `</${p}worksheet>`,
  ].join('');
}

function cellXml(cell: Content, row: number, column: number, book: BookContent, ways: Ways, p: string, texts: Texts): string {
  const isStruck = ways.struckRows?.includes(row) === true;
  const reference = (ways.withoutReferences === true ? '' : ` r="${columnLetters(column)}${row + 1}"`) + (isStruck ? ' s="1"' : '');
  const value = (content: string | number, type = ''): string => `<${p}c${reference}${type}><${p}v>${content}</${p}v></${p}c>`;
  const struckBefore = ways.struckBefore?.[`${columnLetters(column)}${row + 1}`];
  if (struckBefore !== undefined) {
    const run = (text: string, marks: string): string => `<${p}r><${p}rPr>${marks}<${p}sz val="11"/></${p}rPr><${p}t>${escaped(text)}</${p}t></${p}r>`;
    return `<${p}c${reference} t="inlineStr"><${p}is>${run(struckBefore, `<${p}strike/>`)}${run(typeof cell === 'object' ? '' : String(cell), '')}</${p}is></${p}c>`;
  }
  if (cell === null) return ways.emptyTexts === true ? value('', ' t="s"') : ways.withoutReferences === true ? `<${p}c/>` : '';
  if (typeof cell === 'boolean') return value(cell ? 1 : 0, ' t="b"');
  if (typeof cell === 'number') return value(cell);
  if (typeof cell === 'string') {
    if (ways.texts === 'inline') return `<${p}c${reference} t="inlineStr"><${p}is><${p}t xml:space="preserve">${escaped(cell)}</${p}t></${p}is></${p}c>`;
    if (ways.texts === 'str') return `<${p}c${reference} t="str"><${p}f>T("")</${p}f><${p}v>${escaped(cell)}</${p}v></${p}c>`;
    return value(texts.number(cell), ' t="s"');
  }
  if ('day' in cell) {
    if (ways.isoDays !== true) return value(cell.day);
    const serial = cell.day + (book.date1904 === true ? 1462 : 0);
    return value(new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, serial % 1 === 0 ? 10 : 19), ' t="d"');
  }
  if ('number' in cell) return value(cell.number);
  const { formula, result, error } = cell;
  if (result === '' && ways.emptyResults !== undefined) {
    const empty = ways.emptyResults === 'shared' ? `<${p}v>${texts.number('')}</${p}v>` : `<${p}v/>`;
    return `<${p}c${reference} t="${ways.emptyResults === 'shared' ? 's' : 'str'}"><${p}f>${escaped(formula)}</${p}f>${empty}</${p}c>`;
  }
  const type = error !== undefined ? ' t="e"' : typeof result === 'string' ? ' t="str"' : '';
  const shown = error ?? (typeof result === 'string' ? escaped(result) : result);
  return `<${p}c${reference}${type}><${p}f>${escaped(formula)}</${p}f>${shown === undefined ? '' : `<${p}v>${shown}</${p}v>`}</${p}c>`;
}
