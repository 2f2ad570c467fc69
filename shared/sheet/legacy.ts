/**
 * The binary formats .xls (and WPS .et) and .xlsb, through SheetJS: the only place that knows that library.
 *
 * It is built for honest files, so it gets streams that were gone through before (biff8.ts, xlsb.ts), which bounds its time and memory, and
 * whatever it throws means that the file is damaged.
 */
import { createRequire } from 'node:module';
import type * as Library from '@e965/xlsx';
import { prepareBiff8 } from './biff8.ts';
import { GridRows } from './grid-rows.ts';
import type { Cell, ReadLimits, Sheet, Workbook } from './grid.ts';
import { damaged, Refused, tooLarge } from './refusal.ts';
import { partOf, readRelationships } from './relationships.ts';
import { hiddenColumns, withinUsedArea, type ColumnRange } from './used-area.ts';
import { plainXlsbBook, plainXlsbSheet, plainXlsbTexts, readXlsbBook, type CellBudget } from './xlsb.ts';
import type { Archive } from './zip.ts';

/** Ceilings of the old formats, below those of .xlsx: the library builds an object for each cell. */
export const LEGACY_LIMITS = { fileBytes: 20_971_520, cells: 250_000 } as const;

const OPTIONS: Library.ParsingOptions = {
  type: 'buffer',
  dense: true,
  raw: true,
  cellDates: false,
  cellFormula: false,
  cellHTML: false,
  cellText: false,
  cellNF: true,
  WTF: true,
};

type LibraryCell = { readonly t: string; readonly v?: unknown };
type LibrarySheet = {
  readonly '!data'?: readonly (readonly (LibraryCell | undefined)[] | undefined)[];
  readonly '!merges'?: readonly Library.Range[];
};
type Parser = {
  parse_xlscfb(stream: Buffer, options: Library.ParsingOptions): Library.WorkBook;
  parse_zip(archive: unknown, options: Library.ParsingOptions): Library.WorkBook;
  readonly CFB: {
    readonly utils: { cfb_new(): unknown; cfb_add(archive: unknown, name: string, content: Uint8Array): unknown };
  };
};
type Layout = Pick<Sheet, 'name' | 'hidden' | 'date1904' | 'merges'> & {
  readonly hiddenRows: readonly number[];
  readonly hiddenColumns: readonly ColumnRange[];
  readonly unsolved: readonly (readonly [row: number, column: number])[];
};

let loaded: Parser | undefined;

/**
 * Loads the library when the first old file comes, and stays synchronous: a bundler puts the package in for the bare `require`, where
 * there is no bundle Node makes one. The build without code pages will do, since BIFF8 and .xlsb hold Unicode.
 */
function library(): Parser {
  loaded ??= (
    typeof require === 'function'
      ? require('@e965/xlsx/dist/xlsx.core.min.js')
      : createRequire(import.meta.url)('@e965/xlsx/dist/xlsx.core.min.js')
  ) as Parser;
  return loaded;
}

/**
 * Reads the Workbook stream of an .xls or .et in BIFF8.
 * @throws Refused F01 when it is damaged or older, F02 encrypted, F11 beyond the limits.
 */
export function readBiff8(content: Buffer, limits: ReadLimits): Workbook {
  const { stream, date1904, sheets } = prepareBiff8(content, LEGACY_LIMITS.cells);
  const book = attempt(() => library().parse_xlscfb(stream, { ...OPTIONS }));
  return {
    format: 'xls',
    sheets: sheets.map((sheet) => toSheet(sheetOf(book, sheet.name), { ...sheet, date1904 }, limits)),
  };
}

/**
 * Reads the worksheets of an .xlsb; charts and macros are left alone.
 * @throws Refused F01 when it is damaged, F11 beyond the limits.
 */
export function readXlsb(archive: Archive, workbookPath: string, limits: ReadLimits): Workbook {
  const relationships = readRelationships(archive, workbookPath);
  const { sheets, date1904 } = readXlsbBook(partOf(archive, workbookPath));
  const worksheets = sheets.filter(({ relationship }) => relationships.get(relationship)?.type === 'worksheet');
  if (worksheets.length === 0) throw damaged('没有工作表', 'there is no worksheet');
  const budget: CellBudget = { left: LEGACY_LIMITS.cells, most: LEGACY_LIMITS.cells };
  const plain = worksheets.map(({ relationship }) =>
    plainXlsbSheet(partOf(archive, relationships.get(relationship)!.target), budget),
  );
  const texts = [...relationships.values()].find(({ type }) => type === 'sharedStrings');
  const parts: [name: string, content: Uint8Array][] = [
    ['xl/workbook.bin', plainXlsbBook(worksheets.length)],
    ['xl/styles.bin', NO_STYLES],
    ...plain.map(({ part }, index): [string, Uint8Array] => [`xl/worksheets/sheet${index + 1}.bin`, part]),
  ];
  if (texts !== undefined)
    parts.push(['xl/sharedStrings.bin', plainXlsbTexts(partOf(archive, texts.target), LEGACY_LIMITS.cells)]);
  const book = attempt(() => library().parse_zip(packed(parts), { ...OPTIONS }));
  return {
    format: 'xlsb',
    sheets: worksheets.map(({ name, hidden }, index) => {
      const sheet = sheetOf(book, String(index + 1));
      const merges = (sheet['!merges'] ?? []).map(({ s, e }) => ({ top: s.r, left: s.c, bottom: e.r, right: e.c }));
      const { hiddenRows, hiddenColumns } = plain[index]!;
      return toSheet(sheet, { name, hidden, date1904, merges, hiddenRows, hiddenColumns, unsolved: [] }, limits);
    }),
  };
}

/** BrtBeginStyleSheet and BrtEndStyleSheet: the library wants a part of styles, the reader needs none. */
const NO_STYLES = Buffer.from([0x96, 0x02, 0, 0x97, 0x02, 0]);

const CONTENT_TYPES = [
  ['workbook.bin', 'sheet.binary.macroEnabled.main'],
  ['styles.bin', 'styles'],
  ['sharedStrings.bin', 'sharedStrings'],
].map(([name, type]) => `<Override PartName="/xl/${name}" ContentType="application/vnd.ms-excel.${type}"/>`);

function packed(parts: readonly (readonly [name: string, content: Uint8Array])[]): unknown {
  const { utils } = library().CFB;
  const archive = utils.cfb_new();
  const overrides = CONTENT_TYPES.filter((type) => parts.some(([name]) => type.includes(name))).join('');
  const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${overrides}</Types>`;
  for (const [name, content] of [['[Content_Types].xml', Buffer.from(types)] as const, ...parts])
    utils.cfb_add(archive, name, content);
  return archive;
}

function attempt(parse: () => Library.WorkBook): Library.WorkBook {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw damaged('单元格记录有误', 'the records of cells are wrong');
  }
}

function sheetOf(book: Library.WorkBook, name: string): LibrarySheet {
  const sheet = Object.hasOwn(book.Sheets, name) ? book.Sheets[name] : undefined;
  if (sheet === undefined) throw damaged(`找不到工作表“${name}”`, `sheet "${name}" is missing`);
  return sheet;
}

/** Goes by the cells that are there and not by the area that the file claims. */
function toSheet(sheet: LibrarySheet, layout: Layout, limits: ReadLimits): Sheet {
  const { name, hidden, date1904 } = layout;
  const grid = new GridRows(limits, name);
  const data = sheet['!data'] ?? [];
  for (const row of Object.keys(data)) {
    const cells = data[Number(row)] ?? [];
    for (const column of Object.keys(cells)) grid.put(Number(row), Number(column), toCell(cells[Number(column)]));
  }
  for (const [row, column] of layout.unsolved) grid.put(row, column, { broken: 'formula' });
  const { rows, width } = grid;
  const hiddenRows = new Set(layout.hiddenRows.filter((row) => row < rows.length));
  return {
    name,
    hidden,
    date1904,
    rows,
    merges: withinUsedArea(layout.merges, rows.length, width),
    hiddenRows,
    hiddenColumns: hiddenColumns(layout.hiddenColumns, width),
  };
}

const ERRORS: Readonly<Record<number, string>> = {
  0: '#NULL!',
  7: '#DIV/0!',
  15: '#VALUE!',
  23: '#REF!',
  29: '#NAME?',
  36: '#NUM!',
  42: '#N/A',
  43: '#GETTING_DATA',
};

function toCell(cell: LibraryCell | undefined): Cell {
  if (cell === undefined) return null;
  const { t, v } = cell;
  if (t === 'e') return { broken: ERRORS[Number(v)] ?? '#VALUE!' };
  if (typeof v === 'string') return v.replaceAll('\0', '\u{fffd}').replace(/\r\n?/g, '\n').toWellFormed();
  if (typeof v === 'number') return Number.isFinite(v) ? v : { broken: '#NUM!' };
  return typeof v === 'boolean' ? v : null;
}

/** @throws Refused F11 when a file of an old format is larger than the library may be given. */
export function withinLegacySize(bytes: Uint8Array): void {
  if (bytes.length <= LEGACY_LIMITS.fileBytes) return;
  throw tooLarge(
    `旧格式文件 ${bytes.length} 字节，超过上限 ${LEGACY_LIMITS.fileBytes} 字节（20 MB）。请另存为 .xlsx，或拆分后上报。`,
    `The file in an old format has ${bytes.length} bytes, the limit is ${LEGACY_LIMITS.fileBytes} (20 MB). Save it as .xlsx, or split it.`,
  );
}
