import { describe, expect, it } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';
import { bulletinHtml } from '../../shared/bulletin/bulletin-page.ts';
import { figuresNamed, NoSuchFigureError } from '../../shared/explanation/find-figures.ts';
import { addressKey, figuresOf } from '../../shared/explanation/figures.ts';
import { CHANNELS } from '../../shared/schema/codes.ts';
import { figureTables, observationsOf } from '../../shared/tidy/observations.ts';
import { textIn } from '../../shared/tables/report-table.ts';
import { citySummary } from '../report/city-summary.ts';

const summary = citySummary(['371525108', '371522101']);
const city = CITY_PACK.at('2016Q2');
const named = (words: string, unit: string | null = null): string[] =>
  figuresNamed(summary, words.split(' '), unit, city).map(addressKey);
const refusal = (words: string, unit: string | null = null): string => {
  try {
    return named(words, unit).join('; ');
  } catch (error) {
    if (error instanceof NoSuchFigureError) return error.text.zh;
    throw error;
  }
};

describe('the words that name a figure', () => {
  it.each([
    ['R02 冠县 ytd', 'R02 R02 371525 ytd'],
    ['R02 Guanxian personsUplifted', 'R02 R02 371525 ytd'],
    ['R02 合计 ytd', 'R02 R02 3715 ytd'],
    ['R02@total.rate', 'R02 R02 3715 rate'],
    ['R03 定远寨镇 本季带动增收人数', 'R03 R03 371525108 quarter'],
    ['R01.channel.IND.value', 'R01 R01.channel.IND 3715 value'],
    ['R01.channel.IND.persons', 'R01 R01.channel.IND 3715 value'],
    ['R05.all.wage.share', 'R05 R05.all 3715 wage.share'],
    ['R05 冠县 all net', 'R05 R05.all 371525 net'],
    ['R12 R12.fund.city amount', 'R12 R12.fund.city 3715 amount'],
  ])('may be %s', (words, wanted) => {
    expect(named(words)).toEqual([wanted]);
  });

  it('may be an address with a division beside it', () => {
    expect(named('R05.all.wage', '371525')).toEqual(['R05 R05.all 371525 wage']);
    expect(named('R02 R02 ytd', '冠县')).toEqual(['R02 R02 371525 ytd']);
  });

  it('may be those of any row of observations.csv, and each names its figure alone', () => {
    const observations = observationsOf(summary, city);
    expect(observations.length).toBeGreaterThan(2_000);
    const figures = new Map(
      figureTables(summary).flatMap((table) => figuresOf(table, city).map((figure) => [addressKey(figure), figure])),
    );
    for (const { table, line, unit, measure } of observations.filter((_, index) => index % 7 === 0))
      expect(named(`${table} ${line} ${measure}`, unit)).toEqual([`${table} ${line} ${unit} ${measure}`]);
    expect(
      observations.filter(({ table, line, unit, measure }) => !figures.has(`${table} ${line} ${unit} ${measure}`)),
    ).toEqual([]);
  });

  it('may be the number of a sentence, which names the figures that it is bound to', () => {
    expect(named('R19 1')).toEqual([
      'R01 R01.total.ytd 3715 value',
      ...CHANNELS.map(({ code }) => `R01 R01.channel.${code} 3715 value`),
    ]);
    expect(named('R19 2')).toEqual(['R01 R01.target.year 3715 value', 'R01 R01.target.rate 3715 share']);
    const cells = (summary.tables['R19']?.rows ?? []).map(
      ({ no, cells: bound }) => [textIn(no), textIn(bound)] as const,
    );
    for (const [no, bound] of cells.filter(([, text]) => text !== ''))
      expect(named(`R19 ${no}`).length, bound).toBeGreaterThan(0);
  });

  it.each<[string, string | null, string]>([
    ['R20 a b', null, '没有“R20”这张表；可以说明的表：R01, '],
    ['R02 冠县 nothing', null, 'R02 没有“nothing”这一列；可以说明的列：名次（rank）、'],
    ['R02 无此县 ytd', null, 'R02 没有“无此县”这一行；有：\n  R02 R02 ytd --unit 3715'],
    ['R05 冠县 net', null, '“冠县 net”有2个数，请指明其一：\n  R05 R05.all net --unit 371525'],
    ['R05.all.wage', '无此县', 'R05 没有“无此县”这一行'],
    ['R01.nothing.value', null, '没有“R01.nothing.value”这一行'],
    ['R19 99', null, '通报没有第“99”句；共'],
    ['R02', null, 'R02 没有“”这一列'],
  ])('are refused with what there is: %s', (words, unit, wanted) => {
    expect(refusal(words, unit)).toContain(wanted);
  });

  it('stand behind every figure of the internal page, and nowhere on the public one', () => {
    const page = bulletinHtml(summary, city);
    const places = [...page.matchAll(/data-place="([^"]+)"/g)].map(([, place = '']) => place);
    const rows = figureTables(summary).reduce((sum, { rows: own, total }) => sum + own.length + (total ? 1 : 0), 0);
    expect(places).toHaveLength(rows);
    expect(page).toContain('data-command="npm run -s uplift -- explain 2016Q2" data-revision="1"');
    expect(bulletinHtml({ ...summary, edition: 'public' }, city)).not.toMatch(/data-place=|uplift -- explain/);
  });
});
