import { describe, expect, test } from 'vitest';
import {
  columnsChecksum,
  findStamp,
  stampText,
  TEMPLATE_VERSION,
  TEMPLATE_VERSIONS,
} from '../../shared/parse/template-stamp.ts';

const STAMP = { version: 't1', division: '371525108', period: '2016Q2' } as const;

test('names the columns of today: a change of a column needs a new version in TEMPLATE_VERSIONS', () => {
  expect(TEMPLATE_VERSIONS.at(-1)).toEqual({ version: TEMPLATE_VERSION, columns: columnsChecksum() });
  expect(new Set(TEMPLATE_VERSIONS.map(({ version }) => version)).size).toBe(TEMPLATE_VERSIONS.length);
  expect(new Set(TEMPLATE_VERSIONS.map(({ columns }) => columns)).size).toBe(TEMPLATE_VERSIONS.length);
});

describe('a stamp is found', () => {
  test.each([
    stampText(STAMP),
    `填报单位：冠县 ${stampText(STAMP)} 单位：元`,
    '模板版本:t1(371525108,2016-2)',
    '模板版本 ：  t1 （ 371525108 ， 2016-2 ）',
  ])('in %s', (text) => expect(findStamp(text)).toEqual(STAMP));

  test('of every version and level', () => {
    for (const division of ['37', '3715', '371525', '371525108'])
      expect(findStamp(`模板版本：t1234（${division}，2016-4）`)).toEqual({
        version: 't1234',
        division,
        period: '2016Q4',
      });
  });

  test.each([
    '',
    '模板版本：t1',
    '模板版本：t（371525108，2016-2）',
    '模板版本：t12345（371525108，2016-2）',
    '模板版本：x1（371525108，2016-2）',
    '模板版本：t1（371，2016-2）',
    '模板版本：t1（冠县，2016-2）',
    '模板版本：t1（冠县定远，2016-2）',
    '模板版本：t1（冠县定远寨镇，2016-2）',
    '模板版本：t1（山东省冠县定远寨镇，2016-2）',
    '模板版本：t1（371525108，20ab-2）',
    '模板版本：tx（371525108，2016-2）',
    '模板版本：t1（371525108，2016-0）',
    '模板版本：t1-371525108，2016-2）',
    '模板版本：t1（371525108-2016-2）',
    '模板版本：t1（371525108，2016-2',
    '模板版本：t1（3715251081，2016-2）',
    '模板版本：t1（371525108，2016-5）',
    '模板版本：t1（371525108，1916-2）',
    '模板版本：t1（371525108，2016-22）',
    '版本：t1（371525108，2016-2）',
  ])('not in %s', (text) => expect(findStamp(text)).toBeNull());
});
