import { CITY_PACK } from '../../cities/pack.ts';
import { expect, test } from 'vitest';
import { checkFile } from '../../shared/check/file.ts';
import { messageOf } from '../../shared/rules/finding.ts';
import { householdsOf } from '../../cli/generate/households.ts';
import { townshipFile } from '../e2e/city-files.ts';
import { noticesOf } from '../../shared/receipt/notice.ts';
import type { Duplicate } from '../../shared/ledger/identities.ts';

const [HERE, THERE] = ['371525108', '371502004'];
const row = (township: string, number: number) =>
  ({ period: '2016Q2', township, submissionId: township, row: number }) as const;

test.each(['household', 'head'] as const)('a notice names both places in Chinese and in English (%s)', (by) => {
  const duplicates: Duplicate[] = [{ period: '2016Q2', by, counted: row(HERE, 4), dropped: [row(THERE, 10)] }];
  for (const language of ['zh', 'en'] as const) {
    const told =
      noticesOf(CITY_PACK.at('2016Q2'), duplicates, [], [], language).find(({ division }) => division === HERE)?.text ??
      '';
    if (by === 'head')
      expect(told).toContain(
        language === 'zh' ? '定远寨镇第4行与湖西街道办事处第10行' : '定远寨镇 row 4 and 湖西街道办事处 row 10',
      );
    else expect(told).toContain(language === 'zh' ? '第4行的户与湖西街道办事处上报' : 'Row 4: 湖西街道办事处 reports');
  }
});

test('within one file no place is named, and no gap is left for it', () => {
  const records = householdsOf(THERE, '2016Q2').map((row, index, all) => ({
    ...row,
    head_id_no: all[Math.max(index, 1)]?.head_id_no ?? '',
  }));
  const { findings } = checkFile(townshipFile(THERE, '2016Q2', records), {
    ...CITY_PACK.at('2016Q2'),
    division: THERE,
    fileName: '花名册.csv',
    receivedOn: '2016-07-05',
  });
  const found = findings.find(({ rule }) => rule === 'I14');
  if (!found) throw new Error('I14 is found');
  expect(messageOf(found, 'en')).toMatch(/the heads of row \d+ and row \d+ have/);
  expect(messageOf(found, 'zh')).toMatch(/身份证号重复：第\d+行与第\d+行/);
});

test('a division that was told of duplicates is told when none is left, and nobody else is', () => {
  const duplicate: Duplicate = { period: '2016Q2', by: 'household', counted: row(HERE, 4), dropped: [row(THERE, 9)] };
  const divisions = noticesOf(CITY_PACK.at('2016Q2'), [duplicate], []).map(({ division }) => division);
  expect(divisions).toEqual(expect.arrayContaining([HERE, THERE]));
  const after = noticesOf(CITY_PACK.at('2016Q2'), [], [], divisions);
  expect(after.map(({ division }) => division)).toEqual(divisions);
  for (const { text, json } of after) {
    expect(text).toContain('此前通知的重复户已全部处理');
    expect(JSON.parse(json)).toMatchObject({ period: '2016Q2', duplicates: [] });
  }
  expect(noticesOf(CITY_PACK.at('2016Q2'), [], [])).toEqual([]);
});
