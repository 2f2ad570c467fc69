import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, it } from 'vitest';
import { periodIndex, reportsIndex, sizeText } from '../../shared/publication/index-page.ts';
import { indexKey } from '../../shared/ledger/keys.ts';
import { inventedProvince } from '../city/invented-province.ts';
import { NEWEST, REVISIONS } from './revisions.ts';

const OFFICE = { profile: CITY_PACK.profile, audience: 'internal', folder: '', cities: [] } as const;
const PUBLIC = { ...OFFICE, audience: 'public' } as const;

const links = (html: string): string[] => [...html.matchAll(/<a href="([^"#]*)"/g)].map(([, href = '']) => href);

describe('the index of a period', () => {
  const html = periodIndex(OFFICE, '2016Q2', REVISIONS, 2);

  it('lists the revisions of its period, the newest first, with its state, its inputs and every file of both editions', () => {
    expect(html.indexOf('第2版')).toBeLessThan(html.indexOf('第1版'));
    expect(html.indexOf('class="newest"')).toBeLessThan(html.indexOf('id="rev-1"'));
    expect(periodIndex(OFFICE, '2016Q2', REVISIONS, 1).indexOf('class="newest"')).toBeGreaterThan(
      html.indexOf('id="rev-1"'),
    );
    for (const text of ['修订数', '初步数', '2a1b2c3d4e5f6073', 'e'.repeat(64), '6.1 MB', '265 KB', '12 B'])
      expect(html).toContain(text);
  });

  it('says by which rules the files of a revision were judged, also where they are of several', () => {
    for (const text of ['规则 2016.2、2016.1', '规则 2016.1', 'rules 2016.2, 2016.1']) expect(html).toContain(text);
  });

  it('links what people open before what programs read, and names that are odd safely', () => {
    expect(links(html)).toEqual([
      '../../2016Q2/rev-2/internal/bulletin.html',
      '../../2016Q2/rev-2/internal/records.parquet',
      '../../2016Q2/rev-2/internal/tables/R02.csv',
      '../../2016Q2/rev-2/internal/odd%20%3Cname%3E.bin',
      '../../2016Q2/rev-2/public/bulletin.html',
      '../../2016Q2/rev-1/internal/summary.json',
      '../index.html',
    ]);
    expect(html).not.toContain('<name>');
  });
});

describe('what the public is pointed to', () => {
  const page = periodIndex(PUBLIC, '2016Q2', REVISIONS, 2);

  it('names no internal file, no hash of one and no identity of the inputs', () => {
    expect(links(page)).toEqual(['rev-2/public/bulletin.html', '../index.html']);
    expect(page).not.toContain('internal');
    expect(page).not.toContain('2a1b2c3d4e5f6073');
    const internal = REVISIONS.flatMap(({ files }) => files.filter(({ name }) => name.startsWith('internal/')));
    expect(internal.length).toBeGreaterThan(3);
    for (const { sha256 } of internal) expect(page).not.toContain(sha256);
  });

  it('links the public bulletin of a period, where there is one, and the series', () => {
    expect(links(reportsIndex(PUBLIC, NEWEST))).toEqual([
      '2016Q2/rev-2/public/bulletin.html',
      '2016Q2/index.html',
      '2016Q1/index.html',
      'series/series.csv',
      'series/datapackage.json',
    ]);
  });
});

describe('the index of all reports', () => {
  it('has each period once, the newest first, and links the bulletin of its newest revision where there is one', () => {
    expect(links(reportsIndex(OFFICE, NEWEST))).toEqual([
      '../2016Q2/rev-2/internal/bulletin.html',
      '2016Q2/index.html',
      '2016Q1/index.html',
      'series/series.csv',
      'series/datapackage.json',
    ]);
  });
});

it.each([
  [1023, '1023 B'],
  [1024, '1 KB'],
  [1024 * 1024 - 1, '1024 KB'],
  [1024 * 1024, '1.0 MB'],
])('a size of %d is written %s', (bytes, text) => expect(sizeText(bytes)).toBe(text));

describe('a province', () => {
  const file = { sha256: 'a'.repeat(64), bytes: 1 };
  const [east, west] = [
    { folder: 'cities/3801/', name: { zh: '东川市', en: 'Dongchuan' } },
    { folder: 'cities/3802/', name: { zh: '西川市', en: 'Xichuan' } },
  ];
  const names = ['', east.folder, west.folder].flatMap((folder) =>
    ['internal', 'public'].map((edition) => `${edition}/${folder}bulletin.html`),
  );
  // The public edition of one city is withheld.
  const published = names.filter((name) => name !== 'public/cities/3802/bulletin.html');
  const state = 'final' as const;
  const revision = {
    ...REVISIONS[2]!,
    state,
    signatory: { by: '张主任', at: '2016-07-20T00:00:00.000Z' },
    files: published.map((name) => ({ name, ...file })),
  };
  const newest = { period: '2016Q2' as const, revision: 2, state, bulletins: new Set(published) };
  const { profile } = inventedProvince();
  const root = { profile, folder: '', cities: [east, west] };
  const city = { profile: { ...profile, province: profile.name, name: east.name }, folder: east.folder, cities: [] };
  const targets = (html: string, page: string): string[] =>
    links(html).map((href) => new URL(href, `http://x/${page}`).pathname.slice(1));
  const SIGNED = (edition: string, folder = ''): string =>
    `reports/2016Q2/rev-2/${edition}/${folder}signed/bulletin.html`;

  it('leads to the bulletins and the pages of its cities, as far as they are published', () => {
    const all = targets(reportsIndex({ ...root, audience: 'public' }, [newest]), indexKey('public'));
    expect(all).toEqual([
      indexKey('public', null, east.folder),
      indexKey('public', null, west.folder),
      SIGNED('public'),
      indexKey('public', '2016Q2'),
      SIGNED('public', east.folder),
      'reports/series/series.csv',
      'reports/series/datapackage.json',
    ]);
    const page = indexKey('internal', '2016Q2');
    const ofPeriod = targets(periodIndex({ ...root, audience: 'internal' }, '2016Q2', [revision], 2), page);
    expect(ofPeriod).toContain(SIGNED('internal', west.folder));
    expect(ofPeriod).toContain('reports/internal/cities/3802/2016Q2/index.html');
    // Its own files alone are in its list; those of a city are in the city's.
    expect(ofPeriod).not.toContain('reports/2016Q2/rev-2/internal/cities/3802/bulletin.html');
  });

  it('has for each city pages of the same kind, with the city’s files alone, and a way back', () => {
    const page = indexKey('internal', '2016Q2', east.folder);
    const html = periodIndex({ ...city, audience: 'internal' }, '2016Q2', [revision], 2);
    expect(targets(html, page)).toEqual([
      SIGNED('internal', east.folder),
      'reports/2016Q2/rev-2/internal/cities/3801/bulletin.html',
      'reports/2016Q2/rev-2/public/cities/3801/bulletin.html',
      indexKey('internal', null, east.folder),
    ]);
    expect(html).toContain('东川市扶贫开发2016年第二季度汇总');
    expect(html).toContain('>bulletin.html</a>');
    const index = targets(
      reportsIndex({ ...city, audience: 'public' }, [newest]),
      indexKey('public', null, east.folder),
    );
    expect(index).toEqual([
      SIGNED('public', east.folder),
      indexKey('public', '2016Q2', east.folder),
      'reports/cities/3801/series/series.csv',
      'reports/cities/3801/series/datapackage.json',
      indexKey('public'),
    ]);
  });
});
