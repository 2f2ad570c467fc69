import type { OfficeSource } from '../../shared/explanation/parts.ts';
import type { Register } from '../../shared/city/register.ts';
import { decodeRecord, type StoredRecord } from '../../shared/rows/codec.ts';
import { submissionsOf, type Manifest } from '../../shared/ledger/manifest.ts';
import { currentKey } from '../../shared/parse/project-number.ts';
import { yearOf, yearToDate, type Period } from '../../shared/time/period.ts';
import { readVisible, type VisibleEffects } from '../store/visible.ts';

type OfficeKind = 'project' | 'finance' | 'target';

/** A row that counts, and where it is from. */
type OfficeRow<K extends OfficeKind> = OfficeSource<K> & { readonly key: string };

/**
 * The rows of a kind that offices sent in the quarters of the year up to the period, as they stand now: a project or a
 * target stands as it was said last, whichever office said it; a finance row belongs to its quarter and to the sheet
 * that it is in (docs/decisions/0003-finance-sheets-replace.md).
 */
export async function readOfficeRows<K extends OfficeKind>(
  manifest: Manifest,
  kind: K,
  period: Period,
  effects: VisibleEffects,
): Promise<OfficeRow<K>[]> {
  const register = effects.pack.registerOf(manifest.period);
  const standing = new Map<string, OfficeRow<K>>();
  for (const quarter of yearToDate(period))
    for (const row of await rowsOfQuarter(manifest, kind, quarter, effects))
      standing.set(identityOf(kind, row, register), row);
  return [...standing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** Oldest submission first, so that what was said last comes last. */
async function rowsOfQuarter<K extends OfficeKind>(
  manifest: Manifest,
  kind: K,
  quarter: Period,
  effects: VisibleEffects,
): Promise<OfficeRow<K>[]> {
  const submissions = submissionsOf(manifest, quarter);
  const order = new Map(submissions.map(({ submissionId }, index) => [submissionId, index]));
  const divisions = new Set(submissions.flatMap((submission) => Object.keys(submission.partitions[kind] ?? {})));
  const read = await Promise.all(
    [...divisions].map(async (division) =>
      (await readVisible(submissions, kind, division, effects)).map((row) => ({ ...row, division })),
    ),
  );
  return read
    .flat()
    .sort((a, b) => (order.get(a.submissionId) ?? 0) - (order.get(b.submissionId) ?? 0))
    .map((row) => ({
      key: row.key,
      source: { period: quarter, division: row.division, submissionId: row.submissionId, row: row.number },
      record: inPeriod(decodeRecord(kind, row), (code) => effects.pack.codeIn(manifest.period, code, quarter)),
    }));
}

/** A record with the codes that its divisions have in the summary's period. */
function inPeriod<K extends OfficeKind>(record: StoredRecord[K], codeNow: (code: string) => string): StoredRecord[K] {
  const now = (code: string | null): string | null => (code === null ? null : codeNow(code));
  const { unit_code, town_code, village_code } = record;
  return { ...record, unit_code: now(unit_code), town_code: now(town_code), village_code: now(village_code) };
}

/** Project numbers are unique within a county; targets within a year and unit. */
function identityOf<K extends OfficeKind>(
  kind: K,
  { source: { period, division }, key, record }: OfficeRow<K>,
  register: Register,
): string {
  if (kind === 'finance') return `${period} ${division} ${key}`;
  if (kind === 'target') return key;
  const county = register.township(record.town_code ?? '')?.county ?? record.unit_code ?? division;
  return `${county} ${currentKey(kind, key)}`;
}

/**
 * The year's targets by unit: 任务表 is sent once a year, in any quarter up to this one; a later one corrects it row by
 * row.
 */
export async function readTargets(
  manifest: Manifest,
  period: Period,
  effects: VisibleEffects,
): Promise<ReadonlyMap<string, readonly OfficeSource<'target'>[]>> {
  const rows = await readOfficeRows(manifest, 'target', period, effects);
  const { register } = effects.pack.at(manifest.period);
  // A row of a whole city beside those of its units would count them twice.
  const own = rows.filter(
    ({ record: { year, unit_code: unit } }) => year === yearOf(period) && unit !== null && register.unit(unit),
  );
  const byUnit = Map.groupBy(own, ({ record }) => record.unit_code);
  return new Map([...byUnit].flatMap(([unit, all]) => (unit === null ? [] : [[unit, all] as const])));
}

/** Targets by unit; those of units that are one unit by now are added up. */
export const together = (
  byUnit: ReadonlyMap<string, readonly OfficeSource<'target'>[]>,
): ReadonlyMap<string, StoredRecord['target']> =>
  new Map(
    [...byUnit].map(([unit, rows]) => [
      unit,
      rows
        .map(({ record }) => record)
        .reduce((sum, row) => ({
          ...row,
          plan_persons: sum.plan_persons + row.plan_persons,
          registered_households: sum.registered_households + row.registered_households,
          registered_persons: sum.registered_persons + row.registered_persons,
        })),
    ]),
  );
