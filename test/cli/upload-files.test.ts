import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../../cli/told-errors.ts';
import { findUploads, passedOverText } from '../../cli/upload-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uploads-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function put(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), 'x');
  }
}

test('reports are found period by period, and by path within one', () => {
  put('371525108/2016Q2/b.csv', '371525108/2016Q2/a.csv', '371525107/2016Q2/c.csv', '371525108/2016Q1/z.csv');
  expect(findUploads(folder)).toEqual({
    uploads: ['371525108/2016Q1/z.csv', '371525107/2016Q2/c.csv', '371525108/2016Q2/a.csv', '371525108/2016Q2/b.csv'],
    others: [],
  });
});

test('what lies elsewhere is no report, and is told', () => {
  put('371525108/2016Q2/a.csv', '花名册.csv', '371525108/a.csv', '371525108/2016q2/a.csv', '371525108/2016Q2/村/a.csv');
  put('999999999/2016Q2/a.csv', '资料/2016Q2/a.csv');
  const { uploads, others } = findUploads(folder);
  expect(uploads).toEqual(['371525108/2016Q2/a.csv']);
  expect(others).toHaveLength(6);
  const { zh, en } = passedOverText(others) ?? { zh: '', en: '' };
  expect(zh).toBe(`跳过 6 个文件，它们不在 <区划代码>/<季度>/ 下：${others.slice(0, 5).join('、')} 等`);
  expect(en).toContain('6 files passed over');
  expect(passedOverText([])).toBeNull();
});

test('files of programs and systems, and hidden ones, are not worth a word', () => {
  put('371525108/2016Q2/a.csv', '371525108/2016Q2/~$a.csv', '371525108/2016Q2/Thumbs.db', '.DS_Store', '.git/config');
  expect(findUploads(folder)).toEqual({ uploads: ['371525108/2016Q2/a.csv'], others: [] });
});

test('what the command itself writes is not read, though it lies in the folder', () => {
  put('371525108/2016Q2/a.csv', 'out/receipts/371525108/2016Q2/a.csv.v.receipt.json', 'data/s3/371525108/2016Q2/b.csv');
  put('371525108/2016Q2/数据/tables/1.log');
  const except = ['out', 'data', '371525108/2016Q2/数据'].map((name) => join(folder, name));
  expect(findUploads(folder, except)).toEqual({ uploads: ['371525108/2016Q2/a.csv'], others: [] });
  // A folder whose name goes on from that of another is another.
  put('outside/a.csv');
  expect(findUploads(folder, except).others).toEqual(['outside/a.csv']);
});

test('a folder that the command writes into in place of one beside it hides nothing', () => {
  put('371525108/2016Q2/a.csv');
  expect(findUploads(folder, [folder, dirname(folder)]).uploads).toEqual(['371525108/2016Q2/a.csv']);
});

test('what is no folder is wrong usage', () => {
  expect(() => findUploads(join(folder, 'nowhere'))).toThrow(UsageError);
});
