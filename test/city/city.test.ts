import { describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { CityPack, ProgrammeMissingError, type CityData } from '../../shared/city/city.ts';
import type { Programme } from '../../shared/city/programme.ts';
import type { RegisterData } from '../../shared/city/pack-schema.ts';

const programme = (year: number, provincial: number): Programme => ({
  ...CITY_PACK.programmeOf('2016Q2'),
  year,
  lines: { '1': 1, '2': provincial, '3': 3 },
});
const register = (vintage: string, county: string): RegisterData => ({
  vintage,
  counties: [{ code: '379901', name: county, en: 'Jia' }],
  units: [{ code: '379901', name: county, en: 'Jia', kind: 'county' }],
  townships: [],
  laterNames: [],
  laterVillageNames: {},
  villages: {},
});
const data: CityData = {
  folder: 'cities/3799',
  profile: { ...CITY_PACK.profile, code: '3799', name: { zh: '某市', en: 'Mou' } },
  registers: [register('2016', '甲县'), register('2019', '甲区')],
  calendars: [],
  programmes: [programme(2016, 100), programme(2017, 200)],
};

describe('a city in a period', () => {
  const pack = new CityPack(data);

  it('has the programme of the period’s own year', () => {
    expect(pack.at('2016Q4').programme.lines['2']).toBe(100);
    expect(pack.at('2017Q1').programme.lines['2']).toBe(200);
  });

  it('has the divisions of the newest vintage that is not of a later year', () => {
    expect(
      ['2015Q4', '2016Q1', '2018Q4', '2019Q1', '2020Q1'].map((period) =>
        pack.registerOf(period as '2015Q4').nameOf('379901'),
      ),
    ).toEqual(['甲县', '甲县', '甲县', '甲区', '甲区']);
  });

  it('is refused for a year without a programme, with the file to write, and never has the lines of the year before', () => {
    expect(pack.hasProgramme('2018Q1')).toBe(false);
    expect(() => pack.at('2018Q1')).toThrow(ProgrammeMissingError);
    expect(pack.missingProgramme('2018Q1').text.zh).toContain('cities/3799/programme/2018.json');
    expect(pack.missingProgramme('2018Q1').text.en).toContain('cities/3799/programme/2018.json');
  });
});
