import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, test } from 'vitest';
import { judgePlace } from '../../shared/check/judge-rows.ts';
import { resolvePlace } from '../../shared/city/place-resolution.ts';

const township = (name: string, within: string) => CITY_PACK.register.findTownship(name, within);
const found = (name: string, within: string) => {
  const match = township(name, within);
  return match && 'found' in match ? [match.found.code, match.how] : match;
};

test('136 townships, of which 135 owe a report: 香江 has no village of its own', () => {
  expect(CITY_PACK.register.townships).toHaveLength(136);
  expect(CITY_PACK.register.due).toHaveLength(135);
  expect(
    CITY_PACK.register.townships.filter((one) => !CITY_PACK.register.due.includes(one)).map(({ code }) => code),
  ).toEqual(['371502400']);
});

test('6,444 places below the townships, each found by its full name, its code and no other code', () => {
  let count = 0;
  for (const { code } of CITY_PACK.register.townships)
    for (const village of CITY_PACK.register.villagesOf(code)) {
      count++;
      expect(CITY_PACK.register.findVillage(village.name, code), `${village.code} ${village.name}`).toEqual({
        found: village,
        how: 'exact',
      });
      expect(CITY_PACK.register.village(village.code)).toBe(village);
    }
  expect(count).toBe(6444);
});

test('every township is found by its full name in its county and in its reporting unit', () => {
  for (const one of CITY_PACK.register.townships)
    for (const within of [one.county, one.unit]) expect(found(one.name, within), one.name).toEqual([one.code, 'exact']);
});

describe('townships by what clerks write', () => {
  test.each([
    ['沙镇镇', '371502', ['371502101', 'exact']],
    ['沙镇', '371502', ['371502101', 'alias']],
    ['梁水镇', '371502', ['371502103', 'exact']],
    ['梁水镇镇', '371502', ['371502103', 'alias']],
    ['古楼街道', '371502', ['371502001', 'alias']],
    ['古楼办事处', '371502', ['371502001', 'alias']],
    ['阎寺', '371502', ['371502006', 'alias']],
    ['阎寺街道办事处', '371502', ['371502006', 'exact']],
    ['闫寺', '371502', ['371502006', 'alias']],
    ['闫寺街道', '371502', ['371502006', 'alias']],
    ['鱼丘湖街道', '371526', ['371526001', 'alias']],
    ['鱼邱湖街道', '371526', ['371526001', 'alias']],
    ['鱼邱湖', '371526', ['371526001', 'alias']],
    ['李海务街道', '371502', ['371502007', 'alias']],
    ['李海务街道', '371542', ['371502007', 'alias']],
    ['肖家庄镇', '371523', ['371523108', 'alias']],
    ['甘官屯镇', '371525', ['371525205', 'alias']],
    ['定 远　寨镇', '371525', ['371525108', 'exact']],
    ['定远寨（镇）', '371525', ['371525108', 'alias']],
    ['定远寨镇', '371526', null],
    ['', '371525', null],
    ['九州街道', '371502', { notYet: 2025 }],
  ])('%s in %s', (name, within, expected) => {
    expect(found(name, within)).toEqual(expected);
  });
});

describe('counties and reporting units', () => {
  test.each([
    ['冠县', '371525', 'exact'],
    ['冠', '371525', 'exact'],
    [' 冠 县 ', '371525', 'exact'],
    ['聊城市冠县', '371525', 'exact'],
    ['山东省聊城市冠县', '371525', 'exact'],
    ['聊城东昌府区', '371502', 'exact'],
    ['临清市', '371581', 'exact'],
    ['茌平县', '371523', 'exact'],
    ['茌平区', '371523', 'other vintage'],
    ['经开区', '371540', 'exact'],
    ['经济开发区', '371540', 'exact'],
    ['聊城经济技术开发区', '371540', 'exact'],
    ['高新区', '371541', 'exact'],
    ['高新技术产业开发区', '371541', 'exact'],
    ['旅游度假区', '371542', 'exact'],
    ['江北水城旅游度假区', '371542', 'exact'],
    ['聊城市', '3715', 'exact'],
    ['聊城', '3715', 'exact'],
  ])('%s', (name, code, how) => {
    expect(CITY_PACK.register.findUnit(name)).toMatchObject({ found: { code }, how });
  });

  test.each(['平原县', '济南市', '县', ''])('%s is none', (name) => {
    expect(CITY_PACK.register.findUnit(name)).toBeNull();
  });
});

describe('villages by what clerks write', () => {
  const TOWNSHIP = '371525108';
  test.each([
    ['定远寨村委会', '202', 'exact'],
    ['定远寨村民委员会', '202', 'exact'],
    ['定远寨村', '202', 'exact'],
    ['定远寨', '202', 'exact'],
    ['定 远 寨 村', '202', 'exact'],
    ['定远塞村', '202', 'alias'],
    ['定远寨子村', '202', 'alias'],
    ['远寨村', '202', 'alias'],
    ['候家', '211', 'exact'],
  ])('%s', (name, tail, how) => {
    expect(CITY_PACK.register.findVillage(name, TOWNSHIP)).toMatchObject({ found: { code: TOWNSHIP + tail }, how });
  });

  test.each([
    ['two characters off', '定近塞村'],
    ['one off from several: 前杏园 and 后杏园', '中杏园村'],
    ['nothing', ''],
    ['of another township', '贾镇街村'],
  ])('none: %s', (_what, name) => {
    expect(CITY_PACK.register.findVillage(name, TOWNSHIP)).toBeNull();
  });

  test('a name that a village shares with a residents’ committee needs its ending', () => {
    const inTown = (name: string) => CITY_PACK.register.findVillage(name, '371524001')?.found.name ?? null;
    expect(inTown('艾山村')).toBe('艾山村委会');
    expect(inTown('艾山社区')).toBe('艾山社区居委会');
    expect(inTown('艾山')).toBeNull();
  });
});

describe('places of rows', () => {
  const place = (
    county: string,
    town: string | null,
    village: string | null,
    villageCode: string | null = null,
    division = '3715',
  ) => {
    const city = CITY_PACK.at('2016Q2');
    const found = resolvePlace({ county, town, village, villageCode }, city.register);
    const { problems } = judgePlace(found, 'county_name', { ...city, division, receivedOn: '2016-07-10' });
    return { ...found, problems };
  };
  const rules = (...names: Parameters<typeof place>) => place(...names).problems.map(({ rule }) => rule.code);

  test('a zone’s township under its zone and under its county is the zone’s', () => {
    for (const county of ['高新区', '东昌府区'])
      expect(place(county, '许营镇', null)).toMatchObject({
        unit: '371541',
        township: '371502108',
        village: null,
        problems: [],
      });
    expect(rules('经开区', '许营镇', null)).toEqual(['D03']);
  });

  test('the code wins where name and code agree', () => {
    expect(place('冠县', '定远寨镇', '定远寨村', '371525108202')).toMatchObject({
      village: '371525108202',
      problems: [],
    });
  });

  test.each([
    ['D06', ['冠县', '定远寨镇', '闫营村', '371525108202']],
    ['D06', ['冠县', '定远寨镇', '定远寨村', '371525108999']],
    ['D07', ['阳谷县', '博济桥街道办事处', '东宋村', '371521001219']],
    ['D09', ['冠县', '定远寨镇', '定远寨村', '371525107202']],
    ['D09', ['冠县', '定远寨镇', '定远寨村', '37152510820']],
    ['D02', ['茌平区', '博平镇', null]],
    ['D03', ['聊城市', '定远寨镇', null]],
    ['D05', ['东昌府区', '九州街道', null]],
    ['F08', ['冠县', '定远寨镇', null, null, '371525101']],
    ['F08', ['冠县', null, null, null, '371526']],
  ] as const)('%s: %j', (rule, names) => {
    expect(rules(...(names as unknown as Parameters<typeof place>))).toEqual([rule]);
  });

  test('a later name of a village keeps the code of the period', () => {
    expect(place('阳谷县', '博济桥街道办事处', '东宋村', '371521001219').village).toBe('371521001219');
  });

  test('divisions of every level hold their townships', () => {
    expect(CITY_PACK.register.townshipsWithin('3715')).toHaveLength(136);
    expect(CITY_PACK.register.townshipsWithin('371525108').map(({ name }) => name)).toEqual(['定远寨镇']);
    expect(CITY_PACK.register.townshipsWithin('371541').map(({ name }) => name)).toContain('许营镇');
    expect(CITY_PACK.register.townshipsWithin('371502').map(({ name }) => name)).toContain('许营镇');
    expect(CITY_PACK.register.townshipsWithin('9999')).toEqual([]);
    expect([
      CITY_PACK.register.nameOf('3715'),
      CITY_PACK.register.nameOf('371541'),
      CITY_PACK.register.nameOf('371525108'),
      CITY_PACK.register.nameOf('37'),
    ]).toEqual(['聊城市', '高新区', '定远寨镇', null]);
  });
});
