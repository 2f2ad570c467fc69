import { describe, expect, it } from 'vitest';
import type { Language } from '../../shared/language/language.ts';
import { PackError, readPack } from '../../shared/city/read-pack.ts';
import { asTexts, inventedCity, inventedFiles } from './invented-city.ts';

type Files = Record<string, object>;

/** All that is wrong with the invented city after a change, as its maker reads it. */
function faultsAfter(change: (files: Files) => void, language: Language = 'en'): string[] {
  const files = structuredClone(inventedFiles());
  change(files);
  try {
    readPack('cities/test', asTexts(files));
    return [];
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    return error.faults.map((fault) => `${fault.file} ${fault.at}: ${fault[language]}`);
  }
}

/** Sets a value inside a file, by its path. */
const set =
  (file: string, path: string, value: unknown) =>
  (files: Files): void => {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const at = keys.reduce(
      (object, key) => object[key] as Record<string, unknown>,
      files[file] as Record<string, unknown>,
    );
    if (value === undefined) delete at[last];
    else at[last] = value;
  };

describe('the folder of a city', () => {
  it('is read as a city with its years and vintages', () => {
    const pack = inventedCity();
    expect(pack.years).toEqual([2015, 2016, 2017]);
    expect(pack.vintages.map(({ vintage }) => vintage)).toEqual(['2016', '2017']);
    expect(pack.register.textOf('379804101')).toEqual({ zh: '大湾镇', en: 'Dawan' });
  });

  it('has a last day on time of its own in a quarter with holidays', () => {
    const { programme } = inventedCity().at('2017Q1');
    expect(programme.deadlines?.['2017Q1']).toBe('2017-04-20');
  });

  it('may have a calendar: days off in the week, and weekends that are worked', () => {
    const files = {
      ...inventedFiles(),
      'calendar/2016.json': { year: 2016, holidays: ['2016-10-03'], workdays: ['2016-10-08'] },
    };
    const pack = readPack('cities/test', asTexts(files));
    const days = ['2016-10-02', '2016-10-03', '2016-10-04', '2016-10-08', '2016-10-09'];
    expect(days.map((day) => pack.isWorkingDay(day))).toEqual([false, false, true, true, false]);
  });

  it('cannot have a calendar with days that say nothing, or are of another year', () => {
    const calendar = { year: 2016, holidays: ['2016-10-01', '2017-01-02'], workdays: ['2016-10-10', '2016-10-08'] };
    const faults = faultsAfter((files) => {
      files['calendar/2017.json'] = calendar;
    });
    expect(faults).toEqual([
      'calendar/2017.json : its content is that of calendar/2016.json; rename it, or correct the content',
      'calendar/2017.json holidays: 2017-01-02 is no day of 2016',
      'calendar/2017.json holidays: 2016-10-01 is a weekend, off without it',
      'calendar/2017.json workdays: 2016-10-10 is no weekend, worked without it',
    ]);
  });

  it.each([
    [
      'a value of another kind',
      set('programme/2017.json', 'cityTarget', '3000'),
      'programme/2017.json cityTarget: found "3000", expected a whole number',
    ],
    [
      'a line that is missing',
      set('programme/2017.json', 'lines.2', undefined),
      'programme/2017.json lines.2: found nothing',
    ],
    [
      'a field that no pack has',
      set('city.json', 'zipCode', '252000'),
      'city.json : there is no field “zipCode”; docs/schemas/city-pack.json lists',
    ],
    [
      'lines in yuan',
      set('programme/2017.json', 'lines', { '1': 2_952, '2': 3_372, '3': 3_372 }),
      'programme/2017.json lines.1: found 2952 fen, which is 29.52 yuan; expected from 1000',
    ],
    [
      'a provincial line below the national one',
      set('programme/2017.json', 'lines.2', 300_000),
      'programme/2017.json lines.2: found 300000, below the national line of 318000',
    ],
    [
      'a deadline before the quarter ends',
      set('programme/2017.json', 'deadlines', { '2017Q1': '2017-03-31' }),
      'programme/2017.json deadlines.2017Q1: found 2017-03-31, expected a day within 90 days',
    ],
    [
      'a deadline of a later year',
      set('programme/2017.json', 'deadlines', { '2017Q1': '2018-04-20' }),
      'programme/2017.json deadlines.2017Q1: found 2018-04-20, expected a day within 90 days',
    ],
    [
      'a target of a unit that is named by its name',
      set('programme/2017.json', 'unitTargets.甲河县', 5),
      'programme/2017.json unitTargets.甲河县: found the name “甲河县”, expected 6 digits',
    ],
    [
      'a township without an English name',
      set('divisions/2017.json', 'townships.0.en', ''),
      'divisions/2017.json townships.0.en: found ""',
    ],
    [
      'a township outside its county',
      set('divisions/2017.json', 'townships.0.county', '379802'),
      'divisions/2017.json townships.0.code: 379801101 does not lie below 379802',
    ],
    [
      'a township of a unit that is not there',
      set('divisions/2017.json', 'townships.0.unit', '379899'),
      'divisions/2017.json townships.0.unit: there is no reporting unit 379899',
    ],
    [
      'a code that is there twice',
      set('divisions/2017.json', 'townships.1.code', '379801101'),
      'divisions/2017.json townships: 379801101 is there twice',
    ],
    [
      'villages of no township',
      set('divisions/2017.json', 'villages.379801999', [['200', '甲村委会']]),
      'divisions/2017.json villages.379801999: its villages have no township 379801999',
    ],
    [
      'a division of another city',
      set('divisions/2017.json', 'counties.0.code', '379901'),
      'divisions/2017.json counties.0.code: 379901 does not lie below 3798',
    ],
    [
      'a zone that names a county that is gone',
      set('programme/2017.json', 'zones.0.divisions', ['379803']),
      'programme/2017.json zones.0.divisions: the divisions of 2017 have no 379803',
    ],
    [
      'targets that do not add up',
      set('programme/2017.json', 'unitTargets.379801', 1_000),
      'programme/2017.json unitTargets: they add up to 2800, but cityTarget is 3000',
    ],
    [
      'a deadline of another year',
      set('programme/2017.json', 'deadlines', { '2016Q1': '2016-04-20' }),
      'programme/2017.json deadlines.2016Q1: it is no quarter of 2017',
    ],
    [
      'a day that is none',
      set('programme/2017.json', 'deadlines', { '2017Q1': '2017-04-31' }),
      'programme/2017.json deadlines.2017Q1: found "2017-04-31", expected a date',
    ],
    [
      'a year that is not its file’s',
      set('programme/2017.json', 'year', 2018),
      'programme/2017.json : its content is that of programme/2018.json; rename it',
    ],
    [
      'a township that is gone and continued by none',
      set('divisions/2017.json', 'continues.379804101', undefined),
      'divisions/2017.json continues: 大湾镇 (379803101) is gone and nothing continues it',
    ],
    [
      'a township that two continue',
      set('divisions/2017.json', 'continues.379804102', ['379803101', '379803102']),
      'divisions/2017.json continues: 379803101 is continued by two divisions',
    ],
    [
      'a unit without a place on the map',
      set('city.json', 'tiles', [['379801'], ['379802']]),
      'city.json tiles: unit 379804 has no place',
    ],
    ['a file that is not there', (files: Files) => delete files['city.json'], 'city.json : it is not there'],
    [
      'no programme at all',
      (files: Files) => ['2015', '2016', '2017'].forEach((year) => delete files[`programme/${year}.json`]),
      'programme/ : it is not there',
    ],
  ])('is refused with %s, by file, path, what was found and what is expected', (_what, change, fault) => {
    const faults = faultsAfter(change as (files: Files) => void);
    expect(
      faults.some((one) => one.startsWith(fault)),
      faults.join('\n'),
    ).toBe(true);
  });

  it('is refused in plain Chinese, with what to write instead', () => {
    const faults = faultsAfter((files) => {
      set('programme/2017.json', 'cityTarget', '3000')(files);
      set('programme/2017.json', 'lines', undefined)(files);
      set('programme/2017.json', 'deadlineDays', 0)(files);
      set('programme/2017.json', 'year', 2017.5)(files);
      set('programme/2017.json', 'deadlines', { '2017Q1': '2017-04-31' })(files);
      set('programme/2017.json', 'cityTargets', { 甲河县: 5 })(files);
      set('programme/2016.json', 'citytarget', 3000)(files);
      set('divisions/2017.json', 'units.0.kind', 'district')(files);
      set('divisions/2017.json', 'townships.0.en', '')(files);
      set('divisions/2017.json', 'counties', [])(files);
    }, 'zh');
    expect(faults).toEqual([
      'divisions/2017.json counties: 现为 []，应为至少 1 项',
      'divisions/2017.json units.0.kind: 现为 "district"，应为"county" 或 "zone"',
      'divisions/2017.json townships.0.en: 现为 ""，应为不为空的文字',
      'programme/2016.json : 没有 “citytarget” 这一项，请核对拼写；可以写的各项见 docs/schemas/city-pack.json',
      'programme/2017.json year: 现为 2017.5，应为不带小数的数字',
      'programme/2017.json lines: 缺少这一项，应为国家、省、市三条线，以分为单位，如 {"1": 295200, "2": 337200, "3": 337200}',
      'programme/2017.json cityTarget: 现为 "3000"，应为不加引号的整数，没有任务的写 null',
      'programme/2017.json cityTargets.甲河县: 名称“甲河县”不对，应为 4 位数字',
      'programme/2017.json deadlineDays: 现为 0，应为不小于 1 的数字',
      'programme/2017.json deadlines.2017Q1: 现为 "2017-04-31"，应为日期，如 "2017-04-20"',
    ]);
  });

  it('is refused with every mistake at once', () => {
    const faults = faultsAfter((files) => {
      set('programme/2017.json', 'deadlineDays', 0)(files);
      set('programme/2016.json', 'year', '2016')(files);
    });
    expect(faults).toHaveLength(2);
  });

  it('says of a file that is no JSON where it breaks', () => {
    const files = new Map([...asTexts(inventedFiles()), ['programme/2017.json', '{ "year": 2017,, }'] as const]);
    expect(() => readPack('cities/test', files)).toThrow(/programme\/2017.json: it is no JSON/);
  });
});
