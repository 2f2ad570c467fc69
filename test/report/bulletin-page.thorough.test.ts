import { CITY_PACK } from '../../cities/pack.ts';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bulletinHtml } from '../../shared/bulletin/bulletin-page.ts';
import { CHANNEL_SHADES, PALETTE, type Colour } from '../../shared/bulletin/palette.ts';
import { CHANNELS } from '../../shared/schema/codes.ts';
import { scaleOf, stepOf, tileColumns } from '../../shared/bulletin/tile-map.ts';
import { isText, textIn, type ReportRow, type ReportTable } from '../../shared/tables/report-table.ts';
import { summarise, type Summary } from '../../shared/summary/summary.ts';
import { cityFacts, citySummary } from './city-summary.ts';

const ABSENT = '371525108';
/** 沙镇镇 and a township of the same unit. */
const [LOST, NEIGHBOUR] = ['371502101', '371502102'];
const htmlOf = (summary: Summary): string => bulletinHtml(summary, CITY_PACK.at('2016Q2'));
const city = citySummary([ABSENT, '371522101']);

/** The summary with some of its rows changed. */
function withRows(id: string, change: (row: ReportRow) => ReportRow): Summary {
  const table = city.tables[id] as ReportTable;
  return { ...city, tables: { ...city.tables, [id]: { ...table, rows: table.rows.map(change) } } };
}

const alternatives = (html: string, chart: string): string[] => {
  const figure = new RegExp(`<figure id="chart-${chart}">[\\s\\S]*?</figure>`).exec(html)?.[0] ?? '';
  return [...figure.matchAll(/aria-label="([^"]*)"/g)].map(([, text = '']) => text);
};

describe('the bulletin page', () => {
  const html = htmlOf(city);

  it('has a chart for each table that is there, in two languages and two widths, and none for a table that is not', () => {
    const charts = (page: string): string[] =>
      [...page.matchAll(/<figure id="chart-(\w+)">/g)].map(([, id = '']) => id);
    const few = Object.fromEntries(Object.entries(city.tables).filter(([id]) => id !== 'R06' && id !== 'R17'));
    expect(charts(html)).toEqual(['channels', 'structure', 'ranking', 'progress', 'income', 'movement']);
    expect(charts(htmlOf({ ...city, tables: few }))).toEqual(['channels', 'structure', 'ranking', 'progress']);
    expect(charts(htmlOf({ ...city, tables: {} }))).toEqual([]);
    expect(html.match(/<svg class="(?:zh|en) (?:wide|narrow)"/g)).toHaveLength(6 * 4);
  });

  it('says in words what a chart shows, with the figures of its table', () => {
    const [ranking = ''] = alternatives(html, 'ranking');
    for (const row of city.tables['R02']?.rows ?? []) {
      const rate = Number(row['rate']);
      expect(ranking).toContain(`${textIn(row['unit'])} ${Math.trunc(rate / 10)}.${rate % 10}%`);
    }
    const stopped = Number(city.tables['R17']?.total?.['stopped.households']).toLocaleString('en-US');
    expect(alternatives(html, 'movement')[0]).toContain(`不再增收 −${stopped}`);
    const band = city.tables['R06']?.rows.find(
      ({ code, line }) => code === CITY_PACK.register.root && line === 'R06.band.2000',
    );
    expect(alternatives(html, 'income')[2]).toContain(
      `${isText(band?.['band']) ? band['band'].en : ''} ${Number(band?.['persons']).toLocaleString('en-US')}`,
    );
  });

  it('takes every colour of a chart from the page, so that it follows the theme', () => {
    for (const [svg] of html.matchAll(/<svg class[\s\S]*?<\/svg>/g)) {
      const colours = [...svg.matchAll(/ (?:fill|stroke)="([^"]*)"/g)].map(([, value]) => value);
      expect(colours.length).toBeGreaterThan(3);
      expect(colours.filter((value) => value !== 'none' && !/^var\(--[\w-]+\)$/.test(value ?? ''))).toEqual([]);
    }
  });

  it('is the same page from a process that has drawn nothing before', () => {
    const program = `import { citySummary } from ${JSON.stringify(`${import.meta.dirname}/city-summary.ts`)};
import { bulletinHtml } from ${JSON.stringify(`${import.meta.dirname}/../../shared/bulletin/bulletin-page.ts`)};
import { CITY_PACK } from ${JSON.stringify(`${import.meta.dirname}/../../cities/pack.ts`)};
import { createHash } from 'node:crypto';
const city = citySummary(['371525108', '371522101']);
console.log(createHash('sha256').update(bulletinHtml(city, CITY_PACK.at('2016Q2'))).digest('hex'));`;
    const args = ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '--eval', program];
    const digest = execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
    expect(digest).toBe(createHash('sha256').update(html).digest('hex'));
  });

  it('names the missing townships by unit, with how many registered persons are not covered', () => {
    const section = /<ul class="reported">[\s\S]*?<\/ul>/.exec(html)?.[0] ?? '';
    const registered = Number(
      city.tables['R02']?.rows.find((row) => textIn(row['unit']) === '冠县')?.['registeredPersons'],
    );
    const reported = (city.tables['R03']?.rows ?? [])
      .filter((row) => textIn(row['unit']) === '冠县')
      .reduce((sum, row) => sum + Number(row['persons']), 0);
    expect(section).toContain('定远寨镇');
    expect(section).toContain(`${(registered - reported).toLocaleString('en-US')}人未在上报之列`);
    expect(html.match(/<li class="tile none" title/g)).toHaveLength(2);
    expect(html.match(/<li class="tile free"/g)).toHaveLength(1);
  });

  it('draws a township that has said it has nothing to report otherwise than one that has said nothing', () => {
    const facts = cityFacts([ABSENT]);
    const tiles = (page: string): string[] =>
      page
        .match(/<li class="tile [^"]*" title="定远寨镇">.*?<\/li>/g)
        ?.map((tile) => tile.replaceAll(/<[^>]*en"[^>]*>[^<]*/g, '')) ?? [];
    const nil = summarise({ ...facts, nilReturns: new Map([[ABSENT, { late: false }]]) });
    expect(tiles(htmlOf(nil))).toEqual([expect.stringMatching(/class="tile free".*零报告/)]);
    expect(tiles(htmlOf(summarise(facts)))).toEqual([expect.stringMatching(/class="tile none".*未报/)]);
  });

  it('names the townships that could not be counted, in its head, in the list and on the map', () => {
    const withoutLost = (absent: string): Summary => {
      const facts = cityFacts([absent]);
      const tallies = new Map([...facts.tallies].filter(([code]) => code !== LOST));
      return summarise({ ...facts, tallies, notCounted: new Map([[LOST, 1_234]]) });
    };
    const page = htmlOf(withoutLost(ABSENT));
    expect(page).toContain('1个未能汇总');
    const section = /<section id="reporting-section"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';
    expect(section).toContain('沙镇镇');
    expect(section).toContain('（1,234人）');
    expect(/<li class="tile none" title="沙镇镇">.*?<\/li>/.exec(page)?.[0]).toContain('未汇总');
    // What a unit has reported cannot be told from what was counted of it.
    expect(page).toContain('人未在上报之列');
    expect(htmlOf(withoutLost(NEIGHBOUR))).not.toContain('人未在上报之列');
    expect(html).not.toContain('未能汇总');
  });

  it('shows a suppressed cell as its mark, says what the mark means, and draws nothing from it', () => {
    const hidden = htmlOf(
      withRows('R03', (row) => (row['code'] === '371502101' ? { ...row, share: '*', persons: '*' } : row)),
    );
    expect(hidden).toContain(
      '<li class="tile hidden" title="沙镇镇"><span class="place"><span class="zh" lang="zh-CN">沙镇</span><span class="en" lang="en">Shazhen</span></span><b>*</b></li>',
    );
    expect(hidden).toContain('“*”表示');
    expect(html).not.toContain('“*”表示');
    const unranked = htmlOf(
      withRows('R02', (row) => (textIn(row['unit']) === '莘县' ? { ...row, rate: '*', ytd: '*' } : row)),
    );
    expect(alternatives(unranked, 'ranking')[0]).not.toContain('莘县');
    expect(alternatives(unranked, 'progress')[0]).toContain('莘县 * / ');
  });

  it('has in its head where the figures stand', () => {
    expect(html).toContain('<span class="state provisional">');
    expect(htmlOf({ ...city, state: 'restated' })).toContain('<span class="state restated">');
  });

  it('says what a summary says of itself: edition, date, warnings, and its English text, Chinese names in it marked', () => {
    const said = htmlOf({
      ...city,
      edition: 'public',
      asOf: '2016-07-09',
      narrativeEn: "Title\n\nDong'e leads, 定远寨村 & others.\n",
      checks: [{ rule: 'T02', severity: 'warning', zh: '莘县上报户数多于在册户数', en: 'more than registered' }],
    } as Summary);
    for (const text of ['公开版', '制表日期：2016年7月9日', '莘县上报户数多于在册户数']) {
      expect(said).toContain(text);
      expect(html).not.toContain(text);
    }
    expect(said).toContain('<p>Dong&#39;e leads, <span lang="zh-CN">定远寨村</span> &amp; others.</p>');
  });

  it('says so when a table has no rows', () => {
    const empty = {
      ...city,
      tables: { R16: { ...(city.tables['R04'] as ReportTable), id: 'R16', rows: [], total: null } },
    };
    expect(htmlOf(empty)).toContain('本期无此项数据');
  });

  it('escapes what it is given', () => {
    const hostile = htmlOf(withRows('R03', (row) => ({ ...row, township: '<img src=x onerror="1">' })));
    expect(hostile).not.toContain('<img');
    expect(hostile).toContain('&lt;img src=x onerror=&quot;1&quot;&gt;');
  });
});

describe('the tile map', () => {
  it('has a place for every reporting unit, where a pack lays it out and where none does', () => {
    const units = CITY_PACK.register.units.map(({ code }) => code).toSorted();
    expect(tileColumns(CITY_PACK.register).flat().toSorted()).toEqual(units);
    const { units: all, townships } = CITY_PACK.register;
    const plain = tileColumns({ units: all, townships, profile: { ...CITY_PACK.profile, tiles: undefined } });
    expect(plain.flat().toSorted()).toEqual(units);
    expect(plain).toHaveLength(3);
  });

  it('has steps of equal width that take in the least and the greatest value', () => {
    for (const values of [[381, 412], [0, 1000], [500], [399, 400, 449, 450], [0, 9]]) {
      const scale = scaleOf(values);
      const steps = values.map((value) => (value - scale.from) / scale.width);
      expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...steps)).toBeLessThan(5);
      expect(values.map((value) => stepOf(value, scale))).toEqual(steps.map(Math.trunc));
    }
  });
});

describe('the palette', () => {
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5]
      .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
      .map((value) => (value <= 0.039_28 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a: string, b: string): number => {
    const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  // Text in charts is out of sight of the checkers that read a page.
  const TEXT: readonly (readonly [Colour, Colour])[] = [
    ['ink', 'page'],
    ['ink', 'wash'],
    ['ink', 'track'],
    ['quiet', 'page'],
    ['quiet', 'wash'],
    ['red', 'page'],
    ['red', 'wash'],
    ['good', 'page'],
    ['behind', 'page'],
    ['on-red', 'red'],
    ['on-low', 'step0'],
    ['on-low', 'step1'],
    ['on-low', 'step2'],
    ['on-high', 'step3'],
    ['on-high', 'step4'],
    ...CHANNELS.map(({ code }) => ['on-channel', code] as const),
  ];

  it.each(TEXT)('%s on %s is read by everybody, in both themes', (text, ground) => {
    for (const theme of ['light', 'dark'] as const)
      expect(contrast(PALETTE[text][theme], PALETTE[ground][theme]), theme).toBeGreaterThanOrEqual(4.5);
  });

  it('has a colour of its own for each channel, and more for channels to come, all of them read under their text', () => {
    expect(new Set(CHANNELS.map(({ code }) => PALETTE[code].light)).size).toBe(CHANNELS.length);
    expect(CHANNEL_SHADES.length).toBeGreaterThan(CHANNELS.length);
    for (const shade of CHANNEL_SHADES)
      for (const theme of ['light', 'dark'] as const)
        expect(contrast(PALETTE['on-channel'][theme], shade[theme]), shade[theme]).toBeGreaterThanOrEqual(4.5);
  });
});
