/** One project under the many ways to write its number. */
import { expect, test } from 'vitest';
import { readOfficeRows } from '../../functions/publish/office-rows.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { writeWorkbook } from '../../shared/sheet/write.ts';
import { tableOf } from '../../shared/schema/tables.ts';
import { csvOf, fieldsOf, rowOf } from '../golden/rules/case.ts';
import { MemoryCity } from './memory.ts';

const COUNTY = '371525';

const projects = (numbers: readonly string[]): string =>
  csvOf(
    'project',
    numbers.map((number) => rowOf('project', { project_no: number })),
  );

function cityWith(...files: readonly (readonly [name: string, content: string | Uint8Array])[]): MemoryCity {
  const city = new MemoryCity();
  for (const [at, [name, content]] of files.entries())
    city.putFile(
      `v${at}`,
      `2016-07-1${at}T02:00:00.000Z`,
      `${COUNTY}/2016Q2/${name}`,
      typeof content === 'string' ? new TextEncoder().encode(content) : content,
    );
  return city;
}

const standing = async (city: MemoryCity): Promise<number> =>
  (await readOfficeRows(await city.plan('2016Q2'), 'project', '2016Q2', city.ingestEffects())).length;

test.each([
  [
    ['001', '002', '003'],
    ['1', '2', '3'],
  ],
  [['GX-01'], ['gx-01']],
  [['GX-01'], ['ＧＸ－01']],
  [['GX-01'], ['GX — 01']],
])('%j and %j are the same projects', async (first, second) => {
  const city = cityWith(['a.csv', projects(first)], ['b.csv', projects(second)]);
  expect(await city.deliver('v0')).toMatchObject({ created: first.length });
  expect(await city.deliver('v1')).toMatchObject({ created: 0, unchanged: first.length });
  expect(await standing(city)).toBe(first.length);
});

test('one file that has a number in two ways names it twice', async () => {
  const city = cityWith(['a.csv', projects(['001', '1', '2'])]);
  expect(await city.deliver('v0')).toMatchObject({ accepted: 1, errors: { P01: 2 } });
});

test('rows that an older rule set kept under the number as it was written are the same projects', async () => {
  const city = cityWith(['a.csv', projects(['1', '2'])], ['b.csv', projects(['001', '2'])]);
  const old = (await city.deliver('v0')) as Submission;
  // As the older code stored them.
  const name = `${old.submissionId}#project#${COUNTY}`;
  const pages = [...(city.pages.get(name) ?? [])].map(
    ([place, page]) => [place, { ...page, rows: page.rows.replace(/^1\t/m, '001\t') }] as const,
  );
  expect(pages.map(([, { rows }]) => rows.slice(0, 4))).toEqual(['001\t']);
  city.pages.set(name, new Map(pages));
  expect(await standing(city)).toBe(2);
  expect(await city.deliver('v1')).toMatchObject({ created: 0, unchanged: 2 });
  expect(await standing(city)).toBe(2);
});

test('a number that the workbook shows as a date is refused with the way out', async () => {
  const fields = fieldsOf('project');
  const headers = fields.map(
    (field) => tableOf('project').columns.find((column) => column.field === field)?.header ?? '',
  );
  const rows = [42_370, 42_371].map((number, at) =>
    fields.map((field) =>
      field === 'project_no'
        ? { value: number, style: { numberFormat: at === 0 ? 'mmm-yy' : '0' } }
        : (rowOf('project')[field] ?? null),
    ),
  );
  const city = cityWith(['项目表.xlsx', writeWorkbook([{ name: '项目表', rows: [headers, ...rows] }])]);
  expect(await city.deliver('v0')).toMatchObject({ accepted: 1, rejected: 1, errors: { P11: 1 } });
  const receipt = [...city.objects].find(([key]) => key.endsWith('v0.receipt.txt'))?.[1].content;
  expect(String(receipt)).toContain('改成了日期');
});
