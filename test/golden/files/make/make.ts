/**
 * Makes the golden files again: `node test/golden/files/make/make.ts [FOLDER]`.
 *
 * It asks every writer that is on this machine and says which are not; a file whose writer is missing stays as it is. Programs: soffice,
 * ssconvert, python3 (PYTHON) with openpyxl, XlsxWriter, xlwt, odfpy and uno, perl with Excel::Writer::XLSX and Spreadsheet::WriteExcel, java
 * with Apache POI and JExcelAPI on the CLASSPATH (in Debian: libreoffice-calc, gnumeric, python3-openpyxl, -xlsxwriter, -xlwt, -odf and -uno,
 * libexcel-writer-xlsx-perl, libspreadsheet-writeexcel-perl, libapache-poi-java, libjexcelapi-java). What comes back is read by a person
 * before its expectation is (expect.ts). One file stays as it is: libreoffice/link-cache.ods, since LibreOffice keeps what formulas saw in other
 * files only when a person has opened them.
 */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { CFB } from '@e965/xlsx';
import { encodeGb18030 } from '../../../../cli/generate/gb18030.ts';
import { writeWorkbook, type CellSpec } from '../../../../shared/sheet/write.ts';
import { mark } from '../../../receipt/fixture.ts';
import { BOOKS } from './books.ts';
import { BY_GNUMERIC, BY_LIBREOFFICE, JOBS, WITH_PASSWORD, type Job } from './jobs.ts';
import { hardFiles } from './hard-files.ts';
import { handMade } from './ooxml.ts';
import type { BookContent, Content } from './sheet-content.ts';
import { bySheetJs } from './sheetjs.ts';
import { excelPage, gridExport, layoutPage, pagedPage, reportPage } from './web.ts';
import { packed } from './zip.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const OUT = process.argv[2] ?? join(HERE, '..');
const WORK = mkdtempSync(join(tmpdir(), 'golden-'));
const PYTHON = process.env['PYTHON'] ?? 'python3';

function put(file: string, bytes: Uint8Array | string): void {
  mkdirSync(dirname(join(OUT, file)), { recursive: true });
  writeFileSync(join(OUT, file), bytes);
}

const contentOf = (name: string): BookContent => {
  const content = BOOKS[name];
  if (!content) throw new RangeError(`no book ${name}`);
  return content;
};

function run(command: string, ...words: readonly string[]): void {
  const { status, error, stderr } = spawnSync(command, words, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } });
  if (status !== 0) process.stderr.write(`${command} ${words.slice(0, 2).join(' ')}: ${error?.message ?? stderr.slice(-2000)}\n`);
}

function page({ shape, encoding, book }: Job): Uint8Array {
  const content = contentOf(book);
  const shapes = { grid: gridExport, excel: excelPage, report: reportPage, layout: layoutPage, paged: (one: BookContent) => pagedPage(one, 2, 2) };
  const text = shapes[shape ?? 'report'](content);
  if (encoding === 'gb18030') return encodeGb18030(text);
  return Buffer.from(encoding === 'utf-16le' ? `\u{feff}${text}` : text, encoding === 'utf-16le' ? 'utf16le' : 'utf8');
}

/** By the project's own writer, which has texts, numbers, days and no formulas. */
function own(name: string): Uint8Array {
  const plain = (cell: Content): CellSpec =>
    cell === null || typeof cell !== 'object'
      ? cell
      : 'day' in cell
        ? { value: cell.day, style: { numberFormat: 'yyyy-mm-dd' } }
        : 'number' in cell
          ? cell.number
          : (cell.result ?? null);
  return writeWorkbook(
    contentOf(name).sheets.map((sheet) => ({
      name: sheet.name,
      rows: sheet.rows.map((row) => row.map(plain)),
      merges: (sheet.merges ?? []).map(([top, left, bottom, right]) => ({ top, left, bottom, right })),
    })),
  );
}

/** Jobs for Java as lines of words (Writers.java). */
function javaLines(): string {
  const text = (value: string): string => Buffer.from(value).toString('base64');
  return JOBS.filter((job) => job.by === 'Apache POI' || job.by === 'JExcelAPI')
    .flatMap(({ file, by, book, option = '' }) => {
      const content = contentOf(book);
      const lines = [['job', by, file, option]];
      for (const sheet of content.sheets) {
        lines.push(['sheet', text(sheet.name), sheet.hidden === true ? 'hidden' : '']);
        for (const [row, cells] of sheet.rows.entries())
          for (const [column, cell] of cells.entries()) {
            const at = [String(row), String(column)];
            if (cell === null) continue;
            if (typeof cell === 'string') lines.push(['text', ...at, text(cell)]);
            else if (typeof cell === 'boolean') lines.push(['flag', ...at, String(cell)]);
            else if (typeof cell === 'number') lines.push(['number', ...at, String(cell), '']);
            else if ('day' in cell) lines.push(['day', ...at, String(cell.day), text(cell.format ?? 'yyyy-mm-dd')]);
            else if ('number' in cell) lines.push(['number', ...at, String(cell.number), text(cell.format)]);
            else lines.push(['formula', ...at, text(cell.formula)]);
          }
        for (const merge of sheet.merges ?? []) lines.push(['merge', ...merge.map(String)]);
        for (const row of sheet.hiddenRows ?? []) lines.push(['hiddenRow', String(row)]);
        for (const column of sheet.hiddenColumns ?? []) lines.push(['hiddenColumn', String(column)]);
        for (const [row, column, note] of sheet.notes ?? []) lines.push(['note', String(row), String(column), text(note)]);
      }
      return lines;
    })
    .map((words) => words.join('\t'))
    .join('\n');
}

function convertByLibreOffice(): void {
  const profile = `-env:UserInstallation=file://${WORK}/office`;
  for (const [at, { file, from, to }] of BY_LIBREOFFICE.entries()) {
    const folder = join(WORK, String(at));
    run('soffice', profile, '--headless', '--convert-to', to, '--outdir', folder, join(OUT, from));
    const made = join(folder, `${basename(from, extname(from))}.${to.slice(0, to.indexOf(':'))}`);
    try {
      mkdirSync(dirname(join(OUT, file)), { recursive: true });
      copyFileSync(made, join(OUT, file));
    } catch {
      process.stderr.write(`${file} was not made\n`);
    }
  }
  const office = spawn('soffice', [profile, '--headless', '--accept=pipe,name=goldenfiles;urp;'], { stdio: 'ignore' });
  office.on('error', () => undefined);
  run(PYTHON, join(HERE, 'passwords.py'), join(OUT, 'sheetjs/roster.xlsx'), OUT, ...WITH_PASSWORD.map(({ file, filter, password }) => `${file}=${filter}=${password}`));
  office.kill();
}

/** Files that are no table, or none any more. */
function others(): void {
  const roster = readFileSync(join(OUT, 'sheetjs/roster.xlsx'));
  put('other/empty.xlsx', '');
  put('other/picture.xls', Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'));
  put('other/photo.jpg', Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), Buffer.from('JFIF\0'), Buffer.alloc(600, 7)]));
  put('other/photo.heic', Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(600, 7)]));
  put('other/two-files.zip', packed([['定远寨镇/花名册.xlsx', roster], ['定远寨镇/说明.txt', Buffer.from('说明')]]));
  put('other/roster.csv.gz', gzipSync(readFileSync(join(OUT, 'python-csv/roster-utf8.csv'))));
  put('other/table.rar', Buffer.concat([Buffer.from('Rar!\u{1a}\u{7}\u{1}\0', 'latin1'), Buffer.alloc(200, 3)]));
  put('other/table.7z', Buffer.concat([Buffer.from("7z\u{bc}\u{af}'\u{1c}\0\u{4}", 'latin1'), Buffer.alloc(200, 3)]));
  put('other/report.docx', packed([['[Content_Types].xml', Buffer.from('<Types/>')], ['word/document.xml', Buffer.from('<w:document xmlns:w="w"><w:tbl/></w:document>')]]));
  put('other/slides.pptx', packed([['[Content_Types].xml', Buffer.from('<Types/>')], ['ppt/presentation.xml', Buffer.from('<p:presentation xmlns:p="p"/>')]]));
  put('other/report.odt', packed([['META-INF/manifest.xml', Buffer.from('<m:manifest xmlns:m="m"/>')], ['content.xml', Buffer.from('<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><o:body><o:text/></o:body></o:document-content>')]]));
  const old = CFB.utils.cfb_new();
  CFB.utils.cfb_add(old, '/WordDocument', Buffer.alloc(5000, 1));
  put('other/report.doc', Uint8Array.from(CFB.write(old, { type: 'buffer' }) as Uint8Array));
  put('other/report.rtf', '{\\rtf1\\ansi\\trowd 1\\cell\\row}');
  put('other/half.xlsx', roster.subarray(0, roster.length >> 1));
  put('other/half.xls', readFileSync(join(OUT, 'poi/roster.xls')).subarray(0, 6000));
  put('other/roster.mht', `MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n${excelPage(contentOf('roster'))}\r\n--x--\r\n`);
  put('other/roster-named.xls', roster);
  put('other/roster-named.xlsx', readFileSync(join(OUT, 'poi/roster.xls')));
  put('other/roster-named.csv', roster);
  put('other/nul.csv', Buffer.from('户编号,户主姓名\0\r\n1,2\r\n'));
  put('other/latin.csv', Buffer.concat([Buffer.from('户编号,姓名\r\n'), Buffer.from([0xff, 0xfe, 0x81, 0x20, 0xff])]));
}

for (const job of JOBS) {
  if (job.by === 'SheetJS') put(job.file, bySheetJs(contentOf(job.book), job.type ?? 'xlsx', job.shared));
  else if (job.by === 'by hand') put(job.file, handMade(contentOf(job.book), job.ways));
  else if (job.by === 'web page') put(job.file, page(job));
  else if (job.by === 'own writer') put(job.file, own(job.book));
  else mkdirSync(dirname(join(OUT, job.file)), { recursive: true });
}
put('uplift/marked.xlsx', mark(own('words')).bytes);
writeFileSync(join(WORK, 'jobs.json'), JSON.stringify(JOBS.map((job) => ({ ...job, content: contentOf(job.book) }))));
writeFileSync(join(WORK, 'jobs.txt'), javaLines());
run(PYTHON, join(HERE, 'writers.py'), join(WORK, 'jobs.json'), OUT);
run('perl', join(HERE, 'writers.pl'), join(WORK, 'jobs.json'), OUT);
run('java', join(HERE, 'Writers.java'), join(WORK, 'jobs.txt'), OUT);
for (const { file, from, to } of BY_GNUMERIC) {
  mkdirSync(dirname(join(OUT, file)), { recursive: true });
  run('ssconvert', `--export-type=${to}`, join(OUT, from), join(OUT, file));
}
convertByLibreOffice();
others();
for (const [file, bytes] of hardFiles((file) => readFileSync(join(OUT, file)))) put(file, bytes);
rmSync(WORK, { recursive: true });
