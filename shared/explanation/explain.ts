import type { City } from '../city/city.ts';
import type { Text } from '../language/language.ts';
import { WORKED, WORKED_WORDS, type Basis, type Term } from '../tables/basis.ts';
import type { ColumnKind, ReportRow, ReportTable } from '../tables/report-table.ts';
import type { Fraction } from '../tables/rounding.ts';
import { figuresOf, rowKey, type Figure, type FigureAddress } from './figures.ts';
import { householdParts, type CountingRows } from './household-parts.ts';
import { originsOf, type Evidence, type Origin, type Part } from './parts.ts';
import { definitionOf, readingOf, workingTable, type CellName } from './reading.ts';
import { agrees } from './worked-out.ts';

/** Reads the rows that count in a township. */
export type ReadTownship = (township: string) => Promise<CountingRows>;

/** A figure and what it is made of: parts that add up to it, or other figures that it is worked out from. */
export type Explanation = {
  readonly address: FigureAddress;
  readonly rowName: Text;
  readonly unitName: Text;
  readonly columnName: Text;
  /** As the table keeps it: fen, tenths of a percent, hundredths; null where the cell is blank. */
  readonly value: number | null;
  readonly kind: ColumnKind;
  /** The sum of the parts, in the same unit. For a figure that is worked out, what its terms come to. */
  readonly made:
    | { readonly by: 'sum'; readonly sum: number; readonly parts: readonly Part[] }
    | { readonly by: 'terms'; readonly basis: Basis; readonly terms: readonly ExplainedTerm[] }
    | { readonly by: 'nothing' };
  /** Whether the sum, or what the terms make, is the printed figure. */
  readonly agrees: boolean;
};

type Role = 'of' | 'less' | 'over' | 'times';

/** A figure, or an amount that the programme sets, as a term of another figure. */
export type ExplainedTerm =
  | { readonly role: Role; readonly explanation: Explanation }
  | { readonly role: Role; readonly said: Text; readonly value: number };

/** A table whose figures are explained: as it is published, and with its `WORKED` cells. */
type Bench = {
  readonly working: ReportTable;
  /** Rows of `working` by `rowKey`. */
  readonly rows: ReadonlyMap<string, ReportRow>;
  readonly printed: readonly Figure[];
  /** The parts of each cell that is a sum, by row and column. They are filled in before any figure is explained. */
  readonly leaves: Map<string, Leaf>;
};

type Leaf = { readonly cell: CellName; origin: Origin | null; parts: Part[] };

const leafKey = ({ row, column }: CellName): string => `${row} ${column}`;

/**
 * Explains figures of a summary. Each township is read once, whatever number of figures is asked for.
 * @param figures as they are printed in the summary
 */
export async function explainFigures(
  figures: readonly Figure[],
  evidence: Evidence,
  readTownship: ReadTownship,
): Promise<Explanation[]> {
  const { facts } = evidence;
  const benches = new Map<string, Bench>();
  for (const { of } of figures) if (!benches.has(of.id)) benches.set(of.id, benchOf(of, evidence));
  for (const figure of figures) {
    const bench = benches.get(figure.table);
    if (bench && figure.cell !== null) collectLeaves(bench, cellOf(figure), facts);
  }
  for (const [table, { leaves }] of benches) {
    const all = [...leaves.values()];
    const read = readingOf(
      definitionOf(table),
      facts,
      all.map(({ cell }) => cell),
    );
    for (const [index, origin] of originsOf(read, evidence).entries()) {
      const leaf = all[index];
      if (leaf) [leaf.origin, leaf.parts] = [origin, [...origin.parts]];
    }
  }
  await readHouseholds(
    [...benches.values()].flatMap(({ leaves }) => [...leaves.values()]),
    facts,
    readTownship,
  );
  return figures.map((figure) => {
    const bench = benches.get(figure.table);
    if (!bench) throw new RangeError(`no table ${figure.table}`);
    return explained(bench, figure, facts);
  });
}

function benchOf(printed: ReportTable, { facts }: Evidence): Bench {
  const working = workingTable(definitionOf(printed.id), facts);
  const rows: readonly (ReportRow | 'total')[] = [...working.rows, ...(working.total ? (['total'] as const) : [])];
  return {
    working,
    rows: new Map(
      rows.map((row) => [rowKey(working, row, facts), (row === 'total' ? working.total : row) ?? {}] as const),
    ),
    printed: figuresOf(printed, facts),
    leaves: new Map(),
  };
}

const cellOf = ({ line, unit, column }: FigureAddress): CellName => ({ row: `${line} ${unit}`, column });

/** How a cell is worked out; null for a sum. */
function basisOf({ working }: Bench, { row, column }: CellName): Basis | null {
  const { bases = {} } = definitionOf(working.id);
  return bases[`${row.split(' ')[0] ?? ''}.${column}`] ?? bases[column] ?? null;
}

/** The cell that a term of a cell's basis is. */
function cellOfTerm(term: Extract<Term, { readonly column: string }>, { row }: CellName, bench: Bench, city: City) {
  const [, unit = ''] = row.split(' ');
  const { line, column } = term;
  if (line === undefined) return { row, column };
  return { row: line === 'total' ? rowKey(bench.working, 'total', city) : `${line} ${unit}`, column };
}

const termsOf = (basis: Basis): readonly (readonly [Role, Term])[] =>
  (['of', 'less', 'over', 'times'] as const).flatMap((role) =>
    ((basis as Partial<Record<Role, readonly Term[]>>)[role] ?? []).map((term) => [role, term] as const),
  );

function collectLeaves(bench: Bench, cell: CellName, city: City): void {
  const basis = basisOf(bench, cell);
  if (!basis || basis.as === 'least') {
    bench.leaves.set(leafKey(cell), { cell, origin: null, parts: [] });
    return;
  }
  for (const [, term] of termsOf(basis))
    if ('column' in term) collectLeaves(bench, cellOfTerm(term, cell, bench, city), city);
}

/** Townships that are read while an earlier one is counted. */
const READ_AHEAD = 4;

/** Reads every township that any of the cells is made of. */
async function readHouseholds(leaves: readonly Leaf[], city: City, readTownship: ReadTownship): Promise<void> {
  const townships = new Set(
    leaves.flatMap(({ origin }) => [
      ...(origin?.weights.map(({ township }) => township) ?? []),
      ...(origin?.once.map(({ township }) => township) ?? []),
    ]),
  );
  const ordered = [...townships].sort();
  const reading: Promise<CountingRows>[] = [];
  for (const [index, township] of ordered.entries()) {
    while (reading.length < Math.min(ordered.length, index + READ_AHEAD)) {
      const next = readTownship(ordered[reading.length] ?? '');
      // Awaited in its turn; until then a failure is nobody's.
      next.catch(() => undefined);
      reading.push(next);
    }
    const own = leaves.filter(
      ({ origin }) =>
        origin?.weights.some((weight) => weight.township === township) ||
        origin?.once.some((one) => one.township === township),
    );
    const origins = own.flatMap(({ origin }) => (origin ? [origin] : []));
    const rows = (await reading[index]) ?? [];
    // What was read is not kept.
    reading[index] = Promise.resolve([]);
    const parts = householdParts(township, rows, origins, city);
    for (const [index, leaf] of own.entries()) for (const part of parts[index] ?? []) leaf.parts.push(part);
  }
}

function explained(bench: Bench, figure: Figure, city: City): Explanation {
  const { table, line, unit, column, rowName, unitName, columnName } = figure;
  const value = typeof figure.cell === 'number' ? figure.cell : null;
  const told = {
    address: { table, line, unit, column },
    rowName,
    unitName,
    columnName,
    value,
    kind: figure.kind.kind,
  };
  if (value === null) return { ...told, made: { by: 'nothing' }, agrees: true };
  const cell = cellOf(figure);
  const basis = basisOf(bench, cell);
  if (!basis || basis.as === 'least') {
    const all = bench.leaves.get(leafKey(cell))?.parts ?? [];
    const parts = basis ? leastOf(all) : all;
    const sum = parts.reduce((total, part) => total + part.value, 0);
    return { ...told, made: { by: 'sum', sum, parts }, agrees: sum === value };
  }
  const terms = termsOf(basis).map(([role, term]): ExplainedTerm => {
    if (!('column' in term)) return { role, said: term.said, value: term.of(city) };
    return { role, explanation: explained(bench, figureAt(cellOfTerm(term, cell, bench, city), figure, bench), city) };
  });
  const total = (role: Role): number =>
    terms
      .filter((term) => term.role === role)
      .reduce((sum, term) => sum + ('said' in term ? term.value : (term.explanation.value ?? 0)), 0);
  const worked = {
    of: total('of'),
    less: total('less'),
    over: hasOver(basis) ? total('over') : 1,
    times: total('times'),
  };
  return {
    ...told,
    made: { by: 'terms', basis, terms },
    agrees:
      agrees(value, basis, worked, basis.as === 'rank' ? rivalsOf(bench, cell, basis) : []) &&
      terms.every((term) => 'said' in term || term.explanation.agrees),
  };
}

const hasOver = (basis: Basis): boolean => 'over' in basis && basis.over !== undefined;

/**
 * The row that explains a least value: the last one that changed it. Each part says by how much the value changes when
 * its row is put to the earlier ones.
 */
function leastOf(parts: readonly Part[]): Part[] {
  let running = 0;
  let least: Part | null = null;
  for (const part of parts) {
    running += part.value;
    least = { ...part, value: running };
  }
  return least ? [least] : [];
}

/** A cell as a figure: one that is printed, or one that the table only works with. */
function figureAt(cell: CellName, from: Figure, bench: Bench): Figure {
  const [line = '', unit = ''] = cell.row.split(' ');
  const printed = bench.printed.find((one) => one.line === line && one.unit === unit && one.column === cell.column);
  if (printed) return printed;
  const row = bench.rows.get(cell.row) ?? {};
  const perHead = from.of.columns.find(({ key }) => `${WORKED}${key}` === cell.column);
  const words = WORKED_WORDS[cell.column] ?? {
    zh: `${perHead?.zh ?? cell.column}合计`,
    en: `${perHead?.en ?? cell.column}, sum`,
  };
  const kind: ColumnKind = WORKED_WORDS[cell.column] ? 'count' : (perHead?.kind ?? 'count');
  return {
    ...from,
    line,
    unit,
    column: cell.column,
    row,
    cell: row[cell.column] ?? null,
    columnName: words,
    kind: { key: cell.column, ...words, kind },
  };
}

/** What the ranked rows of a rank's group have, as fractions. */
function rivalsOf(bench: Bench, { row }: CellName, basis: Extract<Basis, { readonly as: 'rank' }>): Fraction[] {
  const [, unit = ''] = row.split(' ');
  const sum = (terms: readonly Term[] | undefined, cells: ReportRow): number =>
    (terms ?? []).reduce((total, term) => total + ('column' in term ? Number(cells[term.column] ?? 0) : 0), 0);
  return [...bench.rows]
    .filter(([key, cells]) => typeof cells['rank'] === 'number' && (!basis.isOfUnit || key.endsWith(` ${unit}`)))
    .map(([, cells]) => ({ numerator: sum(basis.of, cells), denominator: basis.over ? sum(basis.over, cells) : 1 }));
}
