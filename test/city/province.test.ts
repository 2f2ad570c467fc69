/** A province as the root of a pack: what lies in what, and its cities as if each were the root. */
import type { Period } from '../../shared/time/period.ts';
import { describe, expect, it, test } from 'vitest';
import { signatoryText } from '../../shared/bulletin/signed-bulletin.ts';
import { syntheticCityOf } from '../../cli/generate/synthetic-city.ts';
import { citiesOf } from '../../shared/city/cities-of.ts';
import { divisionsNamed } from '../../shared/city/division-search.ts';
import { readDivisionList, registerFrom } from '../../shared/city/division-list.ts';
import { resolvePlace } from '../../shared/city/place-resolution.ts';
import { PackError, readPack } from '../../shared/city/read-pack.ts';
import { parseUploadKey } from '../../shared/ledger/keys.ts';
import { relatedPrefixes } from '../../shared/ledger/versions-in-scope.ts';
import { asTexts } from './invented-city.ts';
import { inventedProvince, PROVINCE_CITIES, provinceFiles, provinceList } from './invented-province.ts';

const pack = inventedProvince();
const province = pack.at('2016Q2');
const { register } = province;

describe('the register of a province', () => {
  it.each([
    ['38', 12],
    ['3801', 6],
    ['380101', 2],
    ['380190', 1],
    ['380101102', 1],
    ['3899', 0],
    ['380', 0],
  ])('has in %s %i townships', (division, townships) => {
    expect(register.townshipsWithin(division)).toHaveLength(townships);
  });

  it.each([
    ['38', '3801', true],
    ['3801', '380102', true],
    ['3801', '380190', true],
    ['3801', '380101102', true],
    ['380190', '380101102', true],
    ['380101', '3801', false],
    ['3802', '380101102', false],
    ['3801', '380199', false],
  ])('says whether %s covers %s: %s', (division, inner, covers) => {
    expect(register.covers(division, inner)).toBe(covers);
  });

  it('judges a file after those of every division above and below it, and lists few prefixes for that', () => {
    expect(register.related('380101102')).toEqual(['38', '3801', '380101', '380101102', '380190']);
    expect(relatedPrefixes('38', register)).toEqual(['38']);
    expect(relatedPrefixes('3801', register)).toEqual(['38/', '3801']);
    expect(relatedPrefixes('380102', register)).toEqual(['38/', '3801/', '380102']);
    expect(relatedPrefixes('380101102', register)).toEqual(['38/', '3801/', '380101/', '380101102/', '380190/']);
  });

  it.each(['38', '3801', '380101', '380190', '380101102'])('takes uploads of %s', (division) => {
    expect(parseUploadKey(`${division}/2016Q2/a.csv`, pack)).toMatchObject({ division });
  });
  it.each(['3', '3803', '380', '38010', '380101999'])('takes no uploads of %s', (division) => {
    expect(parseUploadKey(`${division}/2016Q2/a.csv`, pack)).toBeNull();
  });
});

describe('a county of a name that two cities have', () => {
  const place = (county: string, town: string | null, division: string) =>
    resolvePlace({ county, town, village: null, villageCode: null }, register, division);

  it.each([
    ['城关区', '东关镇', '3801', '380101101'],
    ['城关区', '东关镇', '380201', '380201101'],
    ['城关区', '东关镇', '380201101', '380201101'],
    ['东川市城关区', '东关镇', '38', '380101101'],
    ['川原省西川市城关区', '西关镇', '38', '380201102'],
    ['西川城关', '西关镇', '38', '380201102'],
    // The township tells, since the zone has taken it out of the other one.
    ['高新技术开发区', '西关镇', '38', '380101102'],
  ])('%s %s in a file of %s is %s', (county, town, division, township) => {
    expect(place(county, town, division).township).toBe(township);
  });

  it('is not guessed where nothing tells which', () => {
    expect(place('城关区', '东关镇', '38')).toMatchObject({ township: null, countyMatch: { how: 'unknown' } });
  });

  it('is listed twice by its name alone, and found with its city', () => {
    expect(divisionsNamed('城关区', register).map(({ code }) => code)).toEqual(['380101', '380201']);
    expect(divisionsNamed('西川市城关区', register).map(({ code }) => code)).toEqual(['380201']);
    expect(divisionsNamed('dongchuan', register).map(({ code }) => code)).toEqual(['3801']);
  });

  it('stands with its city in lists of the whole province', () => {
    expect(register.units.map(({ code }) => register.unitLabel(code))).toContain('西川市城关区');
    expect(register.unitLabel('380102')).toBe('甲河县');
  });

  it('leaves the city itself to the city', () => {
    expect(register.findUnit('西川市')?.found.code).toBe('3802');
    expect(register.findUnit('川原省')?.found.code).toBe('38');
    expect(place('西川市', '东关镇', '38').township).toBeNull();
  });
});

it.each(PROVINCE_CITIES)('%s of the province is what it is as a pack of its own', (code) => {
  const own = citiesOf(province).find((city) => city.register.root === code);
  const alone = inventedProvince(code).at('2016Q2');
  expect(own?.profile).toEqual(alone.profile);
  expect(own?.programme).toEqual(alone.programme);
  for (const level of ['counties', 'units', 'townships'] as const)
    expect(own?.register[level]).toEqual(alone.register[level]);
  expect(own?.register.due).toEqual(alone.register.due);
  expect(own?.register.whole).toEqual({ zh: '全市', en: 'whole city' });
  expect(register.whole).toEqual({ zh: '全省', en: 'whole province' });
});

it('a city has no cities', () => {
  expect(citiesOf(inventedProvince('3801').at('2016Q2'))).toEqual([]);
});

it('a city is found before its county where the province has a name like it', () => {
  const files = provinceFiles();
  const name = { zh: '东川省', en: 'Dongchuan' };
  const office = { zh: '东川省扶贫办', en: 'Dongchuan Office for Poverty Alleviation' };
  const named = { ...files, 'city.json': { ...files['city.json'], name, office } };
  const { register: like } = readPack('x', asTexts(named));
  const codes = (text: string): string[] => like.findUnits(text).map(({ found }) => found.code);
  expect(['东川市城关区', '东川省东川市城关区', '东川市甲河县', '东川省', '东川市'].map(codes)).toEqual([
    ['380101'],
    ['380101'],
    ['380102'],
    ['38'],
    ['3801'],
  ]);
});

it('a city has the name of its period, whichever period is asked for first', () => {
  const files = provinceFiles();
  const renamed = {
    ...files,
    'divisions/2016Q2.json': {
      ...files['divisions/2015.json'],
      vintage: '2016Q2',
      cities: [
        { code: '3801', name: '东川新市', en: 'Dongchuan Xin' },
        { code: '3802', name: '西川市', en: 'Xichuan' },
      ],
    },
  };
  const nameIn = (periods: readonly Period[]): Record<string, string | undefined> => {
    const later = readPack('x', asTexts(renamed));
    return Object.fromEntries(periods.map((period) => [period, citiesOf(later.at(period))[0]?.register.rootName]));
  };
  const names = { '2016Q1': '东川市', '2016Q2': '东川新市' };
  expect(nameIn(['2016Q1', '2016Q2'])).toEqual(names);
  expect(nameIn(['2016Q2', '2016Q1'])).toEqual(names);
});

it('one city may set its targets by unit and another as a whole', () => {
  const files = provinceFiles();
  const { unitTargets = {} } = files['programme/2016.json'] as { unitTargets?: Record<string, number> };
  const ofFirst = Object.fromEntries(Object.entries(unitTargets).filter(([code]) => code.startsWith('3801')));
  const withTargets = (cityTargets: object) =>
    readPack(
      'x',
      asTexts({
        ...files,
        'programme/2016.json': { ...files['programme/2016.json'], unitTargets: ofFirst, cityTargets },
      }),
    );
  expect(citiesOf(withTargets({ '3802': 1_400 }).at('2016Q2')).map(({ programme }) => programme.cityTarget)).toEqual([
    1_600, 1_400,
  ]);
  expect(() => withTargets({ '3802': 3_100 })).toThrow('cityTargets: they add up to 3100, but cityTarget is 3000');
});

describe('mistakes in the folder of a province', () => {
  type Files = ReturnType<typeof provinceFiles>;
  const changed = (file: string, change: object): Files => {
    const files = provinceFiles();
    return { ...files, [file]: { ...files[file], ...change } };
  };
  const targets = { '3801': 1_700, '3802': 1_400 };
  it.each([
    [changed('city.json', { province: { zh: '省', en: 'P' } }), 'city.json province: a province lies in none'],
    [changed('city.json', { cities: { '3809': {} } }), 'city.json cities.3809: the divisions have no city 3809'],
    [changed('divisions/2015.json', { cities: undefined }), 'divisions/2015.json cities: a province lists its cities'],
    [
      changed('divisions/2015.json', { cities: [{ code: '3801', name: '东川市', en: 'D' }] }),
      'units.5.code: 380203 lies in none of the cities',
    ],
    [
      changed('programme/2016.json', { cityTargets: targets }),
      'cityTargets: they add up to 3100, but cityTarget is 3000',
    ],
    [
      changed('programme/2016.json', { cityTargets: targets }),
      'cityTargets.3801: it is 1700, but the targets of its units add up to 1600',
    ],
    [changed('programme/2016.json', { cityTargets: { '3803': 1 } }), 'cityTargets.3803: there is no city 3803'],
    [
      changed('city.json', { office: { zh: '省扶贫开发办公室', en: 'Office for Poverty Alleviation' } }),
      'city.json cities.3801.office: the title of the province’s office',
    ],
  ])('%# are named', (files, message) => {
    try {
      readPack('x', asTexts(files));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(PackError);
      expect((error as Error).message).toContain(message);
    }
  });
  it('that are a city’s are named too', () => {
    const alone = provinceFiles('3801');
    const wrong = {
      ...alone,
      'divisions/2015.json': { ...alone['divisions/2015.json'], cities: [{ code: '3801', name: 'x', en: 'x' }] },
    };
    expect(() => readPack('x', asTexts(wrong))).toThrow('a city has none below it');
  });
});

it('the register of a province is made from a list of its divisions', () => {
  const rows = provinceList()
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const made = registerFrom(readDivisionList(rows), { root: '38', vintage: '2016', englishNameOf: (name) => name });
  expect(made.cities?.map(({ code }) => code)).toEqual(['3801', '3802']);
  expect(made.units).toHaveLength(6);
});

it('the synthetic province gives every unit of every city its target', () => {
  const targets = syntheticCityOf(pack).targetsOf('2016Q1');
  const of = (name: string) => targets.filter(({ unit_name: unit }) => unit === name).map((one) => one.plan_persons);
  expect([of('东川市城关区'), of('西川市城关区'), of('高新区')]).toEqual([[300], [400], [350]]);
});

test('a city of a province has the titles that its folder says, and else those that follow from the province’s', () => {
  const files = provinceFiles();
  const office = { zh: '西川市扶贫开发局', en: 'Xichuan Bureau' };
  const [ofProvince, ofWest] = [
    { zh: '川原省扶贫办主任', en: 'Director' },
    { zh: '西川市分管副市长', en: 'Vice Mayor' },
  ];
  const city = { ...files['city.json'], signatory: ofProvince, cities: { '3802': { office, signatory: ofWest } } };
  const titled = readPack('x', asTexts({ ...files, 'city.json': city }));
  expect(citiesOf(titled.at('2016Q2')).map(({ profile }) => [profile.office.zh, profile.signatory?.zh])).toEqual([
    ['东川市扶贫办', '川原省扶贫办主任'],
    ['西川市扶贫开发局', '西川市分管副市长'],
  ]);
  const signed = { by: '张三', at: '2016-07-20T02:00:00.000Z' };
  expect(signatoryText({ ...signed, title: ofWest }).zh).toContain('署名：西川市分管副市长 张三');
  expect(signatoryText(signed).zh).toContain('署名：张三');
});
