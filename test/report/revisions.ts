import type { ListedRevision, NewestRevision } from '../../shared/publication/index-page.ts';

const sha = (digit: string): string => digit.repeat(64);

/** Three published revisions of two periods, as their manifests describe them. */
export const REVISIONS: readonly ListedRevision[] = [
  {
    period: '2016Q1',
    revision: 1,
    state: 'final',
    signatory: { by: '李主任', at: '2016-07-20T00:00:00.000Z' },
    inputs: '0a1b2c3d4e5f6071',
    ruleSets: ['2016.1'],
    codeVersion: '0.1.0+abc',
    files: [{ name: 'internal/bulletin.html', sha256: sha('a'), bytes: 270_000 }],
  },
  {
    period: '2016Q2',
    revision: 1,
    state: 'provisional',
    signatory: null,
    inputs: '1a1b2c3d4e5f6072',
    ruleSets: ['2016.1'],
    codeVersion: '0.1.0+abc',
    files: [{ name: 'internal/summary.json', sha256: sha('b'), bytes: 1023 }],
  },
  {
    period: '2016Q2',
    revision: 2,
    state: 'restated',
    signatory: null,
    inputs: '2a1b2c3d4e5f6073',
    ruleSets: ['2016.2', '2016.1'],
    codeVersion: '0.1.0+abd',
    files: [
      { name: 'internal/tables/R02.csv', sha256: sha('c'), bytes: 1_530 },
      { name: 'internal/records.parquet', sha256: sha('d'), bytes: 6_344_558 },
      { name: 'internal/bulletin.html', sha256: sha('e'), bytes: 271_002 },
      { name: 'public/bulletin.html', sha256: sha('9'), bytes: 200_000 },
      { name: 'internal/odd <name>.bin', sha256: sha('f'), bytes: 12 },
    ],
  },
];

/** The newest of each period; only the first has a bulletin. */
export const NEWEST: readonly NewestRevision[] = [
  { period: '2016Q1', revision: 1, state: 'final', bulletins: new Set() },
  {
    period: '2016Q2',
    revision: 2,
    state: 'restated',
    bulletins: new Set(['internal/bulletin.html', 'public/bulletin.html']),
  },
];
