import { describe, expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { checkFile } from '../../shared/check/check-file.ts';
import type { Duplicate, RowRef } from '../../shared/ledger/identities.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import { duplicateNotices } from '../../shared/receipt/duplicate-notice.ts';
import { messageOf } from '../../shared/rules/finding.ts';
import { townshipFile } from '../e2e/city-files.ts';
import { householdsOf } from '../generate/liaocheng.ts';

const CITY = CITY_PACK.at('2016Q2');
const [HERE, THERE] = ['371525108', '371502004'];
const row = (township: string, number: number) =>
  ({ period: '2016Q2', township, submissionId: township, row: number }) as const;
const duplicate = (by: Duplicate['by']): Duplicate => ({
  period: '2016Q2',
  by,
  counted: row(HERE, 4),
  dropped: [row(THERE, 10)],
});

describe('a notice', () => {
  test.each([
    ['household', 'zh', '第4行的户与湖西街道办事处上报'],
    ['household', 'en', 'Row 4: 湖西街道办事处 reports'],
    ['head', 'zh', '定远寨镇第4行与湖西街道办事处第10行'],
    ['head', 'en', '定远寨镇 row 4 and 湖西街道办事处 row 10'],
  ] as const)('about the same %s names both townships (%s)', (by, language, words) => {
    const notices = duplicateNotices(CITY, { duplicates: [duplicate(by)], ledgers: [] }, language);
    expect(notices.find(({ division }) => division === HERE)?.text).toContain(words);
  });

  test('about the same row of two files of one township names the files', () => {
    const submission = (file: string) => ({ submissionId: file, key: `${HERE}/2016Q2/${file}` });
    const at = (file: string): RowRef => ({ period: '2016Q2', township: HERE, submissionId: file, row: 9 });
    const twice: Duplicate = { period: '2016Q2', by: 'head', counted: at('东片.xlsx'), dropped: [at('西片.xlsx')] };
    const ledger = { submissions: [submission('东片.xlsx'), submission('西片.xlsx')] } as unknown as Ledger;
    const [notice] = duplicateNotices(CITY, { duplicates: [twice], ledgers: [ledger] });
    expect(notice?.text).toContain('定远寨镇“东片.xlsx”第9行与定远寨镇“西片.xlsx”第9行');
    const [english] = duplicateNotices(CITY, { duplicates: [twice], ledgers: [ledger] }, 'en');
    expect(english?.text).toContain('定远寨镇 “东片.xlsx” row 9 and 定远寨镇 “西片.xlsx” row 9');
  });

  test('goes to a division without duplicates only if it had one before, and says that nothing is left', () => {
    const before = duplicateNotices(CITY, { duplicates: [duplicate('household')], ledgers: [] });
    const divisions = before.map(({ division }) => division);
    expect(divisions).toEqual(expect.arrayContaining([HERE, THERE]));
    const after = duplicateNotices(CITY, { duplicates: [], ledgers: [], noticed: divisions });
    expect(after.map(({ division }) => division)).toEqual(divisions);
    for (const { text, json } of after) {
      expect(text).toContain('此前通知的重复户已全部处理');
      expect(JSON.parse(json)).toMatchObject({ period: '2016Q2', duplicates: [] });
    }
    expect(duplicateNotices(CITY, { duplicates: [], ledgers: [] })).toEqual([]);
  });
});

test('the message about one head in two rows of a file names no township and leaves no gap for it', () => {
  const records = householdsOf(THERE, '2016Q2').map((record, index, all) => ({
    ...record,
    head_id_no: all[Math.max(index, 1)]?.head_id_no ?? '',
  }));
  const { findings } = checkFile(townshipFile(THERE, '2016Q2', records), {
    ...CITY,
    division: THERE,
    fileName: '花名册.csv',
    receivedOn: '2016-07-05',
  });
  const found = findings.find(({ rule }) => rule === 'I14');
  if (!found) throw new Error('the check finds no I14');
  expect(messageOf(found, 'en')).toMatch(/the heads of row \d+ and row \d+ have/);
  expect(messageOf(found, 'zh')).toMatch(/身份证号重复：第\d+行与第\d+行/);
});
