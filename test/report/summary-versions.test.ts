/**
 * summary.json of version 1, as revisions before the ids of lines were published; test/golden/summary-v1 has two of
 * them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { CITY_PACK } from '../../cities/pack.ts';
import { plan } from '../../functions/plan/plan.ts';
import { publicEdition } from '../../shared/disclosure/edition.ts';
import { latestKey } from '../../shared/ledger/keys.ts';
import type { Manifest } from '../../shared/ledger/manifest.ts';
import { restatementOf } from '../../shared/publication/restatement.ts';
import type { PublishedManifest } from '../../shared/publication/published-manifest.ts';
import { readSummaryJson, summaryJson, SummaryVersionError } from '../../shared/summary/summary-json.ts';
import { summarise, type Edition, type Summary } from '../../shared/summary/summary.ts';
import { textIn, type ReportRow } from '../../shared/tables/report-table.ts';
import { sha256 } from '../functions/memory.ts';
import { cityFacts } from './city-summary.ts';

const root = join(import.meta.dirname, '..', '..');
const documentOf = (edition: Edition): string =>
  readFileSync(join(root, 'test', 'golden', 'summary-v1', `${edition}.json`), 'utf8');

const facts = cityFacts();
const internal = summarise(facts);
const open = publicEdition(internal, facts, []);
if (open.withheld) throw new Error(open.notice);
const today: Readonly<Record<Edition, Summary>> = { internal, public: open.summary };

const MANIFEST = { period: '2016Q2', submissions: [], withdrawn: [], notCounted: [] } as unknown as PublishedManifest;
const movedBetween = (before: Summary, after: Summary) =>
  restatementOf({ summary: before, manifest: MANIFEST }, { summary: after, manifest: MANIFEST }, facts.register).moved;

describe.each(['internal', 'public'] as const)('a summary.json of version 1, %s', (edition) => {
  const text = documentOf(edition);
  const read = readSummaryJson(text);

  it('is what the schema of version 1 says', () => {
    const schema = JSON.parse(readFileSync(join(root, 'docs', 'schemas', 'summary.v1.json'), 'utf8')) as Parameters<
      typeof z.fromJSONSchema
    >[0];
    expect(z.fromJSONSchema(schema).safeParse(JSON.parse(text)).error).toBeUndefined();
  });

  it('is read with the ids that its lines have today, each beside the number that it had', () => {
    const written = JSON.parse(text) as Summary;
    const numbered = Object.values(written.tables).filter(({ columns }) => columns.some(({ key }) => key === 'line'));
    expect(numbered.map(({ id }) => id)).toEqual(['R01', 'R09', 'R10', 'R11', 'R12', 'R13']);
    for (const { id, rows } of numbered) {
      const was = read.tables[id]?.rows ?? [];
      const is = today[edition].tables[id]?.rows ?? [];
      expect(was.map(({ number }) => number)).toEqual(rows.map(({ line }) => line));
      expect(was.map(({ item }) => item)).toEqual(
        was.map((row) => is.find(({ line }) => line === row['line'])?.['item']),
      );
    }
  });

  it('differs in no figure from a revision of today that was made of the same facts', () => {
    const moved = movedBetween(read, today[edition]);
    // What has been added since was not there; a sentence may say it too.
    expect(moved.filter(({ table, old }) => table !== 'R19' && old !== null)).toEqual([]);
  });

  it('says of every number of its sentences in which line it stands', () => {
    const cells = read.tables['R19']?.rows.flatMap((row) => textIn(row['cells'] ?? '').split('；')) ?? [];
    const ofLines = cells.filter((cell) => /^R\d\d\./.test(cell));
    expect(ofLines.length).toBeGreaterThan(35);
    for (const cell of ofLines) {
      const [reference = '', value] = cell.split('=');
      const row = read.tables[reference.slice(0, 3)]?.rows.find(
        ({ line }) =>
          reference.startsWith(`${textIn(line)}.`) &&
          ['value', 'amount', 'share', 'ratio'].includes(reference.slice(textIn(line).length + 1)),
      );
      expect(textIn(row?.[reference.slice(textIn(row['line']).length + 1)]), cell).toBe(value);
    }
  });
});

describe('a restatement of a revision of version 1', () => {
  const before = readSummaryJson(documentOf('internal'));
  /** What has been added since version 1 is in every restatement of it; a sentence may say it too. */
  const added = new Set(movedBetween(before, internal).map(({ row, column }) => `${row} ${column}`));
  const movedTo = (after: Summary) =>
    movedBetween(before, after).filter(({ table, row, column }) => table !== 'R19' && !added.has(`${row} ${column}`));

  /** Today's summary with another figure in one row: the city's, or a unit's in a table of units. */
  function withFigure(line: string, figure: ReportRow, code?: string): Summary {
    const id = line.slice(0, 3);
    const table = internal.tables[id];
    if (!table) throw new Error(`no ${id}`);
    const rows = table.rows.map((row) => (row['line'] === line && row['code'] === code ? { ...row, ...figure } : row));
    return { ...internal, tables: { ...internal.tables, [id]: { ...table, rows } } };
  }

  it('lists a line that moved under its id, and no other', () => {
    expect(movedTo(withFigure('R01.target.year', { value: 149_999 }))).toMatchObject([
      { row: 'R01.target.year', rowName: '年度任务人数', column: 'value', old: 150_000, new: 149_999 },
    ]);
  });

  it('names the rows of a unit that has several by unit and line', () => {
    expect(movedTo(withFigure('R05.uplifted', { persons: 1 }, '371525'))).toMatchObject([
      { row: '371525 R05.uplifted', rowName: '冠县 其中：本季增收户', column: 'persons', new: 1 },
    ]);
    expect(movedTo(withFigure('R06.band.national', { persons: 1 }, '371525'))).toMatchObject([
      { row: '371525 R06.band.national', rowName: '冠县 2952—3372元', column: 'persons', new: 1 },
    ]);
  });
});

it('a plan takes from it what was published of the quarter before', async () => {
  const prefix = 'reports/2016Q2/rev-1/';
  const stored = new Map([
    [latestKey('2016Q2'), JSON.stringify({ period: '2016Q2', revision: 1, inputs: 'i', prefix })],
    [`${prefix}internal/summary.json`, documentOf('internal')],
  ]);
  const { manifest }: { readonly manifest: Manifest } = await plan(
    '2016Q3',
    { ruleSet: 'r1', codeVersion: 'test', config: 'test' },
    {
      ledger: async (period) => ({ period, submissions: [], decisions: [] }),
      readRows: async () => [],
      pack: CITY_PACK,
      sha256,
      readText: async (key) => stored.get(key) ?? null,
    },
  );
  const units = (internal.tables['R02']?.rows ?? []).map(({ code, ytd }) => [textIn(code), Number(ytd)] as const);
  expect(manifest.published).toEqual({ period: '2016Q2', revision: 1, ytd: Object.fromEntries(units) });
});

it('a document of this version reads back as it was written, one of a later version is refused', () => {
  expect(readSummaryJson(summaryJson(internal))).toEqual(internal);
  const later = summaryJson(internal).replace('"schemaVersion": 2', '"schemaVersion": 3');
  expect(() => readSummaryJson(later)).toThrow(SummaryVersionError);
});
