import { describe, expect, it } from 'vitest';
import { englishNameOf } from '../../cli/city/english-names.ts';
import {
  continuationOf,
  DivisionListError,
  readDivisionList,
  registerFrom,
  townshipChanges,
} from '../../shared/city/division-list.ts';
import type { RegisterData } from '../../shared/city/pack-schema.ts';

const HEADER = ['code', 'name', 'parent'];
const LIST = [
  HEADER,
  ['370000000000', '山东省', ''],
  ['379800000000', '云溪市', '370000000000'],
  ['379801000000', '甲河县', '379800000000'],
  ['379801101000', '东关镇', '379801000000'],
  ['379801101200', '王村村民委员会', '379801101000'],
  ['379801101001', '河湾社区居委会', '379801101000'],
  ['379809000000', '市辖区', '379800000000'],
  ['3799', '别的市', '37'],
  ['379901101', '别处镇', '379901'],
];
const making = { root: '3798', vintage: '2016', englishNameOf };
const register = (rows: readonly (readonly string[])[], vintage = '2016'): RegisterData =>
  registerFrom(readDivisionList([HEADER, ...rows]), { ...making, vintage });

describe('a list of divisions', () => {
  it('gives a register of the city below the root, counties without townships left out', () => {
    expect(registerFrom(readDivisionList(LIST), making)).toEqual({
      vintage: '2016',
      counties: [{ code: '379801', name: '甲河县', en: 'Jiahe' }],
      units: [{ code: '379801', name: '甲河县', en: 'Jiahe', kind: 'county' }],
      townships: [{ code: '379801101', name: '东关镇', en: 'Dongguan', county: '379801', unit: '379801', villages: 1 }],
      laterNames: [],
      laterVillageNames: {},
      villages: {
        '379801101': [
          ['001', '河湾社区居委会'],
          ['200', '王村村民委员会'],
        ],
      },
    });
  });

  it('is read with Chinese headers in any order, and codes of any level’s length', () => {
    const rows = [
      ['名称', '上级', '统计用区划代码'],
      ['东关镇', '379801', '379801101'],
      ['甲河县', '3798', '379801'],
    ];
    expect(registerFrom(readDivisionList(rows), making).townships.map(({ code }) => code)).toEqual(['379801101']);
  });

  it('takes the zeros behind a code for the levels below, however long the code is', () => {
    const rows = [
      HEADER,
      ['370000', '山东省'],
      ['379800', '云溪市'],
      ['379801', '甲河县'],
      ['379810', '乙山县'],
      ['379801000', '甲河县'],
    ];
    expect(readDivisionList(rows).map(({ code }) => code)).toEqual(['37', '3798', '379801', '379810', '379801']);
  });

  it.each([
    ['without its columns', [['a', 'b']], 'expected columns code and name'],
    ['with a code that is none', [HEADER, ['37980110', '东关镇']], 'row 2 has code “37980110”'],
    ['with a nameless division', [HEADER, ['379801101', '']], 'row 2 has code “379801101” and name “”'],
  ])('is refused %s', (_what, rows, said) => {
    expect(() => readDivisionList(rows)).toThrow(said);
  });

  it('is refused when it is of another city, or lacks a county', () => {
    expect(() => registerFrom(readDivisionList(LIST), { ...making, root: '3797' })).toThrow(DivisionListError);
    expect(() => register([['379801101', '东关镇']])).toThrow(
      '东关镇 (379801101) lies in 379801, which the list lacks',
    );
  });
});

describe('a new vintage', () => {
  const before = register([
    ['379801', '甲河县'],
    ['379801101', '东关镇'],
    ['379801102', '西关街道办事处'],
    ['379801103', '南集镇'],
    ['379801201', '北集乡'],
  ]);
  const now = register(
    [
      ['379804', '甲河区'],
      ['379804101', '东关镇'],
      ['379804001', '西关街道'],
      ['379804103', '新南镇'],
      ['379804201', '北集镇'],
    ],
    '2019',
  );

  it('continues the divisions of the same name, whatever kind they are now, and names those that it cannot find', () => {
    expect(continuationOf(before, now)).toEqual({
      continues: {
        '379804': ['379801'],
        '379804001': ['379801102'],
        '379804101': ['379801101'],
        '379804201': ['379801201'],
      },
      open: [{ code: '379801103', name: '南集镇' }],
    });
  });

  it('says which townships report under another code or name, and which are new, merged or gone', () => {
    const { continues } = continuationOf(before, now);
    const merged = { ...now, continues: { ...continues, '379804101': ['379801101', '379801103'] } };
    expect(
      townshipChanges(before, merged).map(({ kind, before: old, now: own }) => [kind, old?.name, own?.name]),
    ).toEqual([
      ['merged', '东关镇', '东关镇'],
      ['recoded', '西关街道办事处', '西关街道'],
      ['merged', '南集镇', '东关镇'],
      ['recoded', '北集乡', '北集镇'],
      ['new', undefined, '新南镇'],
    ]);
    expect(townshipChanges(before, before)).toEqual([]);
    expect(townshipChanges(before, { ...now, continues }).find(({ kind }) => kind === 'gone')?.before?.name).toBe(
      '南集镇',
    );
  });
});

describe('an English name', () => {
  it.each([
    ['定远寨镇', 'Dingyuanzhai'],
    ['东阿县', "Dong'e"],
    ['冠县', 'Guanxian'],
    ['古楼街道办事处', 'Gulou'],
    ['贾镇', 'Jiazhen'],
  ])('of %s is %s', (name, english) => {
    expect(englishNameOf(name)).toBe(english);
  });
});
