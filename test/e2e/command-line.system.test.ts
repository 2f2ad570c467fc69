import { CITY_PACK } from '../../cities/pack.ts';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receiptKey } from '../../shared/ledger/receipt-key.ts';
import type { Outcome, Receipt } from '../../shared/receipt/receipt.ts';
import { townshipFile, XLSX } from './city-files.ts';
import { type CityStack, startCity } from './city-stack.ts';
import { environmentOf, execute as run, uplift as runUplift, type Ended } from './programs.ts';
import { householdsOf } from '../generate/liaocheng.ts';

const TOWNSHIP = '371502004';
const PERIOD = '2016Q2';
const SLOT = ['--division', TOWNSHIP, '--period', PERIOD];
const RECORDS = householdsOf(TOWNSHIP, PERIOD);
const COMMANDS = [
  'validate',
  'template',
  'run',
  'local',
  'upload',
  'status',
  'summarize',
  'lock',
  'audit',
  'replay',
  'reparse',
  'explain',
  'publish',
  'reproduce',
  'generate',
];

/** The first household with a wrong check digit. */
const BROKEN = RECORDS.map((row, index) => {
  if (index > 0) return row;
  return { ...row, head_id_no: row.head_id_no.slice(0, 17) + (row.head_id_no.endsWith('0') ? '1' : '0') };
});

const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
const good = join(folder, '好.xlsx');
const bad = join(folder, '有错.csv');
writeFileSync(good, townshipFile(TOWNSHIP, PERIOD, RECORDS, XLSX));
writeFileSync(bad, townshipFile(TOWNSHIP, PERIOD, BROKEN));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const execute = (
  program: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> => run(program, words, { environment, cwd: folder });
const uplift = (words: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  runUplift(words, { environment, cwd: folder });

describe('validate', () => {
  test('of a good file ends with 0 and says how many rows were taken', async () => {
    const { code, stdout, stderr } = await uplift(['validate', good, ...SLOT]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`读取 ${RECORDS.length} 行，接收 ${RECORDS.length} 行，退回 0 行`);
  });

  test('of a bad file ends with 1 and prints where and what, personal values masked', async () => {
    const { code, stdout } = await uplift(['validate', bad, ...SLOT, '--json']);
    expect(code).toBe(1);
    const outcome = JSON.parse(stdout) as Outcome;
    expect(Object.keys(outcome).sort()).toEqual(['findings', 'repairs', 'status', 'summary']);
    expect(outcome.status).toBe('partly_accepted');
    expect(outcome.summary).toMatchObject({ rows: RECORDS.length, accepted: RECORDS.length - 1, rejected: 1 });
    expect(Object.keys(outcome.summary).sort()).toEqual(['accepted', 'rejected', 'rows', 'warnings']);
    const [finding] = outcome.findings;
    expect(finding).toEqual({
      rule: 'I09',
      severity: 'error',
      row: expect.any(Number),
      column: '户主证件号码',
      cell: expect.stringMatching(/^[A-Z]+\d+$/),
      value: expect.stringContaining('*'),
      message: expect.any(String),
    });
    expect(finding?.cell?.replace(/^[A-Z]+/, '')).toBe(String(finding?.row));
    const line = readFileSync(bad, 'utf8').split('\r\n')[(finding?.row ?? 0) - 1];
    expect(line).toContain(BROKEN[0]?.household_no);
    for (const row of BROKEN)
      for (const secret of [row.head_id_no, row.head_name]) expect(stdout).not.toContain(secret);
  });

  test('speaks English when asked', async () => {
    const { code, stdout } = await uplift(['validate', bad, ...SLOT, '--lang', 'en']);
    expect(code).toBe(1);
    expect(stdout).toContain(`${RECORDS.length} rows read, ${RECORDS.length - 1} accepted, 1 rejected`);
    expect(stdout).toContain('To correct (1):');
  });

  test('of a folder says a line for each file of the period, and ends with 1 when one has rejected rows', async () => {
    const city = join(folder, 'city');
    for (const [period, file] of [
      [PERIOD, good],
      [PERIOD, bad],
      ['2016Q1', bad],
    ] as const) {
      mkdirSync(join(city, TOWNSHIP, period), { recursive: true });
      writeFileSync(join(city, TOWNSHIP, period, basename(file)), readFileSync(file));
    }
    const out = join(folder, 'city-checked');
    const { code, stdout } = await uplift(['validate', city, '--period', PERIOD, '--out', out]);
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`^✓ ${TOWNSHIP}/${PERIOD}/好.xlsx：检查通过，没有发现问题，尚未上报`, 'm'));
    expect(stdout).toMatch(new RegExp(`^✗ ${TOWNSHIP}/${PERIOD}/有错.csv：检查发现有问题的户，尚未上报`, 'm'));
    expect(stdout).toContain('检查了 2 个文件，1 个有行被退回；另有 1 个文件没有检查');
    expect(readdirSync(join(out, TOWNSHIP, PERIOD))).toContain('有错.csv.marked.xlsx');
    const { stdout: json } = await uplift(['validate', city, '--period', PERIOD, '--json']);
    expect(
      Object.entries(JSON.parse(json) as Record<string, Outcome>).map(([key, { status }]) => [key, status]),
    ).toEqual([
      [`${TOWNSHIP}/${PERIOD}/好.xlsx`, 'accepted'],
      [`${TOWNSHIP}/${PERIOD}/有错.csv`, 'partly_accepted'],
    ]);
  });

  test('leaves the receipt in a folder', async () => {
    const out = join(folder, 'checked');
    await uplift(['validate', bad, ...SLOT, '--out', out]);
    expect(readdirSync(out)).toEqual(expect.arrayContaining(['有错.csv.receipt.json', '有错.csv.receipt.txt']));
    const receipt = JSON.parse(readFileSync(join(out, '有错.csv.receipt.json'), 'utf8')) as Receipt;
    expect(receipt.submission).toMatchObject({ division: TOWNSHIP, period: PERIOD, file: '有错.csv' });
  });
});

describe('template', () => {
  const made = join(folder, '新', '模板.xlsx');
  const next = ['--division', TOWNSHIP, '--period', '2016Q3'];

  test('writes a blank workbook, folder and all, that has no row yet', async () => {
    const { code, stdout, stderr } = await uplift(['template', ...next, '-o', made]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(made);
    const checked = await uplift(['validate', made, ...next, '--json']);
    expect((JSON.parse(checked.stdout) as Outcome).findings.map(({ rule }) => rule)).toEqual(['F11']);
  });

  test('brings the households of a file on this machine along, and prints none of them', async () => {
    const { code, stdout } = await uplift(['template', ...next, '--prefill', good, '-o', made, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      file: made,
      period: '2016Q3',
      sheets: ['户季度表'],
      households: RECORDS.length,
    });
    for (const row of RECORDS)
      for (const secret of [row.head_id_no, row.head_name]) expect(stdout).not.toContain(secret);
    const checked = JSON.parse((await uplift(['validate', made, ...next, '--json'])).stdout) as Outcome;
    expect(checked.summary.rows).toBe(RECORDS.length);
    expect(new Set(checked.findings.map(({ rule }) => rule))).toEqual(new Set(['N05', 'C08']));
  });
});

test('help lists every command', async () => {
  const [chinese, english] = await Promise.all([uplift(['--help']), uplift(['help', '--lang', 'en'])]);
  for (const { code, stdout } of [chinese, english]) {
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command}\\s`, 'm'));
  }
  expect(english.stdout).toContain('Usage: uplift');
});

test('run takes a folder, prints the bulletin, writes receipts and reports, and ends with 1 when a row was rejected', async () => {
  const [from, out] = [join(folder, 'in'), join(folder, 'out')];
  const slot = join(from, TOWNSHIP, PERIOD);
  mkdirSync(slot, { recursive: true });
  writeFileSync(join(slot, '花名册.csv'), readFileSync(bad));
  const { code, stdout } = await uplift([
    'run',
    '--from',
    from,
    '--period',
    PERIOD,
    '--out',
    out,
    '--received-in-window',
  ]);
  expect(code).toBe(1);
  const persons = BROKEN.slice(1).reduce((sum, row) => sum + row.uplift_persons, 0);
  expect(stdout).toContain('聊城市扶贫开发2016年第二季度通报');
  expect(stdout).toContain(`全市共带动${persons}名贫困人口实现增收`);
  const receipts = readdirSync(join(out, 'receipts', TOWNSHIP, PERIOD));
  for (const extension of ['json', 'txt'])
    expect(
      receipts.filter((name) => name.endsWith(`.receipt.${extension}`)),
      extension,
    ).toHaveLength(1);
  const reports = readdirSync(join(out, 'reports', PERIOD, 'rev-1', 'internal'));
  expect(reports).toEqual(
    expect.arrayContaining(['bulletin.txt', 'manifest.json', 'summary.json', 'tables', 'workbook.xlsx']),
  );
  expect(JSON.parse(readFileSync(join(out, 'reports', PERIOD, 'latest.json'), 'utf8'))).toMatchObject({ revision: 1 });
});

test('run counts the receipts alone when two townships report one household and are told of it', async () => {
  const [from, out] = [join(folder, 'twice-in'), join(folder, 'twice-out')];
  const other = '371502006';
  const others = householdsOf(other, PERIOD).map((row, index) =>
    index === 0 ? { ...row, head_id_no: RECORDS[0]?.head_id_no ?? '' } : row,
  );
  for (const [township, records] of [
    [TOWNSHIP, RECORDS],
    [other, others],
  ] as const) {
    mkdirSync(join(from, township, PERIOD), { recursive: true });
    writeFileSync(join(from, township, PERIOD, '花名册.csv'), townshipFile(township, PERIOD, records));
  }
  const { code, stdout, stderr } = await uplift([
    'run',
    '--from',
    from,
    '--period',
    PERIOD,
    '--out',
    out,
    '--received-in-window',
    '--json',
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { files, byStatus } = JSON.parse(stdout) as { files: number; byStatus: Record<string, number> };
  expect(Object.keys(byStatus)).not.toContain('undefined');
  expect({ files, receipts: Object.values(byStatus).reduce((sum, count) => sum + count, 0) }).toEqual({
    files: 2,
    receipts: 2,
  });
  expect(readdirSync(join(out, 'receipts', TOWNSHIP, PERIOD))).toContain('重复户核查.json');
});

test('run reads nothing that it wrote itself into the folder, and names once what it passes over', async () => {
  const from = join(folder, 'self-in');
  mkdirSync(join(from, TOWNSHIP, PERIOD), { recursive: true });
  writeFileSync(join(from, TOWNSHIP, PERIOD, '花名册.csv'), readFileSync(good));
  writeFileSync(join(from, TOWNSHIP, PERIOD, '~$花名册.csv'), 'lock');
  writeFileSync(join(from, TOWNSHIP, '花名册.csv'), readFileSync(good));
  const words = ['run', '--from', from, '--period', PERIOD, '--out', join(from, 'out'), '--data', join(from, 'data')];
  for (let time = 0; time < 2; time++) {
    const { code, stdout, stderr } = await uplift([...words, '--received-in-window', '--json']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `跳过 1 个文件，它们不在 <区划代码>/<季度>/ 下：${TOWNSHIP}/花名册.csv\n`,
    });
    expect(JSON.parse(stdout)).toMatchObject({ files: 1 });
  }
});

describe('against a service on this machine', () => {
  let city: CityStack;
  let environment: Record<string, string>;
  beforeAll(async () => {
    city = await startCity();
    environment = {
      ...environmentOf(city.endpoint),
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  });
  afterAll(async () => city.close());

  test('upload waits for the receipt and shows it, status counts it, summarize publishes it', async () => {
    const uploaded = await uplift(['upload', good, ...SLOT], environment);
    expect(uploaded.code).toBe(0);
    expect(uploaded.stdout).toContain('扶贫季报接收回执');
    expect(uploaded.stdout).toContain(`新增 ${RECORDS.length} 行`);

    expect(uploaded.stdout).toMatch(/可打印的回执：s3:\/\/\S+\.receipt\.html\n.*--out DIR/);
    expect(uploaded.stdout).not.toContain('批注表：s3');

    const fetched = join(folder, 'fetched');
    const corrected = await uplift(['upload', bad, ...SLOT, '--json', '--out', fetched], environment);
    expect(readdirSync(fetched).toSorted()).toEqual(['有错.csv.marked.xlsx', '有错.csv.receipt.html']);
    expect(corrected.code).toBe(1);
    expect((JSON.parse(corrected.stdout) as Receipt).changes).toEqual({
      created: 0,
      updated: 0,
      unchanged: RECORDS.length - 1,
      removed: 0,
    });

    // The same code judges: byte for byte what the receipt says of the file.
    const offline = JSON.parse((await uplift(['validate', bad, ...SLOT, '--json'])).stdout) as Record<string, unknown>;
    const receipt = JSON.parse(corrected.stdout) as Record<string, unknown>;
    expect(JSON.stringify(Object.fromEntries(Object.keys(offline).map((key) => [key, receipt[key]])))).toBe(
      JSON.stringify(offline),
    );

    const [status, summarized] = await Promise.all([
      uplift(['status', PERIOD, '--json'], environment),
      uplift(['summarize', PERIOD, '--json'], environment),
    ]);
    expect(status.code).toBe(0);
    const { completeness, unsound } = JSON.parse(status.stdout) as { completeness: object; unsound: unknown[] };
    expect(completeness).toMatchObject({ received: 1, onTime: 1, late: 0 });
    expect(unsound).toHaveLength(1);
    expect(summarized.code).toBe(0);
    expect(JSON.parse(summarized.stdout)).toEqual({
      notCounted: [],
      period: PERIOD,
      revision: 1,
      published: true,
      prefix: `reports/${PERIOD}/rev-1/`,
      publicEdition: false,
    });
    // One township alone: whoever knows it would know its households.
    expect(summarized.stderr).toContain('没有公开版：为保护个人信息');
    const again = await uplift(['summarize', PERIOD], environment);
    expect(again.stdout).toContain('聊城市扶贫开发2016年第二季度通报');
    expect(again.stdout).toContain('数据没有变化，仍为 1');
    expect((await uplift(['summarize', PERIOD, '--lang', 'en'], environment)).stdout).toContain(
      `Liaocheng poverty alleviation: bulletin of ${PERIOD}`,
    );
  });

  test('a quarter of which nobody has reported anything is summarised only when that is meant', async () => {
    const refused = await uplift(['summarize', '2016Q4'], environment);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('2016Q4 还没有单位上报');
    expect(refused.stderr).toContain('--empty');
    expect((await uplift(['summarize', '2016Q4', '--lang', 'en'], environment)).stderr).toContain(
      'nobody has reported anything for 2016Q4',
    );
    expect(await uplift(['summarize', '2016Q4', '--empty', '--json'], environment)).toMatchObject({ code: 0 });
  });

  test('template fills in the newest households that the system has, without their names', async () => {
    const made = join(folder, '预填.xlsx');
    const { code, stdout } = await uplift(
      ['template', '--division', TOWNSHIP, '--period', '2016Q4', '--prefill', '-o', made],
      environment,
    );
    expect(code).toBe(0);
    expect(stdout).toContain(`已按2016年第二季度的数据预填${RECORDS.length}户`);
    const texts = strFromU8(unzipSync(readFileSync(made))['xl/sharedStrings.xml'] ?? new Uint8Array());
    for (const row of RECORDS) {
      expect(texts).toContain(row.household_no);
      expect(texts).not.toContain(row.head_id_no);
    }
    const none = await uplift(
      ['template', '--division', '371502006', '--period', '2016Q4', '--prefill', '-o', made],
      environment,
    );
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toContain('没有');
  });

  test('a service that is not there is a fault, 3', async () => {
    const endpoint = await deafEndpoint();
    const { code, stderr } = await uplift(['status', PERIOD], { ...environment, AWS_ENDPOINT_URL: endpoint });
    expect(code).toBe(3);
    expect(stderr).toContain(endpoint);
  });

  test.skipIf(!hasAws())('a file put by the aws CLI gets its receipt', async () => {
    const key = `${TOWNSHIP}/2016Q1/一季度 (终版)+1.csv`;
    const file = join(folder, '一季度 (终版)+1.csv');
    writeFileSync(file, townshipFile(TOWNSHIP, '2016Q1', householdsOf(TOWNSHIP, '2016Q1')));
    const settings = { ...environment, PYTHONUTF8: '1' };
    const copied = await execute('aws', ['s3', 'cp', file, `s3://${city.output('uploads')}/${key}`], settings);
    expect(copied).toMatchObject({ code: 0 });
    await city.idle();
    const name =
      (await city.list('receipts')).find((one) => one.startsWith(key) && one.endsWith('.receipt.json')) ?? '';
    const back = join(folder, 'receipt.json');
    expect((await execute('aws', ['s3', 'cp', `s3://${city.output('receipts')}/${name}`, back], settings)).code).toBe(
      0,
    );
    const receipt = JSON.parse(readFileSync(back, 'utf8')) as Receipt;
    expect(receipt.submission.file).toBe('一季度 (终版)+1.csv');
    expect(receipt.changes.created).toBe(householdsOf(TOWNSHIP, '2016Q1').length);
    expect(name).toBe(receiptKey(key, receipt.submission.versionId, 'json', CITY_PACK));
  });
});

/** Where somebody listened a moment ago and nobody does now. */
async function deafEndpoint(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

function hasAws(): boolean {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
