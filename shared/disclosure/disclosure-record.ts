import * as z from 'zod';
import { quarterOf, type Period } from '../time/period.ts';
import { figureName, sameMeasure, type FigureBook } from './figures.ts';
import type { Published } from './suppress.ts';

const ByMeasure = <T extends z.ZodType>(of: T) => z.record(z.string(), of);

/**
 * What a public edition gave away, kept in the internal manifests: the true figures behind it by measure and division,
 * and which of them it hid. The next revision reads it, so that the two together give nothing away either.
 */
export const Disclosure = z.object({
  revision: z.int().positive(),
  figures: ByMeasure(z.record(z.string(), z.int().nonnegative())),
  hidden: ByMeasure(z.array(z.string())),
  /** The least counts that were public, where they were others than the policy's. */
  limits: ByMeasure(z.record(z.string(), z.int().positive())).default({}),
});
export type Disclosure = z.infer<typeof Disclosure>;

export function disclosureOf(
  revision: number,
  { figures, smallBelow }: FigureBook,
  hidden: ReadonlySet<string>,
): Disclosure {
  const record: {
    revision: number;
    figures: Record<string, Record<string, number>>;
    hidden: Record<string, string[]>;
    limits: Record<string, Record<string, number>>;
  } = {
    revision,
    figures: {},
    hidden: {},
    limits: {},
  };
  for (const [name, value] of [...figures].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const at = name.lastIndexOf('@');
    const [measure, division] = [name.slice(0, at), name.slice(at + 1)];
    (record.figures[measure] ??= {})[division] = value;
    if (hidden.has(name)) (record.hidden[measure] ??= []).push(division);
    const limit = smallBelow.get(name);
    if (limit !== undefined) (record.limits[measure] ??= {})[division] = limit;
  }
  return record;
}

/** @param period of the edition */
export function publishedOf({ figures, hidden, limits }: Disclosure, period: Period): Published {
  const named = <T>(
    records: Readonly<Record<string, T>>,
    divisions: (of: T) => readonly (readonly [string, number])[],
  ) =>
    Object.entries(records).flatMap(([measure, of]) =>
      divisions(of).map(([division, value]) => [figureName(sameMeasure(measure, period), division), value] as const),
    );
  return {
    quarter: quarterOf(period) - 1,
    stricter: new Map(named(limits, (of) => Object.entries(of))),
    figures: new Map(named(figures, (of) => Object.entries(of))),
    hidden: new Set(named(hidden, (of) => of.map((division) => [division, 0] as const)).map(([name]) => name)),
  };
}
