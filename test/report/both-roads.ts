/**
 * The figures of the tables by two roads: as the program counts them, and as a query counts them from what was sent.
 */
import { textIn, isWords, type ReportRow, type ReportTable, type Tables } from '../../shared/tables/report-table.ts';
import { tablesOf } from '../../shared/summary/summary.ts';
import { recompute } from './second-road.ts';
import { factsOfUploads, sentOf, type SmallCity } from './small-city.ts';

const RECOMPUTED = [
  'R01',
  'R02',
  'R03',
  'R04',
  'R05',
  'R06',
  'R07',
  'R08',
  'R09',
  'R10',
  'R11',
  'R12',
  'R13',
  'R14',
  'R17',
];

/** Figures that are what an office said and not counted: plans and registers, and what is made of them alone. */
const STATED = new Set(['registeredHouseholds', 'registeredPersons', 'plan']);
const STATED_LINES = new Set([
  'R01.target.year',
  'R01.target.rate',
  'R01.registered.persons',
  'R01.registered.uplifted',
]);

/** How the second road calls a row. */
function rowName({ total }: ReportTable, row: ReportRow): string {
  if (row === total) return 'total';
  const { code, line, zone } = row;
  return [code, line, zone]
    .filter((part) => part !== undefined)
    .map(textIn)
    .join(' ');
}

/** Every figure of the tables, by the names of the second road. */
export function figuresOf(tables: Tables, ids: readonly string[] = RECOMPUTED): Map<string, number | null> {
  const figures = new Map<string, number | null>();
  for (const id of ids) {
    const table = tables[id];
    if (!table) throw new Error(`no ${id}`);
    for (const row of [...table.rows, ...(table.total ? [table.total] : [])]) {
      const name = rowName(table, row);
      for (const { key, kind } of table.columns) {
        const value = row[key];
        if (isWords({ kind }) || value === undefined || STATED.has(key) || STATED_LINES.has(name)) continue;
        if (id === 'R14' && (key === 'rate' || key === 'share')) continue;
        // A line of single figures has one; its other cells are blank.
        if (row['line'] !== undefined && value === null && key !== 'ratio' && key !== 'share') continue;
        if (typeof value === 'number' || value === null) figures.set(`${id}|${name}|${key}`, value);
      }
    }
  }
  return figures;
}

/** Both roads to the figures of some cities: [first, second] for each city. */
export async function bothRoads(
  cities: readonly SmallCity[],
): Promise<[Record<string, number | null>, Record<string, number | null>][]> {
  const second = await recompute(sentOf(cities));
  return Promise.all(
    cities.map(async (city, index) => {
      const first = figuresOf(tablesOf(await factsOfUploads(city)));
      const other = [...first].map(([name, value]) => {
        const found = second.get(`${index} ${name}`);
        // Nothing counted is 0 where the figure exists.
        return [name, found === undefined ? (value === null ? null : 0) : found] as const;
      });
      return [Object.fromEntries(first), Object.fromEntries(other)];
    }),
  );
}
