/**
 * A ZIP file into a workbook, whichever kind of spreadsheet it holds.
 */
import type { ReadLimits, Workbook } from './grid.ts';
import { readOds } from './ods.ts';
import { COPY_OUT, UNPACK } from './other-kinds.ts';
import { damaged, otherKind } from './refusal.ts';
import { readRelationships } from './relationships.ts';
import { readXlsb } from './xlsb.ts';
import { readXlsx } from './xlsx.ts';
import { openZip, type Archive } from './zip.ts';

/**
 * Reads .xlsx, .xlsm, .xlsb and .ods.
 * @throws Refused F01 when it is another kind of file or damaged, F02 encrypted, F11 beyond the limits.
 */
export function readPackage(bytes: Uint8Array, limits: ReadLimits): Workbook {
  const archive = openZip(bytes, limits);
  const path = workbookPath(archive);
  if (path?.toLowerCase().endsWith('.bin') === true) return readXlsb(archive, path, limits);
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

/**
 * Says what a ZIP file without a workbook is, from the names of its parts, and names none of them: they may name
 * persons.
 */
function otherArchive(names: readonly string[]): Error {
  const has = (test: RegExp): boolean => names.some((name) => test.test(name));
  if (has(/^word\//)) {
    return otherKind('Word 文档（.docx）', 'a Word document (.docx)', {
      zh: '请把其中的表格复制到 Excel 或 WPS 表格，另存为 .xlsx 后重新上报。',
      en: 'Copy its table into Excel or WPS Spreadsheets, save it as .xlsx and send it again.',
    });
  }
  if (has(/^ppt\//)) return otherKind('演示文稿（.pptx）', 'a presentation (.pptx)');
  if (has(/^ofd\.xml$/)) return otherKind('版式文件（OFD）', 'a page file (OFD)', COPY_OUT);
  if (has(/^index\/document\.iwa$/)) {
    return otherKind('苹果电脑的文档（Numbers、Pages 或 Keynote）', 'a document of Apple Numbers, Pages or Keynote', {
      zh: '是 Numbers 表格的，请在 Numbers 中选择“导出到”—“Excel”，再上报导出的 .xlsx；不是的，请上报原来的表格。',
      en: 'Of Numbers: export it to Excel and send the .xlsx. Of the others: send the table itself.',
    });
  }
  if (has(/^xl\//)) return damaged('缺少工作簿部件', 'the workbook part is missing');
  if (has(/\/xl\/workbook\.(?:xml|bin)$/)) {
    return otherKind('解压后又压缩的 .xlsx', 'an .xlsx that was unpacked and packed again', {
      zh: '请直接上传原来的 .xlsx 文件，不要解压，也不要再压缩。',
      en: 'Upload the .xlsx as it was, without unpacking or packing it.',
    });
  }
  const files = names.filter((name) => !name.endsWith('/') && !name.startsWith('__macosx/')).length;
  return otherKind(`压缩包（内有 ${files} 个文件）`, `a ZIP archive (of ${files} files)`, UNPACK);
}
