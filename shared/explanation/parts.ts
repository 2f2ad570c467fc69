import type { StoredRecord } from '../rows/codec.ts';
import type { SummaryFacts } from '../tables/report-table.ts';
import type { Period } from '../time/period.ts';
import { addedBy, type Reading } from './reading.ts';
import { weightsOf, type Weight } from './weights.ts';

/** A row or a file that a figure is made of; enough to find it, and nothing about whom it names. */
export type Source = {
  readonly period: Period;
  /** Township of a household, division of an office's row or file. */
  readonly division: string;
  readonly submissionId: string;
  /** As rows are numbered (rows/row-number.ts); null where the file counts as a whole. */
  readonly row: number | null;
};

/** What one source adds to a figure, in the unit in which the table keeps the figure. */
export type Part =
  | ({ readonly of: 'household' | 'target' | 'project' | 'finance' | 'file'; readonly value: number } & Source)
  | { readonly of: 'nil'; readonly value: number; readonly period: Period; readonly division: string }
  /** The register or the programme of the year: who owes a report, what the city decided. */
  | { readonly of: 'programme'; readonly value: number };

/** A stored row of an office, and where it is from. */
export type OfficeSource<K extends 'project' | 'finance' | 'target'> = {
  readonly record: StoredRecord[K];
  readonly source: Source;
};

/** What a summary was made of, with the places that it is from. */
export type Evidence = {
  readonly facts: SummaryFacts;
  /** In the order of `facts.projects` and `facts.finance`. */
  readonly projects: readonly OfficeSource<'project'>[];
  readonly finance: readonly OfficeSource<'finance'>[];
  /** By unit, as `facts.targets` has them together. */
  readonly targets: ReadonlyMap<string, readonly OfficeSource<'target'>[]>;
  readonly lastYearTargets: ReadonlyMap<string, readonly OfficeSource<'target'>[]>;
};

/** What makes up a cell before the households are read: integers of tallies, and parts from other sources. */
export type Origin = {
  readonly weights: readonly Weight[];
  readonly once: readonly Once[];
  readonly parts: readonly Part[];
};

/** A township that counts by itself, once, because a household of it has any of these integers. */
export type Once = { readonly township: string; readonly names: readonly string[]; readonly value: number };

const TARGET_FIELDS = ['plan_persons', 'registered_households', 'registered_persons'] as const;

/**
 * Finds the sources of cells: it takes one source after the other out of the facts, and what a cell loses comes from
 * that source.
 */
export function originsOf(read: Reading, evidence: Evidence): readonly Origin[] {
  const { facts } = evidence;
  const weights = weightsOf(read, facts);
  const once = onceOf(read, facts, weights);
  const rest: SummaryFacts = { ...facts, tallies: new Map() };
  const targets = [
    ...targetParts(read, facts, 'targets', evidence.targets),
    ...targetParts(read, facts, 'lastYearTargets', evidence.lastYearTargets),
  ];
  const untold = { ...rest, targets: new Map(), lastYearTargets: new Map() };
  const projects = officeParts('project', evidence.projects, (own) => read({ ...untold, projects: own }));
  const unbuilt = { ...untold, projects: [] };
  const finance = officeParts('finance', evidence.finance, (own) => read({ ...unbuilt, finance: own }));
  const files = fileParts(read, { ...unbuilt, finance: [] });
  const nils = nilParts(read, { ...unbuilt, finance: [], submissions: [] });
  const bare = read({ ...unbuilt, finance: [], submissions: [], nilReturns: new Map() });
  return weights.map((own, index) => ({
    weights: own,
    once: once[index] ?? [],
    parts: [
      ...targets.flatMap((parts) => parts[index] ?? []),
      ...(projects[index] ?? []),
      ...(finance[index] ?? []),
      ...(files[index] ?? []),
      ...(nils[index] ?? []),
      ...(bare[index] ? [{ of: 'programme' as const, value: bare[index] }] : []),
    ],
  }));
}

/** Cells that count townships rather than what is in them: what each township adds to those before it. */
function onceOf(read: Reading, facts: SummaryFacts, weights: readonly (readonly Weight[])[]): readonly Once[][] {
  const all = [...facts.tallies];
  const whole = read(facts);
  const without = read({ ...facts, tallies: new Map() });
  const isSum = weights.map((own, index) => {
    const sum = own.reduce(
      (total, { township, name, weight }) => total + weight * (facts.tallies.get(township)?.[name] ?? 0),
      0,
    );
    return sum === (whole[index] ?? 0) - (without[index] ?? 0) || own.length > 0;
  });
  if (isSum.every((is) => is)) return weights.map(() => []);
  const added = addedBy(all, (some) => read({ ...facts, tallies: new Map(some) }));
  return added.map((own, index) =>
    isSum[index]
      ? []
      : all.flatMap(([township, tally], at) => {
          const value = own[at] ?? 0;
          if (value === 0) return [];
          const before = new Map(all.slice(0, at));
          const names = Object.keys(tally).filter((name) => {
            const tallies = new Map(before).set(township, { [name]: tally[name] ?? 0 });
            return read({ ...facts, tallies })[index] !== read({ ...facts, tallies: before })[index];
          });
          return [{ township, names, value }];
        }),
  );
}

/** By row of a unit: one more of a field moves a cell by this weight. */
function targetParts(
  read: Reading,
  facts: SummaryFacts,
  which: 'targets' | 'lastYearTargets',
  sources: Evidence['targets'],
): readonly (readonly Part[])[][] {
  const base = read(facts);
  const none: Part[][] = base.map(() => []);
  for (const [unit, target] of facts[which])
    for (const field of TARGET_FIELDS) {
      const more = new Map(facts[which]).set(unit, { ...target, [field]: target[field] + 1 });
      const moved = read({ ...facts, [which]: more });
      for (const [index, own] of none.entries()) {
        const weight = (moved[index] ?? 0) - (base[index] ?? 0);
        if (weight === 0) continue;
        for (const { record, source } of sources.get(unit) ?? [])
          if (record[field] !== 0) own.push({ of: 'target', value: weight * record[field], ...source });
      }
    }
  return [none];
}

function officeParts<K extends 'project' | 'finance'>(
  of: K,
  all: readonly OfficeSource<K>[],
  read: (records: readonly StoredRecord[K][]) => readonly number[],
): readonly (readonly Part[])[] {
  const records = all.map(({ record }) => record);
  const [none, whole] = [read([]), read(records)];
  // Most cells do not depend on them.
  if (none.every((value, index) => value === whole[index])) return none.map(() => []);
  return addedBy(records, read).map((own) =>
    own.flatMap((value, index): Part[] => {
      const source = all[index]?.source;
      return value === 0 || source === undefined ? [] : [{ of, value, ...source }];
    }),
  );
}

function fileParts(read: Reading, facts: SummaryFacts): readonly (readonly Part[])[] {
  const { submissions } = facts;
  const [none, whole] = [read({ ...facts, submissions: [] }), read(facts)];
  if (none.every((value, index) => value === whole[index])) return none.map(() => []);
  return addedBy(submissions, (some) => read({ ...facts, submissions: some })).map((own) =>
    own.flatMap((value, index): Part[] => {
      const file = submissions[index];
      if (value === 0 || file === undefined) return [];
      const { period, division, submissionId } = file;
      return [{ of: 'file', value, period, division, submissionId, row: null }];
    }),
  );
}

function nilParts(read: Reading, facts: SummaryFacts): readonly (readonly Part[])[] {
  const all = [...facts.nilReturns];
  return addedBy(all, (some) => read({ ...facts, nilReturns: new Map(some) })).map((own) =>
    own.flatMap((value, index): Part[] => {
      const [division] = all[index] ?? [];
      return value === 0 || division === undefined ? [] : [{ of: 'nil', value, period: facts.period, division }];
    }),
  );
}
