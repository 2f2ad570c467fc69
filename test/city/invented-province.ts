/**
 * An invented province as its folder has it: two cities of three counties, of which one has a name in both, and a zone that
 * reports for itself. And each of its cities as a folder of its own, cut here and not by the register.
 */
import { readPack } from '../../shared/city/read-pack.ts';
import { asTexts } from './invented-city.ts';

type Named = { readonly code: string; readonly name: string; readonly en: string };

const CITIES: readonly Named[] = [
  { code: '3801', name: '东川市', en: 'Dongchuan' },
  { code: '3802', name: '西川市', en: 'Xichuan' },
];
const COUNTIES: readonly Named[] = [
  { code: '380101', name: '城关区', en: 'Chengguan Qu' },
  { code: '380102', name: '甲河县', en: 'Jiahe Xian' },
  { code: '380103', name: '乙山县', en: 'Yishan Xian' },
  { code: '380201', name: '城关区', en: 'Chengguan Qu' },
  { code: '380202', name: '丙湖县', en: 'Binghu Xian' },
  { code: '380203', name: '丁原县', en: 'Dingyuan Xian' },
];
const ZONE: Named = { code: '380190', name: '高新区', en: 'High-tech Zone' };
/** Two townships a county. One of the first county lies in the zone; the same names are in both cities. */
const TOWNSHIPS = COUNTIES.flatMap(({ code }) => [
  { code: `${code}101`, name: `东${'关集店湾'[Number(code.slice(-1)) - 1]}镇`, en: `Dong ${code.slice(-1)} Zhen` },
  { code: `${code}102`, name: `西${'关集店湾'[Number(code.slice(-1)) - 1]}镇`, en: `Xi ${code.slice(-1)} Zhen` },
]).map((township) => ({
  ...township,
  county: township.code.slice(0, 6),
  unit: township.code === '380101102' ? ZONE.code : township.code.slice(0, 6),
  villages: 3,
}));
const UNIT_TARGETS: Readonly<Record<string, number>> = {
  '380101': 300,
  '380102': 500,
  '380103': 450,
  '380190': 350,
  '380201': 400,
  '380202': 900,
  '380203': 100,
};

export const PROVINCE_CITIES = CITIES.map(({ code }) => code);
const sumOf = (targets: Readonly<Record<string, number>>): number =>
  Object.values(targets).reduce((sum, one) => sum + one, 0);

/** The divisions whose codes begin with the prefix. */
function divisions(prefix: string): object {
  const own = <T extends Named>(list: readonly T[]): T[] => list.filter(({ code }) => code.startsWith(prefix));
  return {
    vintage: '2015',
    ...(prefix.length === 2 ? { cities: CITIES } : {}),
    counties: own(COUNTIES),
    units: [
      ...own(COUNTIES).map((county) => ({ ...county, kind: 'county' })),
      ...own([ZONE]).map((zone) => ({ ...zone, kind: 'zone', aliases: ['高新技术开发区'] })),
    ],
    townships: own(TOWNSHIPS),
    laterNames: [],
    laterVillageNames: {},
    villages: Object.fromEntries(
      own(TOWNSHIPS).map(({ code }) => [
        code,
        ['甲', '乙', '丙'].map((name, index) => [`20${index}`, `${name}${code.slice(4)}村委会`]),
      ]),
    ),
  };
}

function programme(year: number, prefix: string): object {
  const unitTargets = Object.fromEntries(Object.entries(UNIT_TARGETS).filter(([code]) => code.startsWith(prefix)));
  const cityTargets = Object.fromEntries(
    CITIES.map(({ code }) => [
      code,
      sumOf(Object.fromEntries(Object.entries(UNIT_TARGETS).filter(([unit]) => unit.startsWith(code)))),
    ]),
  );
  const zones = [
    { name: '山区片区', en: 'Mountain Zone', divisions: ['380103', '380203101'] },
    { name: '湖区片区', en: 'Lake Zone', divisions: ['380202'] },
  ]
    .map((zone) => ({ ...zone, divisions: zone.divisions.filter((code) => code.startsWith(prefix)) }))
    .filter((zone) => zone.divisions.length > 0);
  return {
    year,
    lines: { '1': 295_200, '2': 337_200, '3': 337_200 },
    cityTarget: sumOf(unitTargets),
    ...(prefix.length === 2 ? { cityTargets } : {}),
    unitTargets,
    deadlineDays: 15,
    zones,
    zoneCount: zones.length,
    maximumLeverage: 10,
    grantPerHousehold: 500_000,
    loanPerPerson: 5_000_000,
    smallestDonkeyFarm: 600,
  };
}

const shared = { areaCode: '0598', timeZone: 'Asia/Shanghai' };
const profile = (prefix: string): object => {
  const city = CITIES.find(({ code }) => code === prefix);
  const name = { zh: city?.name ?? '川原省', en: city?.en ?? 'Chuanyuan' };
  return {
    code: prefix,
    name,
    ...(city ? { province: { zh: '川原省', en: 'Chuanyuan' } } : { cities: { '3802': { areaCode: '0597' } } }),
    office: { zh: `${name.zh}扶贫办`, en: `${name.en} Office for Poverty Alleviation` },
    ...shared,
    ...(prefix === '3802' ? { areaCode: '0597' } : {}),
  };
};

/** The files of the province (`38`) or of one of its cities on its own, as values. */
export const provinceFiles = (prefix = '38'): Record<string, object> => ({
  'city.json': profile(prefix),
  'divisions/2015.json': divisions(prefix),
  'programme/2015.json': programme(2015, prefix),
  'programme/2016.json': programme(2016, prefix),
});

export const inventedProvince = (prefix = '38') => readPack(`cities/${prefix}`, asTexts(provinceFiles(prefix)));

/** Its divisions as a list in the layout of the national statistical codes. */
export function provinceList(): string {
  const rows: readonly { readonly code: string; readonly name: string }[] = [
    { code: '38', name: '川原省' },
    ...CITIES,
    ...COUNTIES,
    ...TOWNSHIPS,
    ...TOWNSHIPS.map(({ code }) => ({ code: `${code}200`, name: `甲${code.slice(4)}村委会` })),
  ];
  return `code,name\n${rows.map(({ code, name }) => `${code.padEnd(12, '0')},${name}`).join('\n')}\n`;
}
