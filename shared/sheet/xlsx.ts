/**
 * An OOXML workbook into sheets.
 */
import { readCellStyles } from './cell-styles.ts';
import { readCustomProperties } from './custom-properties.ts';
import { TextBudget } from './grid-rows.ts';
import type { Merge, ReadLimits, Sheet, SheetState, Workbook } from './grid.ts';
import { damaged, tooLarge } from './refusal.ts';
import { partOf, readRelationships, type Relationship } from './relationships.ts';
import { readSharedStrings } from './shared-strings.ts';
import { activeFilter, readWorksheet } from './worksheet.ts';
import { XmlScanner } from './xml.ts';
import { isTrue } from './xsd.ts';
import type { Archive } from './zip.ts';

type SheetEntry = { readonly name: string; readonly state: SheetState; readonly relationship: string };

/** No clerk keeps so many, and each costs time however small it is. */
const MOST_SHEETS = 10_000;

/**
 * Reads all worksheets of an .xlsx or .xlsm, hidden ones included, in the order of their tabs; charts and macros are
 * left alone. Parts are found through relationships (ISO/IEC 29500-2), since writers differ in where they put them.
 * @throws Refused F01 when it is damaged, F11 beyond the limits.
 */
export function readXlsx(archive: Archive, workbookPath: string, limits: ReadLimits): Workbook {
  const relationships = readRelationships(archive, workbookPath);
  const partOfType = (type: string): Relationship | undefined =>
    [...relationships.values()].find((one) => one.type === type && archive.has(one.target));
  const { entries, date1904 } = readWorkbookPart(partOf(archive, workbookPath));
  const stylesPart = partOfType('styles');
  const shared = {
    date1904,
    limits,
    budget: new TextBudget(limits),
    styles: stylesPart === undefined ? [] : readCellStyles(partOf(archive, stylesPart.target)),
    sharedStrings: once(() => {
      const found = partOfType('sharedStrings');
      return found === undefined ? [] : readSharedStrings(partOf(archive, found.target), limits);
    }),
  };
  const sheets: Sheet[] = [];
  const without: string[] = [];
  for (const { name, state, relationship } of entries) {
    const found = relationships.get(relationship);
    if (hasNoContent(relationship, found, state)) {
      if (state === 'visible') without.push(name);
      continue;
    }
    if (found === undefined) throw damaged(`找不到工作表“${name}”`, `sheet "${name}" is missing`);
    if (found.type !== 'worksheet') continue;
    const filteredTables = (): Merge[] => readFilteredTables(archive, found.target);
    sheets.push(readWorksheet(partOf(archive, found.target), { ...shared, name, state, filteredTables }));
  }
  if (sheets.length === 0) throw damaged('没有工作表', 'there is no worksheet');
  return {
    format: 'xlsx',
    sheets,
    ...(without.length > 0 && { sheetsWithoutContent: without }),
    properties: readCustomProperties(archive),
  };
}

/**
 * Whether an entry of the list of sheets is all that there is of a sheet. Excel keeps the module sheets of its version
 * 95 so, and other programs a sheet whose part they could not write; no one can bring back what was in it.
 */
function hasNoContent(relationship: string, found: Relationship | undefined, state: SheetState): boolean {
  if (found === undefined) return relationship === '' || state !== 'visible';
  return /(?:^|\/)null$/i.test(found.target);
}

function readWorkbookPart(part: Uint8Array): { entries: SheetEntry[]; date1904: boolean } {
  const entries: SheetEntry[] = [];
  let date1904 = false;
  const scanner = new XmlScanner(part);
  scanner.root('workbook');
  for (const child of scanner.children()) {
    if (child === 'workbookPr') date1904 = isTrue(scanner.attributes().get('date1904'));
    else if (child === 'sheets') {
      for (const item of scanner.children()) {
        if (item !== 'sheet') continue;
        if (entries.length >= MOST_SHEETS) throw tooManySheets();
        entries.push(sheetEntry(scanner.attributes()));
      }
    }
  }
  return { entries, date1904 };
}

function sheetEntry(attributes: ReadonlyMap<string, string>): SheetEntry {
  const state = attributes.get('state');
  return {
    name: attributes.get('name') ?? '',
    state: state === 'hidden' || state === 'veryHidden' ? state : 'visible',
    relationship: attributes.get('r:id') ?? '',
  };
}

/** Ranges that the tables of a sheet filter (ISO/IEC 29500-1, 18.5.1.2): each table is a part of its own. */
function readFilteredTables(archive: Archive, sheetPath: string): Merge[] {
  const slash = sheetPath.lastIndexOf('/') + 1;
  if (!archive.has(`${sheetPath.slice(0, slash)}_rels/${sheetPath.slice(slash)}.rels`)) return [];
  const filters: Merge[] = [];
  for (const { type, target } of readRelationships(archive, sheetPath).values()) {
    if (type !== 'table' || !archive.has(target)) continue;
    const scanner = new XmlScanner(partOf(archive, target));
    scanner.root('table');
    for (const child of scanner.children())
      if (child === 'autoFilter') for (const filter of activeFilter(scanner)) filters.push(filter);
  }
  return filters;
}

function tooManySheets(): Error {
  return tooLarge(
    `工作表超过 ${MOST_SHEETS} 张，不像正常的表格。请拆分后分别上报。`,
    `There are more than ${MOST_SHEETS} sheets. Split the file.`,
  );
}

function once<T>(read: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= read());
}
