import { createHash } from 'node:crypto';
import { CITY_PACK } from '../../cities/pack.ts';
import { type AttributeValue, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { householdsOf, targetsOf } from '../generate/liaocheng.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import type { Completeness } from '../../shared/tables/completeness.ts';
import { targetFile, townshipFile } from './city-files.ts';
import { type CityStack, startCity } from './city-stack.ts';
import { System } from '../../cli/system.ts';
import { environmentOf, upliftHere } from './programs.ts';

const TOWNSHIP = '371502004';
const PERIOD = '2016Q2';
const WHO = ['--by', '市扶贫办', '--reason', '测试'];
const RECORDS = householdsOf(TOWNSHIP, PERIOD);

let city: CityStack;
const versions: string[] = [];
/** As the receipts have them. */
const ids: string[] = [];

beforeAll(async () => {
  city = await startCity();
  for (const [name, rows] of [
    ['全部.csv', RECORDS],
    ['更正.csv', RECORDS.slice(0, 2).map((row) => ({ ...row, remark: '更正' }))],
  ] as const) {
    const { submission } = await city.submit(
      `${TOWNSHIP}/${PERIOD}/${name}`,
      townshipFile(TOWNSHIP, PERIOD, [...rows]),
    );
    versions.push(submission.versionId);
    ids.push(submission.submissionId);
  }
});
afterAll(() => city.close());

async function uplift(
  ...words: string[]
): Promise<{ readonly code: number; readonly text: string; readonly said: string }> {
  const { code, stdout, stderr } = await upliftHere(words, environmentOf(city.endpoint));
  return { code, text: code === 0 ? stdout : stdout + stderr, said: stderr };
}

const completeness = async (): Promise<Completeness> =>
  (JSON.parse((await uplift('status', PERIOD, '--json')).text) as { completeness: Completeness }).completeness;

test('a dry run says what would change and changes nothing', async () => {
  const before = await city.table();
  const { code, text } = await uplift('withdraw', PERIOD, '--division', TOWNSHIP, ...WHO, '--dry-run');
  expect({ code, lines: text.match(/不再计入/g)?.length }).toEqual({ code: 0, lines: 2 });
  expect(text).toContain('试算');
  expect(await city.table()).toEqual(before);
});

test('a division goes back to its earlier upload, and the later one can be let in again', async () => {
  const wrong = await uplift('revert', PERIOD, '--division', TOWNSHIP, '--to', 'none', ...WHO);
  expect(wrong).toMatchObject({ code: 2 });
  expect(wrong.text).toContain(
    `可选：\n  2016-07-05 10:00:00 全部.csv ${RECORDS.length} 行 ${versions[0]}\n  2016-07-05 10:00:00 更正.csv 2 行 `,
  );
  const back = await uplift('revert', PERIOD, '--division', TOWNSHIP, '--to', ids[0] ?? '', ...WHO);
  expect(back.text).toContain(versions[1]);
  expect(back.text).not.toContain(versions[0]);
  expect((await completeness()).received).toBe(1);
  // The id that receipts show says what judged the file, too.
  const again = await uplift(
    'reinstate',
    PERIOD,
    '--division',
    TOWNSHIP,
    '--version',
    `${versions[1]}~r2~more`,
    ...WHO,
  );
  expect(again.text).toContain(`重新计入: ${TOWNSHIP}`);
});

test('a withdrawn division has not reported, unless it reports nil', async () => {
  await uplift('withdraw', PERIOD, '--division', TOWNSHIP, ...WHO);
  expect((await completeness()).received).toBe(0);
  expect((await uplift('nil', PERIOD, '--division', TOWNSHIP, ...WHO)).text).toContain('按时');
  expect(await completeness()).toMatchObject({ received: 1, onTime: 1 });
});

test('a nil return can be taken back, and counts as late when it is made after the deadline', async () => {
  await uplift('nil', PERIOD, '--division', TOWNSHIP, '--undo', ...WHO);
  expect((await completeness()).received).toBe(0);
  city.setClock('2016-07-16T02:00:00Z');
  expect((await uplift('nil', PERIOD, '--division', TOWNSHIP, ...WHO)).text).toContain('逾期');
  expect(await completeness()).toMatchObject({ received: 1, onTime: 0, late: 1 });
});

test('a file that counts decides, whatever was reported before', async () => {
  await uplift('reinstate', PERIOD, '--division', TOWNSHIP, ...WHO);
  expect(await completeness()).toMatchObject({ received: 1, onTime: 1, late: 0 });
  await uplift('withdraw', PERIOD, '--division', TOWNSHIP, ...WHO);
});

test('a lock says who is missing, a window how it moves, an exception until when', async () => {
  expect((await uplift('lock', PERIOD, ...WHO, '--dry-run')).text).toContain('关账时还有 134 个单位未报');
  expect((await uplift('window', PERIOD, '--deadline', '2016-07-25', ...WHO)).text).toContain(
    '2016-07-01 – 2016-07-15 → 2016-07-01 – 2016-07-25',
  );
  expect((await uplift('exception', PERIOD, '--division', TOWNSHIP, '--until', '2016-08-01', ...WHO)).text).toContain(
    '2016-08-02 00:00',
  );
});

test('a decision stands on those before it, though these take effect only later', async () => {
  expect((await uplift('window', PERIOD, '--opens', '2016-06-28', ...WHO, '--dry-run')).text).toContain(
    '2016-07-01 – 2016-07-25 → 2016-06-28 – 2016-07-25',
  );
});

test('decisions are made by the clock of the server, each later than the one before', async () => {
  const { text } = await uplift('audit', PERIOD, '--json');
  const made = (JSON.parse(text) as { at: string; what: string }[])
    .filter(({ what }) => what !== 'submission')
    .map(({ at }) => at);
  expect(made.slice(0, 2)).toEqual(['2016-07-05T02:02:00.000Z', '2016-07-05T02:02:00.001Z']);
  expect(made).toEqual([...new Set(made)].toSorted());
  expect(made.every((at) => at.startsWith('2016-07-'))).toBe(true);
});

test.each<[string, string[]]>([
  ['没有这样的上传', ['withdraw', PERIOD, '--division', TOWNSHIP, '--version', 'none', ...WHO]],
  ['没有这样的上传：none；可选：无', ['revert', PERIOD, '--division', TOWNSHIP, '--to', 'none', ...WHO]],
  ['按乡镇', ['nil', PERIOD, '--division', '371502', ...WHO]],
  ['不在2016年区划中', ['nil', PERIOD, '--division', '371502099', ...WHO]],
  ['已经是零报告', ['nil', PERIOD, '--division', TOWNSHIP, ...WHO]],
  ['没有零报告', ['nil', PERIOD, '--division', '371502006', '--undo', ...WHO]],
  ['2016Q2 没有关账', ['unlock', PERIOD, ...WHO]],
  ['填报窗口已经是 2016-07-01 – 2016-07-25', ['window', PERIOD, '--deadline', '2016-07-25', ...WHO]],
  [' 已准许补报至 2016-08-02', ['exception', PERIOD, '--division', TOWNSHIP, '--until', '2016-07-30', ...WHO]],
  ['--opens', ['window', PERIOD, ...WHO]],
  ['晚于截止日', ['window', PERIOD, '--opens', '2016-08-01', ...WHO]],
  [
    '--until 应为日期，如 2016-07-15，给出的是“tomorrow”',
    ['exception', PERIOD, '--division', TOWNSHIP, '--until', 'tomorrow', ...WHO],
  ],
  ['缺少 --until', ['exception', PERIOD, '--division', TOWNSHIP, ...WHO]],
  [
    '--until 应为 2016-07-16 或以后，给出的是 2016-07-15',
    ['exception', PERIOD, '--division', TOWNSHIP, '--until', '2016-07-15', ...WHO],
  ],
  ['--deadline 应为日期，如 2016-07-15，给出的是“2016-02-31”', ['window', PERIOD, '--deadline', '2016-02-31', ...WHO]],
  ['--reason 最多 400 个字，给出的有 401 个', ['lock', PERIOD, '--by', '市扶贫办', '--reason', '长'.repeat(401)]],
  ['--by 最多 80 个字，给出的有 81 个', ['lock', PERIOD, '--by', '市'.repeat(81), '--reason', '关账']],
  ['缺少 --by', ['lock', PERIOD, '--by', ' ', '--reason', '关账']],
  ['--sign 最多 80 个字', ['publish', PERIOD, '--sign', '王'.repeat(81)]],
  ['--reason', ['lock', PERIOD, '--by', '市扶贫办']],
])('what cannot be decided is refused with what there is: %s', async (said, words) => {
  const { code, text } = await uplift(...words);
  expect(code).toBe(2);
  expect(text).toContain(said);
});

test('the trail names uploads, decisions and publications in order, and nobody who is poor', async () => {
  await city.summarise(PERIOD);
  const { text } = await uplift('audit', PERIOD, '--json');
  const trail = JSON.parse(text) as { at: string; what: string; who: string; detail: string }[];
  expect(trail.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['submission', 'withdraw', 'reinstate', 'nil', 'window', 'exception', 'publication']),
  );
  expect(trail.map(({ at }) => at)).toEqual(trail.map(({ at }) => at).toSorted());
  expect(
    trail.filter(({ what }) => what === 'withdraw').every(({ who, detail }) => who === '市扶贫办' && detail === '测试'),
  ).toBe(true);
  expect(text).not.toMatch(/371599/);
  const [chinese, english] = [
    (await uplift('audit', PERIOD)).text,
    (await uplift('audit', PERIOD, '--lang', 'en')).text,
  ];
  const name = CITY_PACK.register.nameOf(TOWNSHIP);
  expect(chinese).toContain(`2016-07-05 10:00:00\t上报\t${TOWNSHIP} ${name}\t${ids[0]}\t`);
  expect(chinese).toContain(`撤回\t${TOWNSHIP} ${name}\t${versions[1]}\t市扶贫办\t测试`);
  expect(chinese).toContain('调整窗口\t全市\t2016-07-01 – 2016-07-25\t');
  expect(english).toContain(`withdrawn\t${TOWNSHIP} ${name}\t${versions[1]}\t`);
});

test('the trail of a quarter in which nothing was done says so', async () => {
  expect((await uplift('audit', '2017Q4')).text).toBe('2017Q4 没有记录\n');
  expect((await uplift('audit', '2017Q4', '--json')).text).toBe('[]\n');
});

test('status tells the window, whether it is closed, and who may still report', async () => {
  const early = (await uplift('status', PERIOD)).text;
  expect(early).toContain('填报窗口: 2016-07-01 – 2016-07-15，没有关账');
  expect(early).toMatch(/有 \d+ 个决定还没有生效/);
  city.setClock('2016-07-16T02:30:00Z');
  const { text } = await uplift('status', PERIOD);
  expect(text).toContain('填报窗口: 2016-07-01 – 2016-07-25，没有关账');
  expect(text).toContain(`准许补报: ${TOWNSHIP} ${CITY_PACK.register.nameOf(TOWNSHIP)}，至 2016-08-02 00:00:00`);
  expect(JSON.parse((await uplift('status', PERIOD, '--json')).text)).toMatchObject({
    window: { opens: '2016-07-01', deadline: '2016-07-25', lockedAt: null },
    exceptions: [{ division: TOWNSHIP, until: '2016-08-01T16:00:00.000Z' }],
    pending: 0,
    // Said on the 16th, and the deadline was moved to the 25th.
    nilReturns: [{ division: TOWNSHIP, late: false }],
  });
});

test('a published revision is built again from the stored rows, byte for byte', async () => {
  await uplift('reinstate', PERIOD, '--division', TOWNSHIP, ...WHO);
  expect(await city.summarise(PERIOD)).toMatchObject({ revision: 2 });
  for (const revision of [1, 2]) {
    const { code, text } = await uplift('reproduce', `reports/${PERIOD}/rev-${revision}`, '--json');
    expect({ code, ...(JSON.parse(text) as object) }).toMatchObject({ code: 0, differing: [] });
  }
  expect((await uplift('reproduce', `reports/${PERIOD}/rev-9`)).code).toBe(2);
});

test('a stored row that was changed is named by the figure that it moved, and no other program is blamed', async () => {
  const summary = `reports/${PERIOD}/rev-2/internal/summary.json`;
  const manifest = `reports/${PERIOD}/rev-2/internal/manifest.json`;
  const [published, listed] = [await city.read('reports', summary), await city.read('reports', manifest)];
  // As if the stored rows had given another figure when the revision was published: file and list agree.
  const document = JSON.parse(published) as { tables: { R03: { rows: { code: string; households: number }[] } } };
  for (const row of document.tables.R03.rows) if (row.code === TOWNSHIP) row.households += 1;
  const text = `${JSON.stringify(document, null, 1)}\n`;
  const outputs = JSON.parse(listed) as { outputs: Record<string, { sha256: string }> };
  const sha256 = createHash('sha256').update(text).digest('hex');
  outputs.outputs['internal/summary.json'] = { ...outputs.outputs['internal/summary.json'], sha256 };
  await city.putReport(summary, text);
  await city.putReport(manifest, JSON.stringify(outputs));
  const { code, said, ...other } = await uplift('reproduce', `reports/${PERIOD}/rev-2`);
  expect({ code }).toEqual({ code: 1 });
  expect(other.text + said).toContain(
    `首先是 R03 R03 households --unit ${TOWNSHIP}：入库的行现在得出 ${RECORDS.length}，`,
  );
  expect(other.text).not.toContain('本程序为');
  await city.putReport(manifest, JSON.stringify({ ...outputs, codeVersion: '0.0.0+other' }));
  expect((await uplift('reproduce', `reports/${PERIOD}/rev-2`)).text).toContain(
    '该版由程序 0.0.0+other 生成，本程序为 ',
  );
  await city.putReport(summary, published);
  await city.putReport(manifest, listed);
});

test('targets that do not add up are bad data, told with both figures and the file', async () => {
  const [first, ...others] = targetsOf();
  const wrong = [{ ...first, plan_persons: (first?.plan_persons ?? 0) - 1_000 }, ...others];
  const { submission } = await city.submit(
    `${CITY_PACK.profile.code}/${PERIOD}/年度任务.xlsx`,
    targetFile(PERIOD, wrong),
  );
  const { code, text } = await uplift('summarize', PERIOD);
  expect(code).toBe(1);
  for (const part of ['T01', '149000', '150000', '年度任务.xlsx', '请核对']) expect(text).toContain(part);
  expect(text).not.toContain('系统故障');
  await uplift('withdraw', PERIOD, '--division', CITY_PACK.profile.code, '--version', submission.versionId, ...WHO);
});

test('a published file that somebody changed afterwards is named, and the figures beside it are as they were', async () => {
  const key = `reports/${PERIOD}/rev-1/internal/bulletin.txt`;
  const published = await city.read('reports', key);
  await city.putReport(key, published.replace(/\d/, '9'));
  const { code, text } = await uplift('reproduce', `reports/${PERIOD}/rev-1`, '--json');
  expect({ code, ...(JSON.parse(text) as object) }).toMatchObject({
    code: 1,
    differing: ['internal/bulletin.txt'],
    differences: [{ of: 'published file', name: 'internal/bulletin.txt' }],
  });
  await city.putReport(key, published);
  expect((await uplift('reproduce', `reports/${PERIOD}/rev-1`)).code).toBe(0);
});

test('a figure is made of rows of files that add up to it, and of no name of a person', async () => {
  const { code, text } = await uplift('explain', PERIOD, 'R03', TOWNSHIP, 'personsUplifted', '--json');
  const { figure, sum, files } = JSON.parse(text) as {
    figure: number;
    sum: number;
    files: { file: string; versionId: string; value: number; rows: { row: number; value: number }[] }[];
  };
  expect({ code, sum }).toEqual({ code: 0, sum: figure });
  expect(sum).toBe(RECORDS.reduce((total, row) => total + row.uplift_persons, 0));
  expect(files.map(({ file, versionId }) => [file, versionId])).toEqual([
    ['全部.csv', versions[0]],
    ['更正.csv', versions[1]],
  ]);
  for (const { value, rows } of files) {
    expect(rows.reduce((total, row) => total + row.value, 0)).toBe(value);
    expect(rows.every(({ row }) => row > 1)).toBe(true);
  }
  expect(text).not.toMatch(/371599/);
  const unit = CITY_PACK.register.nameOf(CITY_PACK.register.township(TOWNSHIP)?.unit ?? '') ?? '';
  const said = `合计 ${sum}，表中为 ${sum}（第2版，2 个文件，`;
  expect((await uplift('explain', PERIOD, 'R02', unit, 'ytd')).text).toContain(said);
  for (const title of ['合计', '本年累计带动增收人数：合计', 'persons uplifted, year to date: Total'])
    expect((await uplift('explain', PERIOD, 'R03', TOWNSHIP, title)).text).toContain(said);
});

test('a rate, a line of files and a sentence are explained too, and money to the fen', async () => {
  const rate = await uplift('explain', PERIOD, 'R03', TOWNSHIP, '增收面');
  expect(rate).toMatchObject({
    code: 0,
    text: expect.stringMatching(/由下列数相除得来\n {2}分子:\n {4}R03 /) as string,
  });
  const files = await uplift('explain', PERIOD, 'R15@total.files');
  expect(files).toMatchObject({ code: 0, text: expect.stringContaining(`1\t${PERIOD}\t${TOWNSHIP} `) as string });
  const fen = RECORDS.reduce((total, row) => total + row.uplift_amount, 0);
  const money = JSON.parse((await uplift('explain', PERIOD, 'R01.amount.ytd.amount', '--json')).text) as object;
  expect(money).toMatchObject({ figure: fen, sum: fen, agrees: true });
  const sentence = await uplift('explain', PERIOD, 'R19', '1');
  expect(sentence).toMatchObject({ code: 0, text: expect.stringContaining('（R01.channel.SOC.value）：') as string });
  const english = await uplift('explain', PERIOD, 'R19', '1', '--lang', 'en');
  expect(english).toMatchObject({ code: 0, text: expect.stringContaining(' (R01.channel.SOC.value): ') as string });
  // Of an earlier revision as of the newest.
  const first = await uplift('explain', PERIOD, 'R01.total.ytd.value', '--revision', '1');
  expect(first).toMatchObject({ code: 0, text: expect.stringContaining('（第1版，') as string });
});

test.each([
  [['R20', 'ytd'], '没有“R20”这张表'],
  [['R03', '无此乡', 'ytd'], 'R03 没有“无此乡”这一行'],
  [['R03', TOWNSHIP, '人数'], 'R03 没有“人数”这一列；可以说明的列：上报户数（households）、'],
  [['R19', '99'], '通报没有第“99”句'],
  [['R01.total.ytd.value', '--revision', '9'], `${PERIOD} 没有第9版，最新的是第2版`],
  [['R01.total.ytd.value', '--revision', 'x'], '--revision 应为第几版的数字'],
])('a figure that is not there is told with what there is: %j', async (words, wanted) => {
  expect(await uplift('explain', PERIOD, ...words)).toMatchObject({
    code: 2,
    text: expect.stringContaining(wanted) as string,
  });
});

test('a revision is made final by name, and only when the window is closed and nothing has changed since', async () => {
  const index = () => city.read('reports', `reports/${PERIOD}/index.html`);
  expect(await index()).not.toContain('定稿');
  await city.submit(`${TOWNSHIP}/${PERIOD}/再更正.csv`, townshipFile(TOWNSHIP, PERIOD, RECORDS.slice(0, 3)));
  const early = await uplift('publish', PERIOD, '--sign', '王局长');
  expect(early.code).toBe(1);
  expect(early.text).toContain('第2版之后2016Q2的数据又有变化');
  expect(early.text).toContain('填报窗口到 2016-07-25 才截止');
  expect(await city.summarise(PERIOD)).toMatchObject({ revision: 3 });
  city.setClock('2016-07-20T02:00:00Z');
  expect((await uplift('publish', PERIOD, '--sign', '王局长')).text).toContain('填报窗口到 2016-07-25 才截止');
  city.setClock('2016-07-26T02:00:00Z');
  await uplift('window', PERIOD, '--deadline', '2016-07-30', ...WHO);
  expect((await uplift('publish', PERIOD, '--sign', '王局长')).text).toContain('填报窗口到 2016-07-30 才截止');
  await uplift('lock', PERIOD, ...WHO);
  expect(await uplift('lock', PERIOD, ...WHO)).toMatchObject({
    code: 2,
    said: expect.stringContaining('2016Q2 已于 ') as string,
  });

  // An earlier quarter is in the year to date, and a nil return in R15.
  await city.submit(`${TOWNSHIP}/2016Q1/补报.csv`, townshipFile(TOWNSHIP, '2016Q1', householdsOf(TOWNSHIP, '2016Q1')));
  expect((await uplift('publish', PERIOD, '--sign', '王局长')).text).toContain('第3版之后2016Q1的数据又有变化');
  expect(await city.summarise(PERIOD)).toMatchObject({ revision: 4 });
  await uplift('nil', PERIOD, '--division', '371502006', ...WHO);
  expect((await uplift('publish', PERIOD, '--sign', '王局长')).text).toContain('第4版之后2016Q2的数据又有变化');
  expect(await city.summarise(PERIOD)).toMatchObject({ revision: 5 });
  await uplift('withdraw', '2016Q1', '--division', TOWNSHIP, ...WHO);
  expect((await uplift('publish', PERIOD, '--sign', '王局长')).text).toContain('第5版之后2016Q1的数据又有变化');
  await uplift('reinstate', '2016Q1', '--division', TOWNSHIP, ...WHO);

  // Two of 135 are few: that is signed only when it is meant, and says why.
  expect((await uplift('publish', PERIOD, '--sign', '王局长')).text).toContain('不到 90%');
  const meant = ['publish', PERIOD, '--sign', '王局长', '--incomplete', '--reason', '试点'];
  expect((await uplift(...meant, '--dry-run')).text).toContain('没有改动');
  const { code, text, said } = await uplift(...meant);
  expect({ code, text }).toMatchObject({ code: 0, text: expect.stringContaining('第5版定稿') as string });
  const bulletin = () => city.read('reports', `reports/${PERIOD}/rev-5/internal/signed/bulletin.html`);
  expect(await bulletin()).toContain('署名：王局长　2016年7月26日');
  expect((await uplift('publish', PERIOD, '--sign', '王局长', '--undo')).text).toContain('第5版不再是定稿');
  expect(await bulletin()).toContain('class="state provisional"');
  await uplift(...meant);
  expect(await bulletin()).not.toContain('class="state provisional"');
  expect(said).toContain('没有公开版');
  expect(await index()).toContain('定稿');
  expect((await uplift('audit', PERIOD)).text).toContain(`定稿\t全市\trev-5\t王局长`);
});

test('a replay announces every upload of the period once more and changes nothing', async () => {
  const before = await city.table();
  expect((await uplift('replay', PERIOD, '--rate', '100')).text).toContain('4 个上传已重新排队');
  await city.idle();
  expect(await city.table()).toEqual(before);
  expect((await uplift('replay', '--dead-letters')).text).toContain('重新投递 0 条');
});

test('files that were judged by the rules of today are left alone by a reparse', async () => {
  expect((await uplift('reparse', PERIOD, '--dry-run')).text.trim()).toBe(
    '0 个文件按其他规则审核过，其中 0 个会变\nR03 没有数会变',
  );
});

test('a reparse says which rows and figures the rules of today would change, and then changes them', async () => {
  const [versionId = ''] = versions;
  const before = await city.table();
  await judgedByOthers(versionId, 1);
  const others = await city.table();
  const { text } = await uplift('reparse', PERIOD, '--dry-run', '--json');
  const { judgedByOtherRules, changes, figures } = JSON.parse(text) as {
    judgedByOtherRules: number;
    changes: { versionId: string; accepted: number[] }[];
    figures: { township: string; column: string; before: number; after: number }[];
  };
  expect(judgedByOtherRules).toBe(1);
  expect(changes).toMatchObject([{ versionId, accepted: [RECORDS.length - 1, RECORDS.length] }]);
  expect(figures).toContainEqual({
    township: TOWNSHIP,
    column: 'households',
    before: RECORDS.length - 1,
    after: RECORDS.length,
  });
  expect(await city.table()).toEqual(others);

  expect((await uplift('reparse', PERIOD)).text).toContain('1 个文件已排队');
  await city.idle();
  expect((await uplift('reparse', PERIOD, '--dry-run')).text).toContain('0 个文件按其他规则审核过');
  // Rows and ledger are what they were: the same file under the same rules writes the same bytes.
  const kept = (items: readonly string[]) => items.filter((item) => !/"S":"[PA]#/.test(item));
  expect(await city.table()).toEqual(expect.arrayContaining(kept(before)));
});

test('a quarter is not judged again while an earlier one is judged by the rules of today only in part', async () => {
  const rows = householdsOf(TOWNSHIP, '2016Q1').slice(0, 2);
  const { submission } = await city.submit(`${TOWNSHIP}/2016Q1/再报.csv`, townshipFile(TOWNSHIP, '2016Q1', rows));
  await judgedByOthers(submission.versionId);
  expect((await uplift('reparse', '2016Q1')).text).toContain('1 个文件已排队');
  await city.idle();
  // As in the middle of it.
  await judgedByOthers(submission.versionId);
  for (const words of [['--dry-run'], []])
    expect(await uplift('reparse', PERIOD, ...words)).toMatchObject({
      code: 1,
      said: expect.stringContaining('2016Q1 的文件还没有全部按现行规则审核完') as string,
    });
  expect(await uplift('summarize', PERIOD)).toMatchObject({
    code: 1,
    said: expect.stringContaining('2016Q1 还有 1 个文件正在按新规则重新审核') as string,
  });
  // One that cannot be judged is left as it is, by an office that the trail names.
  const leave = (id: string, ...more: string[]) => uplift('reparse', '2016Q1', '--leave', id, ...WHO, ...more);
  expect(await leave(versions[0] ?? '')).toMatchObject({
    code: 2,
    said: expect.stringContaining(`不是 2016Q1 的上传。2016Q1 在等的文件：\n  `) as string,
  });
  expect((await leave(submission.versionId, '--dry-run')).text).toContain('保留按规则 r0 的审核结果');
  expect((await uplift('summarize', PERIOD)).code).toBe(1);
  expect((await leave(submission.versionId)).code).toBe(0);
  expect((await leave(submission.versionId)).said).toContain('不用等');
  expect(await uplift('reparse', '2016Q1', ...WHO)).toMatchObject({
    code: 2,
    said: expect.stringContaining('只用于 --leave') as string,
  });
  expect((await uplift('summarize', PERIOD)).code).toBe(0);
  expect(await city.read('reports', `reports/internal/${PERIOD}/index.html`)).toMatch(/规则 [^<]*r0/);
  expect((await uplift('audit', '2016Q1')).text).toMatch(/不再重审.*市扶贫办/);
  // The quarter itself may go on.
  expect((await uplift('reparse', '2016Q1')).text).toContain('1 个文件已排队');
  await city.idle();
  expect((await uplift('reparse', PERIOD, '--dry-run')).code).toBe(0);
  expect((await uplift('summarize', PERIOD)).code).toBe(0);
});

async function wholeTable() {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint: city.endpoint, region: 'us-east-1', credentials });
  const TableName = city.output('table');
  const { Items = [] } = await client.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return { client, TableName, Items };
}

/**
 * The table as if older rules had judged a file, under ids of their own.
 * @param refused how many of its last rows, all of the township, they refused
 */
async function judgedByOthers(versionId: string, refused = 0): Promise<void> {
  const { client, TableName, Items } = await wholeTable();
  const put = (item: Record<string, AttributeValue>) => client.send(new PutItemCommand({ TableName, Item: item }));
  for (const item of Items) {
    const submission = JSON.parse(item['submission']?.S ?? 'null') as Submission | null;
    if (submission?.versionId !== versionId) continue;
    const submissionId = submission.submissionId.replace(/~.*/, '~r0');
    const accepted = submission.accepted - refused;
    const partitions = { household: { [TOWNSHIP]: accepted } };
    const older = { ...submission, submissionId, ruleSet: 'r0', accepted, rejected: refused, partitions };
    await put({ ...item, submission: { S: JSON.stringify(older) }, stamp: { S: `${submissionId}#${older.status}` } });
    const own = Items.filter(({ pk }) => pk?.S?.startsWith(`R#${submission.submissionId}#`)).map(
      (page): Record<string, AttributeValue> => ({
        ...page,
        pk: { S: String(page['pk']?.S).replace(submission.submissionId, submissionId) },
      }),
    );
    for (const kind of ['household', 'identity']) {
      const pages = own
        .filter(({ pk }) => pk?.S?.includes(`#${kind}#`))
        .sort((a, b) => (String(a['sk']?.S) < String(b['sk']?.S) ? -1 : 1));
      for (const [index, page] of pages.entries()) {
        const lines = String(page['rows']?.S).split('\n');
        const kept = index === pages.length - 1 ? lines.slice(0, lines.length - refused) : lines;
        await put({ ...page, rows: { S: kept.join('\n') } });
      }
    }
  }
  client.destroy();
}

test('a decision that was made without knowing the newest one is not recorded, and is told in words', async () => {
  System.useEndpoint(city.endpoint);
  const system = System.of(city.outputs);
  const { decisions } = await system.ledger('2017Q1');
  const decision = { kind: 'lock' as const, at: '2017-05-01T00:00:00.000Z', by: '市扶贫办', reason: '测试' };
  await system.decide('2017Q1', decisions, decision);
  await expect(system.decide('2017Q1', decisions, { ...decision, kind: 'unlock' })).rejects.toThrow(
    '另有人对 2017Q1 作了决定',
  );
  expect((await system.ledger('2017Q1')).decisions).toHaveLength(1);
});
