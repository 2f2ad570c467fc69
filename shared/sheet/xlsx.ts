/**
 * An OOXML workbook into sheets.
 */
import type { ReadLimits, Sheet, Workbook } from './grid.ts';
import { readCustomProperties } from './custom-properties.ts';
import { damaged } from './refusal.ts';
import { partOf, readRelationships } from './relationships.ts';
import { readSharedStrings } from './shared-strings.ts';
import { isTrue, readWorksheet } from './worksheet.ts';
import { END, OPEN, XmlScanner } from './xml.ts';
import type { Archive } from './zip.ts';

type SheetEntry = { readonly name: string; readonly hidden: boolean; readonly relationship: string };

/**
 * Reads all worksheets of an .xlsx or .xlsm, hidden ones included, in the order of their tabs; charts and macros are left alone. Parts are
 * found through relationships (ISO/IEC 29500-2), since writers differ in where they put them.
 * @throws Refused F01 when it is damaged, F11 beyond the limits.
 */
export function readXlsx(archive: Archive, workbookPath: string, limits: ReadLimits): Workbook {
  const relationships = readRelationships(archive, workbookPath);
  const { entries, date1904 } = readWorkbookPart(partOf(archive, workbookPath));
  const sharedStrings = once(() => {
    const found = [...relationships.values()].find(({ type }) => type === 'sharedStrings');
    return found === undefined ? [] : readSharedStrings(partOf(archive, found.target), limits.rows * limits.columns);
  });
  const sheets: Sheet[] = [];
  for (const { name, hidden, relationship } of entries) {
    const found = relationships.get(relationship);
    if (found === undefined) throw damaged(`找不到工作表“${name}”`, `sheet "${name}" is missing`);
    if (found.type !== 'worksheet') continue;
    sheets.push(readWorksheet(partOf(archive, found.target), { name, hidden, date1904, limits, sharedStrings }));
  }
  if (sheets.length === 0) throw damaged('没有工作表', 'there is no worksheet');
  return { format: 'xlsx', sheets, properties: readCustomProperties(archive) };
}

function readWorkbookPart(part: Uint8Array): { entries: SheetEntry[]; date1904: boolean } {
  const entries: SheetEntry[] = [];
  let date1904 = false;
  const scanner = new XmlScanner(part);
  for (let tag = scanner.next(); tag !== END; tag = scanner.next()) {
    if (tag !== OPEN) continue;
    const name = scanner.name();
    if (name === 'workbookPr') date1904 = isTrue(scanner.attributes().get('date1904'));
    if (name !== 'sheet') continue;
    const attributes = scanner.attributes();
    const state = attributes.get('state');
    entries.push({
      name: attributes.get('name') ?? '',
      hidden: state === 'hidden' || state === 'veryHidden',
      relationship: attributes.get('id') ?? '',
    });
  }
  return { entries, date1904 };
}

function once<T>(read: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= read());
}
