/**
 * A ZIP file into a workbook, whichever kind of spreadsheet it holds.
 */
import type { ReadLimits, Workbook } from './grid.ts';
import { readXlsb, withinLegacySize } from './legacy.ts';
import { readOds } from './ods.ts';
import { damaged, otherKind } from './refusal.ts';
import { readRelationships } from './relationships.ts';
import { readXlsx } from './xlsx.ts';
import { openZip, type Archive } from './zip.ts';

/**
 * Reads .xlsx, .xlsm, .xlsb and .ods.
 * @throws Refused F01 when it is another kind of file or damaged, F02 encrypted, F11 beyond the limits.
 */
export function readPackage(bytes: Uint8Array, limits: ReadLimits): Workbook {
  const archive = openZip(bytes, limits);
  const path = workbookPath(archive);
  if (path?.toLowerCase().endsWith('.bin') === true) {
    withinLegacySize(bytes);
    return readXlsb(archive, path, limits);
  }
  if (path !== undefined) return readXlsx(archive, path, limits);
  if (archive.has('content.xml') && archive.has('META-INF/manifest.xml')) return readOds(archive, limits);
  throw otherArchive(archive.names);
}

/** Where the package says its workbook is, or where Office puts it. */
function workbookPath(archive: Archive): string | undefined {
  const roots = archive.has('_rels/.rels') ? [...readRelationships(archive, '').values()] : [];
  const stated = roots.find(({ type }) => type === 'officeDocument')?.target;
  const paths = stated === undefined ? ['xl/workbook.xml', 'xl/workbook.bin'] : [stated];
  return paths.find(
    (path) => /\.(?:xml|bin)$/i.test(path) && !/^(?:word|ppt|visio)\//i.test(path) && archive.has(path),
  );
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
  if (has(/^xl\//)) return damaged('缺少工作簿部件', 'the workbook part is missing');
  return otherKind(`压缩包（内有 ${names.length} 个文件）`, `a ZIP archive (of ${names.length} files)`, {
    zh: '请先解压，再逐个上报其中的表格。',
    en: 'Unpack it and send the tables in it one by one.',
  });
}
