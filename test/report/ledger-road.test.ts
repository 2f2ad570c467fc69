/** R15 and R16 by a second road: SQL over random ledgers, beside the tables made of them. */
import { CITY_PACK } from '../../cities/pack.ts';
import { DuckDBInstance } from '@duckdb/node-api';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Submission } from '../../shared/ledger/submission.ts';
import { isText, textIn, type ReportRow } from '../../shared/tables/report-table.ts';
import { r15 } from '../../shared/tables/r15-completeness.ts';
import { r16 } from '../../shared/tables/r16-data-quality.ts';
import { load, type Cell } from './second-road.ts';
import { facts } from './tiny.ts';

/** 六个精准 of some rules, as R16's catalogue of headings has it in words. */
const HEADINGS: Readonly<Record<string, string>> = {
  D04: 'precise identification',
  I01: 'precise identification',
  I02: 'precise identification',
  N02: 'precise identification',
  X01: 'precise identification',
  P05: 'precise projects',
  P06: 'precise projects',
  L02: 'precise use of funds',
  C03: 'precise measures for households',
  X04: 'precise measures for households',
  X14: 'precise staffing of villages',
  N07: 'precise results',
  N16: 'precise results',
  F04: 'file format (none of the six)',
  F09: 'file format (none of the six)',
};
const TOWNS = CITY_PACK.register.due.filter((_, index) => index % 9 === 0).map(({ code }) => code);
const DIVISIONS = [...TOWNS, '371525', '371502', CITY_PACK.register.root];
const STATUSES = ['accepted', 'accepted_with_warnings', 'partly_accepted', 'rejected', 'superseded', 'failed'] as const;

const findings = fc.dictionary(fc.constantFrom(...Object.keys(HEADINGS)), fc.integer({ min: 1, max: 40 }), {
  maxKeys: 14,
});
const file = fc.record({
  division: fc.constantFrom(...DIVISIONS),
  status: fc.constantFrom(...STATUSES),
  accepted: fc.nat(300),
  rejected: fc.nat(60),
  late: fc.boolean(),
  towns: fc.subarray(TOWNS, { maxLength: 3 }),
  project: fc.boolean(),
  errors: findings,
  warnings: findings,
});
const ledger = fc.record({
  files: fc.array(file, { maxLength: 25 }),
  nil: fc.dictionary(fc.constantFrom(...TOWNS), fc.record({ late: fc.boolean() }), { maxKeys: 4 }),
});
type Ledger = typeof ledger extends fc.Arbitrary<infer T> ? T : never;

const submissionOf = ({ towns, project, ...own }: Ledger['files'][number], index: number): Submission =>
  ({
    ...own,
    rows: own.accepted + own.rejected,
    acceptedAt: `2016-07-01T00:00:${String(index).padStart(2, '0')}.000Z`,
    versionId: String(index),
    kinds: [...(towns.length > 0 ? ['household' as const] : []), ...(project ? ['project' as const] : [])],
    partitions: {
      ...(towns.length > 0 ? { household: Object.fromEntries(towns.map((town) => [town, 1])) } : {}),
      ...(project ? { project: { [own.division]: 1 } } : {}),
    },
  }) as unknown as Submission;

const COLUMNS = [
  'due',
  'received',
  'onTime',
  'late',
  'missing',
  'files',
  'resubmissions',
  'rows',
  'errors',
  'warnings',
  'acceptance',
];

/** Rows of the system's two tables as texts. */
function firstRoad(ledgers: readonly Ledger[]): string[] {
  return ledgers.flatMap(({ files, nil }, city) => {
    const of = { ...facts({}), submissions: files.map(submissionOf), nilReturns: new Map(Object.entries(nil)) };
    const line = (row: ReportRow, name: unknown): string =>
      [city, 'R15', name, ...COLUMNS.map((key) => row[key])].join(' ');
    const { rows, total } = r15.build(of);
    return [
      ...rows.map((row) => line(row, row['code'])),
      line(total ?? {}, 'total'),
      ...r16
        .build(of)
        .rows.map((row) =>
          [
            city,
            'R16',
            ...[
              row['code'],
              row['heading'],
              row['rule'],
              row['severity'],
              row['rank'],
              row['count'],
              row['perThousand'],
            ].map((cell) => (isText(cell) ? cell.en : textIn(cell))),
          ].join(' '),
        ),
    ];
  });
}

const SQL = `
CREATE TABLE state AS SELECT c.city, d.code AS town, d.unit, coalesce((
  SELECT arg_min(CASE WHEN f.late THEN 'late' ELSE 'on time' END, f.seq) FROM files f JOIN holds h USING (city, seq)
  WHERE f.city = c.city AND h.town = d.code AND f.accepted > 0 AND f.status <> 'failed'), CASE WHEN n.late THEN 'late' WHEN n.town IS NOT NULL THEN 'on time' END, 'missing') AS state
FROM cities c CROSS JOIN due d LEFT JOIN nil n ON n.city = c.city AND n.town = d.code;
CREATE TABLE owed AS SELECT city, unit, count(*) AS due, count(*) FILTER (state <> 'missing') AS received, count(*) FILTER (state = 'on time') AS ontime,
  count(*) FILTER (state = 'late') AS late, count(*) FILTER (state = 'missing') AS missing FROM state GROUP BY city, unit;
CREATE TABLE tried AS SELECT f.*, f.seq > min(seq) OVER (PARTITION BY city, division) AND (
    EXISTS (SELECT 1 FROM files e WHERE e.city = f.city AND e.division = f.division AND e.seq < f.seq AND e.kinds = '')
    OR list_has_all((SELECT list(DISTINCT letter) FROM (SELECT unnest(string_split(e.kinds, '')) AS letter FROM files e WHERE e.city = f.city AND e.division = f.division AND e.seq < f.seq)), string_split(f.kinds, ''))
    OR f.kinds = '') AS repeats FROM files f;
CREATE TABLE sent AS SELECT city, unit, count(*) AS files, count(*) FILTER (repeats) AS again, sum(rows) AS rows, sum(accepted) AS accepted FROM tried GROUP BY city, unit;
CREATE TABLE marks AS SELECT f.city, f.unit, f.rows, x.severity, x.rule, x.n FROM files f JOIN findings x USING (city, seq);
CREATE TABLE told AS SELECT city, unit, sum(n) FILTER (severity = 'error') AS errors, sum(n) FILTER (severity = 'warning') AS warnings FROM marks GROUP BY city, unit;
CREATE TABLE r15 AS SELECT c.city, u.code AS name, u.idx, coalesce(due, 0) AS due, coalesce(received, 0) AS received, coalesce(ontime, 0) AS ontime, coalesce(o.late, 0) AS late,
  coalesce(missing, 0) AS missing, coalesce(files, 0) AS files, coalesce(again, 0) AS again, coalesce(rows, 0) AS rows, coalesce(errors, 0) AS errors, coalesce(warnings, 0) AS warnings, coalesce(accepted, 0) AS accepted
FROM cities c CROSS JOIN units u LEFT JOIN owed o ON o.city = c.city AND o.unit = u.code LEFT JOIN sent s ON s.city = c.city AND s.unit = u.code LEFT JOIN told t ON t.city = c.city AND t.unit = u.code;
INSERT INTO r15 SELECT city, 'total', 999, sum(due), sum(received), sum(ontime), sum(late), sum(missing), sum(files), sum(again), sum(rows), sum(errors), sum(warnings), sum(accepted) FROM r15 GROUP BY city;
CREATE TABLE scope AS SELECT city, unit, rows, severity, rule, n FROM marks UNION ALL SELECT city, 'all', rows, severity, rule, n FROM marks;
CREATE TABLE lines AS SELECT city, unit, sum(rows) AS lines FROM (SELECT city, unit, rows FROM files UNION ALL SELECT city, 'all', rows FROM files) GROUP BY city, unit;
CREATE TABLE counted AS SELECT city, unit, rule, severity, sum(n) AS count FROM scope GROUP BY ALL;
CREATE TABLE ranked AS SELECT *, rank() OVER w AS rank, row_number() OVER (PARTITION BY city, unit ORDER BY count DESC, rule, severity) AS place FROM counted WINDOW w AS (PARTITION BY city, unit ORDER BY count DESC);
CREATE TABLE r16 AS SELECT city, unit, heading, 'subtotal' AS rule, NULL AS severity, NULL AS rank, sum(count) AS count FROM ranked JOIN headings USING (rule) GROUP BY city, unit, heading
UNION ALL SELECT city, unit, heading, rule, severity, rank, count FROM ranked JOIN headings USING (rule) WHERE place <= 10;
`;

/** The same rows by SQL. */
async function secondRoad(ledgers: readonly Ledger[]): Promise<string[]> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const unitOf = (division: string): string =>
    CITY_PACK.register.townships.find(({ code }) => code === division)?.unit ?? division;
  const each = <T>(make: (file: Ledger['files'][number], city: number, seq: number) => T[]): T[] =>
    ledgers.flatMap(({ files }, city) => files.flatMap((one, seq) => make(one, city, seq)));
  const tables: Readonly<Record<string, readonly [string, readonly (readonly Cell[])[]]>> = {
    cities: ['city INT', ledgers.map((_, city) => [city])],
    due: ['code VARCHAR, unit VARCHAR', CITY_PACK.register.due.map(({ code, unit }) => [code, unit])],
    units: [
      'code VARCHAR, idx INT',
      [...CITY_PACK.register.units.map(({ code }) => code), CITY_PACK.register.root].map((code, index) => [
        code,
        index,
      ]),
    ],
    headings: ['rule VARCHAR, heading VARCHAR', Object.entries(HEADINGS)],
    nil: [
      'city INT, town VARCHAR, late BOOL',
      ledgers.flatMap(({ nil }, city) => Object.entries(nil).map(([town, { late }]) => [city, town, late])),
    ],
    files: [
      'city INT, seq INT, division VARCHAR, unit VARCHAR, status VARCHAR, late BOOL, rows INT, accepted INT, kinds VARCHAR',
      each((one, city, seq) => {
        const kinds = `${one.towns.length > 0 ? 'h' : ''}${one.project ? 'p' : ''}`;
        return [
          [
            city,
            seq,
            one.division,
            unitOf(one.division),
            one.status,
            one.late,
            one.accepted + one.rejected,
            one.accepted,
            kinds,
          ],
        ];
      }),
    ],
    holds: ['city INT, seq INT, town VARCHAR', each(({ towns }, city, seq) => towns.map((town) => [city, seq, town]))],
    findings: [
      'city INT, seq INT, severity VARCHAR, rule VARCHAR, n INT',
      each(({ errors, warnings }, city, seq) => [
        ...Object.entries(errors).map(([rule, n]): Cell[] => [city, seq, 'error', rule, n]),
        ...Object.entries(warnings).map(([rule, n]): Cell[] => [city, seq, 'warning', rule, n]),
      ]),
    ],
  };
  for (const [name, [columns, rows]] of Object.entries(tables)) await load(connection, name, columns, rows);
  await connection.run(SQL);
  const read = async (sql: string): Promise<string[]> =>
    (await connection.runAndReadAll(sql))
      .getRowsJson()
      .map((row) => row.map((value) => value as string | number | null).join(' '));
  const city = CITY_PACK.register.root;
  return [
    ...(await read(`SELECT city, 'R15', name, due, received, ontime, late, missing, files, again, rows, errors, warnings,
      CASE WHEN rows > 0 THEN (2000 * accepted + rows) // (2 * rows) END FROM r15`)),
    ...(await read(`SELECT city, 'R16', CASE WHEN unit = 'all' THEN '${city}' ELSE unit END, heading, rule, severity, rank, count,
      CASE WHEN lines > 0 THEN (20000 * count + lines) // (2 * lines) END FROM r16 JOIN lines USING (city, unit)
      WHERE unit = 'all' OR unit IN (SELECT code FROM units WHERE code <> '${city}')`)),
  ];
}

it('R15 and R16 are the same by two roads in 200 ledgers of any kind', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(ledger, { minLength: 50, maxLength: 50 }), async (ledgers) => {
      expect((await secondRoad(ledgers)).toSorted()).toEqual(firstRoad(ledgers).toSorted());
    }),
    { numRuns: 4, endOnFailure: true },
  );
});
