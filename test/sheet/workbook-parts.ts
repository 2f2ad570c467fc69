/**
 * Workbooks put together part by part, the way foreign writers do it, for the tests of the reader.
 */
import { strToU8, zipSync } from 'fflate';
import { readWorkbook, type ReadOptions } from '../../shared/sheet/read.ts';
import type { ReadLimits, Refusal, Sheet, Workbook } from '../../shared/sheet/grid.ts';

export const LIMITS: ReadLimits = {
  fileBytes: 20_000_000,
  inflatedBytes: 200_000_000,
  archiveEntries: 1000,
  rows: 5000,
  columns: 300,
  cellCharacters: 32_767,
};

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export type PartTexts = Readonly<Record<string, string | Uint8Array>>;

export function relationships(...items: readonly [type: string, target: string][]): string {
  const entries = items.map(
    ([type, target], index) =>
      `<Relationship Id="rId${index + 1}" Type="${RELATIONSHIPS}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${entries.join('')}</Relationships>`;
}

/** A worksheet part with the given rows, and whatever comes before and after them. */
export function worksheet(rows: string, before = '', after = ''): string {
  return `<?xml version="1.0"?><worksheet xmlns="${MAIN}">${before}<sheetData>${rows}</sheetData>${after}</worksheet>`;
}

/** A workbook part with the given content. */
export function workbookPart(content: string): string {
  return `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONSHIPS}">${content}</workbook>`;
}

/** Declarations of the prefixes of OpenDocument. */
export const ODS_PREFIXES = [
  ...['office', 'table', 'text', 'style'].map((name) => [name, name]),
  ['number', 'datastyle'],
]
  .map(([prefix, name]) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .concat('xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"')
  .join(' ');

/** An .ods of the given tables, and whatever comes before them. */
export function odsOf(tables: string, styles = '', parts: PartTexts = {}): Uint8Array {
  const body = `<office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body>`;
  return pack({
    'content.xml': `<office:document-content ${ODS_PREFIXES}>${styles}${body}</office:document-content>`,
    'META-INF/manifest.xml': '<manifest:manifest/>',
    ...parts,
  });
}

export function sharedStrings(...items: readonly string[]): string {
  return `<sst xmlns="${MAIN}">${items.map((item) => `<si>${item}</si>`).join('')}</sst>`;
}

/** Parts of a workbook with one sheet; `parts` replaces or adds. */
export function oneSheet(sheet: string | Uint8Array, parts: PartTexts = {}): PartTexts {
  return {
    '_rels/.rels': relationships(['officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': workbookPart('<sheets><sheet name="户表" sheetId="1" r:id="rId1"/></sheets>'),
    'xl/_rels/workbook.xml.rels': relationships(
      ['worksheet', 'worksheets/sheet1.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
    ),
    'xl/sharedStrings.xml': sharedStrings(),
    'xl/worksheets/sheet1.xml': sheet,
    ...parts,
  };
}

/** Level 0 stores, which is quick for large parts. */
export function pack(parts: PartTexts, level: 0 | 1 = 1): Uint8Array {
  const files = Object.entries(parts).map(
    ([name, content]) => [name, typeof content === 'string' ? strToU8(content) : content] as const,
  );
  return zipSync(Object.fromEntries(files), { level });
}

export function read(
  bytes: Uint8Array,
  limits: Partial<ReadLimits> = {},
  options: ReadOptions = {},
): Workbook | Refusal {
  return readWorkbook(bytes, { ...LIMITS, ...limits }, options);
}

/** The only sheet of a file that must be readable. */
export function onlySheet(bytes: Uint8Array, limits: Partial<ReadLimits> = {}): Sheet {
  const result = read(bytes, limits);
  if ('refused' in result) throw new Error(`${result.refused} ${result.detail.en}`);
  const [sheet] = result.sheets;
  if (sheet === undefined || result.sheets.length !== 1) throw new Error(`${result.sheets.length} sheets`);
  return sheet;
}

/** Rule and both sentences of a file that must be refused. */
export function refusalOf(bytes: Uint8Array, limits: Partial<ReadLimits> = {}): string {
  const result = read(bytes, limits);
  if (!('refused' in result)) throw new Error('the file was read');
  return `${result.refused} ${result.detail.zh} ${result.detail.en}`;
}
