/** What the offices see of uploads that no clerk made, that are misplaced, corrected or deleted. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { townshipFile } from './city-files.ts';
import { startCity, type CityStack } from './city-stack.ts';
import { environmentOf, upliftHere } from './programs.ts';
import { householdsOf } from '../generate/liaocheng.ts';

const TOWNSHIP = '371502004';
const PERIOD = '2016Q2';
const SLOT = `${TOWNSHIP}/${PERIOD}`;
const RECORDS = householdsOf(TOWNSHIP, PERIOD).slice(0, 4);
const GOOD = townshipFile(TOWNSHIP, PERIOD, RECORDS);
const BAD = townshipFile(
  TOWNSHIP,
  PERIOD,
  RECORDS.map((row, index) => (index === 0 ? { ...row, head_id_no: '371599196001011234' } : row)),
);

let city: CityStack;
beforeAll(async () => {
  city = await startCity();
});
afterAll(() => city.close());

const told = async (...words: string[]): Promise<string> =>
  (await upliftHere(words, environmentOf(city.endpoint))).stdout;

type Document = {
  readonly unsound: readonly { readonly file: string; readonly correctedBy: string | null }[];
  readonly misplaced: readonly { readonly key: string; readonly correctedBy: string | null }[];
  readonly deleted: readonly { readonly file: string }[];
};
const status = async (...words: string[]): Promise<Document> =>
  JSON.parse(await told('status', PERIOD, '--json', ...words)) as Document;

test('files of programs and systems get no answer and no line', async () => {
  for (const name of ['~$花名册.xlsx', '.DS_Store', 'Thumbs.db', '__MACOSX/._花名册.xlsx', ''])
    await city.put(`${SLOT}/${name}`, name === '' ? '' : GOOD);
  await city.idle();
  expect(await city.list('receipts')).toEqual([]);
  expect(await status()).toMatchObject({ unsound: [], misplaced: [], deleted: [] });
  expect(await told('audit', PERIOD)).toBe(`${PERIOD} 没有记录\n`);
});

test('a misplaced file is answered where its clerk looks, and named until it is at the right place', async () => {
  const key = `${TOWNSHIP}/2016年第二季度/村/花名册.csv`;
  const { submission, status: ended } = await city.submit(key, GOOD);
  expect(ended).toBe('rejected');
  expect(submission).toMatchObject({ division: TOWNSHIP, period: PERIOD });
  const receipts = await city.list('receipts');
  expect(receipts.every((name) => name.startsWith(`${key}.${submission.versionId}.`))).toBe(true);
  const text = await city.read('receipts', `${key}.${submission.versionId}.receipt.txt`);
  expect(text).toContain('季度文件夹要写成 2016Q2 这样；季度文件夹里不能再有文件夹');
  expect(text).toContain(`请把文件上传到 ${SLOT}/花名册.csv`);

  expect(await told('status', PERIOD)).toContain(`${key}：上传的位置不对，没有读取：`);
  expect(await told('status', PERIOD, '--lang', 'en')).toContain(`it belongs at ${SLOT}/花名册.csv`);
  expect(await told('audit', PERIOD)).toContain(`传错位置\t${TOWNSHIP} `);
  expect((await status()).misplaced).toMatchObject([{ key, correctedBy: null }]);
});

test('a file that begins with no division is named in the quarter of its time', async () => {
  await city.submit('花名册.csv', GOOD);
  expect(await city.list('receipts')).toEqual(expect.arrayContaining([expect.stringMatching(/^unroutable\//)]));
  expect(await told('status', PERIOD)).toContain('花名册.csv：上传的位置不对');
});

test('a township is to be corrected until a later file settles it, and each line names its file', async () => {
  await city.submit(`${SLOT}/花名册.csv`, BAD);
  const open = await told('status', PERIOD);
  expect(open).toContain('花名册.csv：部分接收，有问题的户请改正后重新上传，退回 1 行\n');
  expect((await status()).unsound).toMatchObject([{ file: '花名册.csv', correctedBy: null }]);

  const { submission } = await city.submit(`${SLOT}/花名册(改).csv`, GOOD);
  const settled = await told('status', PERIOD);
  expect(settled).not.toContain('部分接收');
  // The file that was at the wrong place is at the right one now.
  expect(settled).not.toContain('2016年第二季度');
  const { unsound, misplaced } = await status();
  expect(unsound).toEqual([]);
  expect(misplaced.map(({ key }) => key)).toEqual(['花名册.csv']);

  expect(await told('status', PERIOD, '--all')).toMatch(/退回 1 行（已由后来的上传更正：.* 花名册\(改\)\.csv）/);
  const all = await status('--all');
  expect(all.unsound).toMatchObject([{ file: '花名册.csv', correctedBy: submission.versionId }]);
  expect(all.misplaced).toHaveLength(2);
});

test('a file that its clerk deletes goes on to count, and whoever looks is told', async () => {
  await city.remove(`${SLOT}/花名册(改).csv`);
  expect(await told('status', PERIOD)).toContain(
    `花名册(改).csv：文件已从上传区删除，接收的 ${RECORDS.length} 行仍然计入；要撤回请用 withdraw`,
  );
  expect(await told('audit', PERIOD)).toContain(`删除文件\t${TOWNSHIP} `);
  expect((await status()).deleted).toMatchObject([{ file: '花名册(改).csv' }]);
  const { completeness } = JSON.parse(await told('status', PERIOD, '--json')) as { completeness: object };
  expect(completeness).toMatchObject({ received: 1 });

  const who = ['--by', '市扶贫办', '--reason', '误传'];
  await told('withdraw', PERIOD, '--division', TOWNSHIP, ...who);
  expect((await status()).deleted).toEqual([]);
});
