/** The whole city as `npm run city` makes and reads it: clerks' workbooks and CSV files in, the published bulletin out. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uplift } from './programs.ts';

const PERIOD = '2016Q2';
type Row = Readonly<Record<string, string | number | null>>;
type Summary = {
  readonly headline: Readonly<Record<string, unknown>>;
  readonly tables: Readonly<Record<string, { readonly rows: readonly Row[] }>>;
};

describe('the synthetic city, sent as files through the commands', () => {
  const folder = mkdtempSync(join(tmpdir(), 'whole-city-'));
  let printed: unknown;
  let summary: Summary;
  let bulletin: string;

  beforeAll(async () => {
    const [city, out] = [join(folder, 'city'), join(folder, 'out')];
    expect(await uplift(['generate', '--out', city, '--period', PERIOD])).toMatchObject({ code: 0, stderr: '' });
    const words = ['run', '--from', city, '--period', PERIOD, '--out', out, '--received-in-window', '--json'];
    const { code, stdout, stderr } = await uplift(words);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    printed = JSON.parse(stdout);
    const revision = join(out, 'reports', PERIOD, 'rev-1', 'internal');
    summary = JSON.parse(readFileSync(join(revision, 'summary.json'), 'utf8')) as Summary;
    bulletin = readFileSync(join(revision, 'bulletin.txt'), 'utf8');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is accepted whole, file by file', () => {
    expect(printed).toMatchObject({ files: 304, byStatus: { accepted: 304 } });
  });

  test('has the published headline', () => {
    expect(summary.headline).toMatchObject({
      personsUplifted: { quarter: 75_200, yearToDate: 97_800 },
      byChannel: { IND: 40_200, EMP: 26_400, EDM: 21_000, SOC: 10_200 },
      annualTarget: 150_000,
      achievementRate: '65.2%',
    });
  });

  test('has the published figures in R01', () => {
    const values = new Map(summary.tables['R01']?.rows.map(({ line, value, share }) => [line, value ?? share]));
    expect(Object.fromEntries(values)).toMatchObject({
      'R01.total.ytd': 97_800,
      'R01.channel.IND': 40_200,
      'R01.channel.EMP': 26_400,
      'R01.channel.EDM': 21_000,
      'R01.channel.SOC': 10_200,
      'R01.target.year': 150_000,
      'R01.target.rate': 652,
      'R01.total.quarter': 75_200,
    });
  });

  test('adds up to them over the units of R02, from 东阿县 with 68.1% to 莘县 with 63.1%', () => {
    const rows = summary.tables['R02']?.rows ?? [];
    const totalOf = (key: string): number => rows.reduce((total, row) => total + Number(row[key]), 0);
    expect(Object.fromEntries(['ytd', 'IND', 'EMP', 'EDM', 'SOC', 'plan'].map((key) => [key, totalOf(key)]))).toEqual({
      ytd: 97_800,
      IND: 40_200,
      EMP: 26_400,
      EDM: 21_000,
      SOC: 10_200,
      plan: 150_000,
    });
    expect(rows[0]).toMatchObject({ rank: 1, unit: '东阿县', rate: 681 });
    expect(rows.at(-1)).toMatchObject({ rank: 11, unit: '莘县', rate: 631 });
  });

  test.each([
    [
      '全市共带动9.78万名贫困人口实现增收',
      '产业项目带动4.02万人',
      '转移就业2.64万人',
      '教育医疗扶持2.1万人',
      '社会帮扶1.02万人',
      '今年计划实现15万名贫困人口增收脱贫，已完成65.2%',
    ],
    ['光伏扶贫基地43处', '屋顶光伏4000余处', '大棚1004座，其中贫困户使用38座'],
    ['39个乡镇开展电商扶贫', '电商户900余户', '电商试点村12个', '乡镇共16个，直接带动2200人', '旅游试点村10个'],
    [
      '担保贴息资金2.44亿元（市级1亿元、县级1.44亿元）',
      '放大10倍信贷规模，可贷24.4亿元',
      '向82家规模以上企业发放扶贫贷款1.7亿元，占可贷规模的7.0%，带动贫困人口3433人',
      '保证金300万元，可贷出3000万元，按每户5000元发放专项资金152户',
    ],
    ['养驴场114个，规模600头以上，首期融资5亿元', '智能大棚300个，投资7500万元', '2万余户实现脱贫'],
    ['135个应报乡镇（街道）已全部上报'],
  ])('says in the bulletin what was published: %s', (...phrases) => {
    for (const phrase of phrases) expect(bulletin).toContain(phrase);
  });
});
