/**
 * Which golden file is written by which program, and what is in it.
 */
import type { BookType } from '@e965/xlsx';
import { placeOf } from './households.ts';
import type { Ways } from './ooxml.ts';

/** Further words are for the writer that knows them. */
export type Job = {
  /** As folder/name. */
  readonly file: string;
  readonly by: string;
  /** The name of a book (books.ts). */
  readonly book: string;
  readonly option?: 'evaluated' | 'password' | 'built-in';
  /** XlsxWriter: texts in their cells. */
  readonly inline?: boolean;
  /** SheetJS. */
  readonly type?: BookType;
  readonly shared?: boolean;
  readonly ways?: Ways;
  /** Text files. */
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly newline?: string;
  readonly before?: string;
  readonly quoteAll?: boolean;
  readonly wrap?: string;
  readonly shape?: 'grid' | 'excel' | 'report' | 'layout' | 'paged';
};

const by = (writer: string, folder: string, ...files: readonly (readonly [name: string, book: string, more?: Partial<Job>])[]): Job[] =>
  files.map(([name, book, more]) => ({ file: `${folder}/${name}`, by: writer, book, ...more }));

export const JOBS: readonly Job[] = [
  ...by('openpyxl', 'openpyxl', ['roster.xlsx', 'roster'], ['digits.xlsx', 'digits'], ['dates-1904.xlsx', 'dates-1904'], ['hidden.xlsx', 'hidden'], ['unsolved.xlsx', 'unsolved'], ['formulas.xlsx', 'formulas'], ['notes.xlsx', 'notes'], ['office.xlsx', 'office'], ['names.xlsx', 'names'], ['merged-villages.xlsx', 'merged-villages']),
  ...by('XlsxWriter', 'xlsxwriter', ['roster.xlsx', 'roster'], ['roster-inline.xlsx', 'roster', { inline: true }], ['formulas.xlsx', 'formulas'], ['three-header-rows.xlsx', 'three-header-rows'], ['words.xlsx', 'words'], ['injection.xlsx', 'injection']),
  ...by('Excel::Writer::XLSX', 'perl', ['roster.xlsx', 'roster'], ['totals.xlsx', 'totals']),
  ...by('Spreadsheet::WriteExcel', 'perl', ['roster.xls', 'roster'], ['dates-1904.xls', 'dates-1904']),
  ...by('xlwt', 'xlwt', ['roster.xls', 'roster'], ['digits.xls', 'digits'], ['hidden.xls', 'hidden'], ['names.xls', 'names'], ['numbers.xls', 'numbers'], ['unsolved.xls', 'unsolved']),
  ...by('odfpy', 'odfpy', ['roster.ods', 'roster'], ['hidden.ods', 'hidden'], ['unsolved.ods', 'unsolved'], ['notes.ods', 'notes'], ['dates-1904.ods', 'dates-1904']),
  ...by('Apache POI', 'poi', ['roster.xls', 'roster', { option: 'evaluated' }], ['roster.et', 'roster', { option: 'evaluated' }], ['password.xls', 'roster', { option: 'password' }], ['built-in-password.xls', 'roster', { option: 'built-in' }], ['unsolved.xls', 'unsolved'], ['notes.xls', 'notes']),
  ...by('JExcelAPI', 'jxl', ['roster.xls', 'roster'], ['wan-row.xls', 'wan-row'], ['unsolved.xls', 'unsolved']),
  ...by('SheetJS', 'sheetjs', ['roster.xlsx', 'roster', { type: 'xlsx' }], ['roster-str.xlsx', 'roster', { type: 'xlsx', shared: false }], ['roster.xls', 'roster', { type: 'biff8' }], ['roster.xlsb', 'roster', { type: 'xlsb' }], ['roster.ods', 'roster', { type: 'ods' }], ['roster.html', 'roster', { type: 'html' }], ['hidden.xlsb', 'hidden', { type: 'xlsb' }], ['formulas.xlsb', 'formulas', { type: 'xlsb' }], ['unsolved.xlsb', 'unsolved', { type: 'xlsb' }], ['dates-1904.xlsb', 'dates-1904', { type: 'xlsb' }], ['digits.xlsb', 'digits', { type: 'xlsb' }], ['excel5.xls', 'roster', { type: 'biff5' }], ['excel2.xls', 'roster', { type: 'biff2' }], ['zero-results.xlsx', 'zero-results', { type: 'xlsx' }], ['covered.xls', 'covered', { type: 'biff8' }], ['covered.xlsb', 'covered', { type: 'xlsb' }], ['excel2003.xml', 'roster', { type: 'xlml' }], ['sylk.slk', 'roster', { type: 'sylk' }], ['flat.fods', 'roster', { type: 'fods' }], ['office.xls', 'office', { type: 'biff8' }], ['wan-headers.xls', 'wan-headers', { type: 'biff8' }]),
  ...by('own writer', 'uplift', ['roster.xlsx', 'roster']),
  ...by('by hand', 'by-hand', ['empty-results.xlsx', 'empty-results', { ways: { emptyResults: 'self-closed' } }], ['empty-results-shared.xlsx', 'empty-results', { ways: { emptyResults: 'shared' } }], ['roster-empty-texts.xlsx', 'roster', { ways: { emptyTexts: true } }], ['dates-1904-extended.xlsx', 'dates-1904', { ways: { extended: true } }], ['roster-module-sheet.xlsx', 'roster', { ways: { moduleSheet: true } }], ['covered.xlsx', 'covered'], ['struck.xlsx', 'struck', { ways: { struckBefore: { [placeOf('head_name', 0)]: '张三', [placeOf('wage_income', 1)]: '1' }, struckRows: [4] } }], ['roster-shared.xlsx', 'roster', { ways: { dimension: 'A1' } }], ['roster-rich.xlsx', 'roster', { ways: { texts: 'rich' } }], ['roster-inline.xlsx', 'roster', { ways: { texts: 'inline', withoutReferences: true } }], ['roster-str.xlsx', 'roster', { ways: { texts: 'str' } }], ['roster-strict.xlsx', 'roster', { ways: { strict: true, isoDays: true } }], ['roster-prefixed.xlsx', 'roster', { ways: { prefix: 'x', texts: 'inline' } }], ['roster-strict-prefixed.xlsx', 'roster', { ways: { prefix: 'ss', strict: true, isoDays: true, spacedOut: true } }], ['roster-spaced.xlsx', 'roster', { ways: { spacedOut: true } }], ['roster-utf16.xlsx', 'roster', { ways: { utf16: true } }], ['roster-other-names.xlsx', 'roster', { ways: { otherNames: true } }], ['roster-stored.xlsx', 'roster', { ways: { packing: { stored: true } } }], ['roster-streamed.xlsx', 'roster', { ways: { packing: { descriptors: true } } }], ['roster-zip64.xlsx', 'roster', { ways: { packing: { zip64: true, commented: true } } }], ['roster-backslashes.xlsx', 'roster', { ways: { packing: { backslashes: true } } }], ['roster-styled-far.xlsx', 'roster', { ways: { styledFar: true, dimension: 'A1:XFD1048576' } }], ['roster.xlsm', 'roster', { ways: { macros: true } }], ['dates-1904.xlsx', 'dates-1904', { ways: { texts: 'inline' } }], ['dates-strict-1904.xlsx', 'dates-1904', { ways: { strict: true, isoDays: true } }], ['hidden.xlsx', 'hidden', { ways: {} }], ['unsolved.xlsx', 'unsolved', { ways: {} }], ['targets.xlsx', 'targets', { ways: {} }]),
  ...by('web page', 'by-hand', ['grid-export.xls', 'roster', { shape: 'grid', encoding: 'gb18030' }], ['excel-page.xls', 'roster', { shape: 'excel', encoding: 'utf-8' }], ['report-page.xls', 'roster', { shape: 'report', encoding: 'utf-8' }], ['page-utf16.xls', 'roster', { shape: 'report', encoding: 'utf-16le' }], ['layout-page.xls', 'roster', { shape: 'layout', encoding: 'gb18030' }], ['paged-page.xls', 'words', { shape: 'paged', encoding: 'utf-8' }]),
  ...by('csv', 'python-csv', ['roster-utf8-bom.csv', 'roster', { encoding: 'utf-8-sig' }], ['roster-utf8.csv', 'roster', { encoding: 'utf-8', newline: '\n' }], ['roster-gb18030.csv', 'roster', { encoding: 'gb18030' }], ['roster-unicode-text.txt', 'roster', { encoding: 'utf-16le', before: '\u{feff}', delimiter: '\t' }], ['roster-utf16be.csv', 'roster', { encoding: 'utf-16be', before: '\u{feff}' }], ['roster-unmarked.txt', 'roster', { encoding: 'utf-16le', delimiter: '\t' }], ['roster-unmarked-be.csv', 'roster', { encoding: 'utf-16be' }], ['roster-bars.txt', 'roster', { encoding: 'gb18030', delimiter: '|' }], ['roster-full-width.csv', 'roster', { encoding: 'utf-8', delimiter: '，' }], ['roster-tabs.tsv', 'roster', { encoding: 'gb18030', delimiter: '\t' }], ['roster-semicolons.csv', 'roster', { encoding: 'utf-8-sig', delimiter: ';' }], ['roster-sep.csv', 'roster', { encoding: 'gb18030', delimiter: ';', before: 'sep=;\r\n' }], ['roster-mac.csv', 'roster', { encoding: 'gb18030', newline: '\r', quoteAll: true }], ['roster-quoted.csv', 'roster', { encoding: 'gb18030', quoteAll: true }], ['roster-equals.csv', 'roster', { encoding: 'gb18030', wrap: '＝' }], ['roster-apostrophes.csv', 'roster', { encoding: 'utf-8-sig', wrap: "'" }], ['roster-tab-suffix.csv', 'roster', { encoding: 'gb18030', wrap: 'tab' }], ['roster-named.xls', 'roster', { encoding: 'gb18030' }], ['digits.csv', 'digits', { encoding: 'gb18030' }], ['dates.csv', 'dates', { encoding: 'gb18030' }], ['words.csv', 'words', { encoding: 'gb18030' }], ['numbers.csv', 'numbers', { encoding: 'gb18030' }], ['names.csv', 'names', { encoding: 'utf-8-sig' }], ['names-gb18030.csv', 'names', { encoding: 'gb18030' }], ['wan-row.csv', 'wan-row', { encoding: 'gb18030' }], ['both-units.csv', 'both-units', { encoding: 'gb18030' }], ['three-header-rows.csv', 'three-header-rows', { encoding: 'gb18030' }], ['totals.csv', 'totals', { encoding: 'gb18030' }], ['last-quarter.csv', 'last-quarter', { encoding: 'gb18030' }], ['whole-file.csv', 'whole-file', { encoding: 'gb18030' }], ['injection.csv', 'injection', { encoding: 'utf-8-sig' }], ['targets.csv', 'targets', { encoding: 'gb18030' }]),
];

/** Files that another program makes of one of the above: its words for the format. */
export type Conversion = { readonly file: string; readonly from: string; readonly to: string };

export const BY_LIBREOFFICE: readonly Conversion[] = [
  { file: 'libreoffice/roster.xlsx', from: 'sheetjs/roster.xlsx', to: 'xlsx:Calc MS Excel 2007 XML' },
  { file: 'libreoffice/roster.xls', from: 'sheetjs/roster.xlsx', to: 'xls:MS Excel 97' },
  { file: 'libreoffice/roster.ods', from: 'sheetjs/roster.xlsx', to: 'ods:calc8' },
  { file: 'libreoffice/roster.html', from: 'sheetjs/roster.xlsx', to: 'html:HTML (StarCalc)' },
  { file: 'libreoffice/roster-gb18030.csv', from: 'sheetjs/roster.xlsx', to: 'csv:Text - txt - csv (StarCalc):44,34,85,1' },
  { file: 'libreoffice/roster-utf16.csv', from: 'sheetjs/roster.xlsx', to: 'csv:Text - txt - csv (StarCalc):9,34,65535,1' },
  { file: 'libreoffice/formulas.xlsx', from: 'openpyxl/formulas.xlsx', to: 'xlsx:Calc MS Excel 2007 XML' },
  { file: 'libreoffice/formulas.xls', from: 'openpyxl/formulas.xlsx', to: 'xls:MS Excel 97' },
  { file: 'libreoffice/formulas.ods', from: 'openpyxl/formulas.xlsx', to: 'ods:calc8' },
  { file: 'libreoffice/formulas.csv', from: 'openpyxl/formulas.xlsx', to: 'csv:Text - txt - csv (StarCalc):44,34,85,1' },
  { file: 'libreoffice/zero-results.xls', from: 'sheetjs/zero-results.xlsx', to: 'xls:MS Excel 97' },
  { file: 'libreoffice/covered.xls', from: 'sheetjs/covered.xls', to: 'xls:MS Excel 97' },
  { file: 'libreoffice/hidden.xls', from: 'openpyxl/hidden.xlsx', to: 'xls:MS Excel 97' },
  { file: 'libreoffice/hidden.ods', from: 'openpyxl/hidden.xlsx', to: 'ods:calc8' },
  { file: 'libreoffice/dates-1904.xls', from: 'openpyxl/dates-1904.xlsx', to: 'xls:MS Excel 97' },
  { file: 'libreoffice/dates-1904.ods', from: 'openpyxl/dates-1904.xlsx', to: 'ods:calc8' },
  { file: 'libreoffice/notes.ods', from: 'openpyxl/notes.xlsx', to: 'ods:calc8' },
  { file: 'libreoffice/roster.pdf', from: 'openpyxl/notes.xlsx', to: 'pdf:calc_pdf_Export' },
  { file: 'libreoffice/empty-results.xlsx', from: 'by-hand/empty-results.xlsx', to: 'xlsx:Calc MS Excel 2007 XML' },
  { file: 'libreoffice/empty-results.ods', from: 'by-hand/empty-results.xlsx', to: 'ods:calc8' },
  { file: 'libreoffice/covered.ods', from: 'by-hand/covered.xlsx', to: 'ods:calc8' },
  { file: 'libreoffice/struck.ods', from: 'by-hand/struck.xlsx', to: 'ods:calc8' },
  { file: 'libreoffice/struck.xls', from: 'by-hand/struck.xlsx', to: 'xls:MS Excel 97' },
  { file: 'libreoffice/marked.xlsx', from: 'uplift/marked.xlsx', to: 'xlsx:Calc MS Excel 2007 XML' },
];

export const BY_GNUMERIC: readonly Conversion[] = [
  { file: 'gnumeric/roster.xlsx', from: 'sheetjs/roster.xlsx', to: 'Gnumeric_Excel:xlsx' },
  { file: 'gnumeric/roster-2010.xlsx', from: 'sheetjs/roster.xlsx', to: 'Gnumeric_Excel:xlsx2' },
  { file: 'gnumeric/roster.xls', from: 'sheetjs/roster.xlsx', to: 'Gnumeric_Excel:excel_biff8' },
  { file: 'gnumeric/both-versions.xls', from: 'sheetjs/roster.xlsx', to: 'Gnumeric_Excel:excel_dsf' },
  { file: 'gnumeric/excel95.xls', from: 'sheetjs/roster.xlsx', to: 'Gnumeric_Excel:excel_biff7' },
  { file: 'gnumeric/roster.ods', from: 'sheetjs/roster.xlsx', to: 'Gnumeric_OpenCalc:odf' },
  { file: 'gnumeric/roster-strict.ods', from: 'sheetjs/roster.xlsx', to: 'Gnumeric_OpenCalc:openoffice' },
  { file: 'gnumeric/roster.html', from: 'sheetjs/roster.xlsx', to: 'Gnumeric_html:html40' },
  { file: 'gnumeric/roster-xhtml.html', from: 'sheetjs/roster.xlsx', to: 'Gnumeric_html:xhtml' },
  { file: 'gnumeric/roster.csv', from: 'sheetjs/roster.xlsx', to: 'Gnumeric_stf:stf_csv' },
  { file: 'gnumeric/roster.gnumeric', from: 'sheetjs/roster.xlsx', to: 'Gnumeric_XmlIO:sax' },
  { file: 'gnumeric/formulas.xlsx', from: 'xlsxwriter/formulas.xlsx', to: 'Gnumeric_Excel:xlsx2' },
  { file: 'gnumeric/formulas.xls', from: 'xlsxwriter/formulas.xlsx', to: 'Gnumeric_Excel:excel_biff8' },
  { file: 'gnumeric/empty-results.xlsx', from: 'by-hand/empty-results.xlsx', to: 'Gnumeric_Excel:xlsx2' },
  { file: 'gnumeric/empty-results.ods', from: 'by-hand/empty-results.xlsx', to: 'Gnumeric_OpenCalc:odf' },
  { file: 'gnumeric/struck.ods', from: 'by-hand/struck.xlsx', to: 'Gnumeric_OpenCalc:odf' },
  { file: 'gnumeric/struck.html', from: 'by-hand/struck.xlsx', to: 'Gnumeric_html:html40' },
  { file: 'gnumeric/hidden.ods', from: 'openpyxl/hidden.xlsx', to: 'Gnumeric_OpenCalc:odf' },
  { file: 'gnumeric/hidden.xls', from: 'openpyxl/hidden.xlsx', to: 'Gnumeric_Excel:excel_biff8' },
];

/** What Excel encrypts a workbook with whose structure is protected. */
export const BUILT_IN_PASSWORD = 'VelvetSweatshop';

/** Written by LibreOffice with a password to open. */
export const WITH_PASSWORD = [
  { file: 'libreoffice/password.xlsx', filter: 'Calc MS Excel 2007 XML', password: 'mima' },
  { file: 'libreoffice/password.xls', filter: 'MS Excel 97', password: 'mima' },
  { file: 'libreoffice/password.ods', filter: 'calc8', password: 'mima' },
  { file: 'libreoffice/built-in-password.xlsx', filter: 'Calc MS Excel 2007 XML', password: BUILT_IN_PASSWORD },
  { file: 'libreoffice/built-in-password.xls', filter: 'MS Excel 97', password: BUILT_IN_PASSWORD },
] as const;
