/** An invented city as its folder has it: three counties, ten townships, two years, and two vintages of its divisions. */
import { readPack, type PackFiles } from '../../shared/city/read-pack.ts';

type Division = { readonly code: string; readonly name: string; readonly en: string };

const COUNTIES: readonly Division[] = [
  { code: '379801', name: '甲河县', en: 'Jiahe' },
  { code: '379802', name: '乙山县', en: 'Yishan' },
  { code: '379803', name: '丙湖县', en: 'Binghu' },
];
const TOWNSHIPS: readonly Division[] = [
  { code: '379801101', name: '东关镇', en: 'Dongguan' },
  { code: '379801102', name: '西关镇', en: 'Xiguan' },
  { code: '379801103', name: '南集镇', en: 'Nanji' },
  { code: '379801201', name: '北集乡', en: 'Beiji' },
  { code: '379802101', name: '青石镇', en: 'Qingshi' },
  { code: '379802102', name: '白石镇', en: 'Baishi' },
  { code: '379802103', name: '红石镇', en: 'Hongshi' },
  { code: '379803101', name: '大湾镇', en: 'Dawan' },
  { code: '379803102', name: '小湾镇', en: 'Xiaowan' },
  { code: '379803201', name: '芦口乡', en: 'Lukou' },
];

const divisions = (
  vintage: string,
  counties: readonly Division[],
  townships: readonly Division[],
  continues: Readonly<Record<string, readonly string[]>> = {},
): object => ({
  vintage,
  counties,
  units: counties.map((county) => ({ ...county, kind: 'county' })),
  townships: townships.map((township) => ({
    ...township,
    county: township.code.slice(0, 6),
    unit: township.code.slice(0, 6),
    villages: 3,
  })),
  ...(Object.keys(continues).length > 0 ? { continues } : {}),
  laterNames: [],
  laterVillageNames: {},
  villages: Object.fromEntries(
    townships.map(({ code, en }) => [
      code,
      ['甲', '乙', '丙'].map((name, index) => [`20${index}`, `${name}${en.length}村委会`]),
    ]),
  ),
});

const programme = (year: number, line: number): object => ({
  year,
  lines: { '1': line - 42_000, '2': line, '3': line },
  cityTarget: 3_000,
  unitTargets: { '379801': 1_200, '379802': 900, [year < 2017 ? '379803' : '379804']: 900 },
  deadlineDays: 15,
  deadlines: { [`${year}Q1`]: `${year}-04-20` },
  zones: [{ name: '湖区片区', en: 'Lake Zone', divisions: [year < 2017 ? '379803' : '379804'] }],
  zoneCount: 1,
  maximumLeverage: 10,
  grantPerHousehold: 500_000,
  loanPerPerson: 5_000_000,
  smallestDonkeyFarm: 600,
});

/** From 2017 丙湖县 is 丙湖区 under another code, and 白石镇 belongs to 青石镇. */
const recoded = ({ code, name, en }: Division): Division => ({
  code: code.replace(/^379803/, '379804'),
  name: name.replace('丙湖县', '丙湖区'),
  en,
});
const later = TOWNSHIPS.filter(({ code }) => code !== '379802102').map(recoded);
const CONTINUES = {
  '379804': ['379803'],
  '379802101': ['379802101', '379802102'],
  '379804101': ['379803101'],
  '379804102': ['379803102'],
  '379804201': ['379803201'],
};

export const INVENTED_CITY = {
  code: '3798',
  name: { zh: '云溪市', en: 'Yunxi' },
  province: { zh: '山东省', en: 'Shandong' },
  office: { zh: '云溪市扶贫办', en: 'Yunxi Office for Poverty Alleviation' },
  areaCode: '0599',
  timeZone: 'Asia/Shanghai',
};

/** The files of its folder as values, to be changed. */
export const inventedFiles = (): Record<string, object> => ({
  'city.json': INVENTED_CITY,
  'divisions/2016.json': divisions('2016', COUNTIES, TOWNSHIPS),
  'divisions/2017.json': divisions('2017', COUNTIES.map(recoded), later, CONTINUES),
  'programme/2015.json': programme(2015, 337_200),
  'programme/2016.json': programme(2016, 337_200),
  'programme/2017.json': programme(2017, 360_000),
});

export const asTexts = (files: Readonly<Record<string, object>>): PackFiles =>
  new Map(Object.entries(files).map(([path, value]) => [path, JSON.stringify(value)]));

export const inventedCity = () => readPack('cities/379800-yunxi', asTexts(inventedFiles()));

/** Its divisions of a vintage as a list in the layout of the national statistical codes. */
export function listOf(vintage: '2016' | '2017'): string {
  const counties = vintage === '2016' ? COUNTIES : COUNTIES.map(recoded);
  const townships = vintage === '2016' ? TOWNSHIPS : later;
  const villages = townships.flatMap(({ code }) =>
    ['甲', '乙', '丙'].map((name, index) => ({ code: `${code}20${index}`, name: `${name}${code.slice(4)}村委会` })),
  );
  const rows = [
    { code: '37', name: '山东省' },
    { code: '3798', name: '云溪市' },
    ...counties,
    ...townships,
    ...villages,
  ];
  return `code,name,parent\n${rows.map(({ code, name }) => `${code.padEnd(12, '0')},${name},`).join('\n')}\n`;
}
