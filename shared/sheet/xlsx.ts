/**
 * An OOXML workbook into sheets.
 */
import type { ReadLimits, Sheet, Workbook } from './grid.ts';
import { damaged, otherKind } from './refusal.ts';
import { readSharedStrings } from './shared-strings.ts';
import { isTrue, readWorksheet } from './worksheet.ts';
import { END, OPEN, XmlScanner } from './xml.ts';
import { openZip, type Archive } from './zip.ts';

type Relationship = { readonly type: string; readonly target: string };
type SheetEntry = { readonly name: string; readonly hidden: boolean; readonly relationship: string };

/**
 * Reads all worksheets of an .xlsx or .xlsm, hidden ones included, in the order of their tabs; charts and macros are left alone. Parts are
 * found through relationships (ISO/IEC 29500-2), since writers differ in where they put them.
 * @throws Refused F01 when it is another kind of file or damaged, F02 encrypted, F11 beyond the limits.
 */
export function readXlsx(bytes: Uint8Array, limits: ReadLimits): Workbook {
  const archive = openZip(bytes, limits);
  const workbookPath = findWorkbook(archive);
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
  return { format: 'xlsx', sheets };
}

function findWorkbook(archive: Archive): string {
  const roots = archive.has('_rels/.rels') ? [...readRelationships(archive, '').values()] : [];
  const path = roots.find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  if (/\.xml$/i.test(path) && !/^(?:word|ppt|visio)\//i.test(path) && archive.has(path)) return path;
  throw otherArchive(archive.names);
}

/** Says what a ZIP file without a workbook is, from the names of its parts. */
function otherArchive(names: readonly string[]): Error {
  const has = (test: RegExp): boolean => names.some((name) => test.test(name));
  if (has(/^word\//)) {
    return otherKind('Word 文档（.docx）', 'a Word document (.docx)', {
      zh: '请把其中的表格复制到 Excel 或 WPS 表格，另存为 .xlsx 后重新上报。',
      en: 'Copy its table into Excel or WPS Spreadsheets, save it as .xlsx and send it again.',
    });
  }
  if (has(/^ppt\//)) return otherKind('演示文稿（.pptx）', 'a presentation (.pptx)');
  if (has(/^xl\/workbook\.bin$/)) return otherKind('二进制工作簿（.xlsb）', 'a binary workbook (.xlsb)');
  if (has(/^meta-inf\/manifest\.xml$/) && has(/^content\.xml$/))
    return otherKind('OpenDocument 文件（.ods）', 'an OpenDocument file (.ods)');
  if (has(/^xl\//)) return damaged('缺少工作簿部件', 'the workbook part is missing');
  return otherKind(`压缩包（内有 ${names.length} 个文件）`, `a ZIP archive (of ${names.length} files)`, {
    zh: '请先解压，再逐个上报其中的表格。',
    en: 'Unpack it and send the tables in it one by one.',
  });
}

/** Relationships of a part by identifier, targets resolved to part names; those that lead outside the file are left out. */
function readRelationships(archive: Archive, path: string): Map<string, Relationship> {
  const slash = path.lastIndexOf('/') + 1;
  const folder = path.slice(0, slash);
  const part = archive.read(`${folder}_rels/${path.slice(slash)}.rels`);
  if (part === undefined) throw damaged('缺少关系部件', 'the relationship part is missing');
  const found = new Map<string, Relationship>();
  const scanner = new XmlScanner(part);
  for (let tag = scanner.next(); tag !== END; tag = scanner.next()) {
    if (tag !== OPEN || scanner.name() !== 'Relationship') continue;
    const attributes = scanner.attributes();
    const id = attributes.get('Id');
    const target = attributes.get('Target');
    const type = attributes.get('Type') ?? '';
    if (id === undefined || target === undefined || attributes.get('TargetMode') === 'External') continue;
    found.set(id, { type: type.slice(type.lastIndexOf('/') + 1), target: resolvePart(folder, target) });
  }
  return found;
}

/** Name of the part that a target means, seen from a folder; a leading slash means the root of the package. */
function resolvePart(folder: string, target: string): string {
  const segments: string[] = [];
  const slashed = target.replaceAll('\\', '/');
  for (const segment of (slashed.startsWith('/') ? slashed : folder + slashed).split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
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

function partOf(archive: Archive, path: string): Buffer {
  const part = archive.read(path);
  if (part === undefined) throw damaged(`缺少部件 ${path.slice(-100)}`, `part ${path.slice(-100)} is missing`);
  return part;
}

function once<T>(read: () => T): () => T {
  let value: T | undefined;
  return () => (value ??= read());
}
