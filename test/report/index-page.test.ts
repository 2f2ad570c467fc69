import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, it } from 'vitest';
import { periodIndex, reportsIndex, sizeText } from '../../shared/publication/index-page.ts';
import { NEWEST, REVISIONS } from './revisions.ts';

const OFFICE = { profile: CITY_PACK.profile, audience: 'internal' } as const;
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
