/** A full replacement is weighed before it counts: what it would remove of all that stands where it replaces. */
import { replacementShareOf } from '../city/programme.ts';
import { decodeRecord } from '../rows/codec.ts';
import type { CurrentRow } from '../rows/merge.ts';
import type { FileContext, Removal } from '../rules/facts.ts';
import type { TableKind } from '../schema/tables.ts';
import type { CheckedFile } from './checked-file.ts';
import { fileFindings } from './findings.ts';

/** The rows of a kind that stand in one partition, as the older submissions leave them. */
export type StandingRows = {
  readonly kind: TableKind;
  readonly partition: string;
  readonly rows: readonly CurrentRow[];
};

/**
 * The file with what it removes. Where that is more than a share of what stands, in all or in one township (rule F22),
 * and the clerk has not confirmed it, the file is an update and removes nothing. The same file and the same standing
 * rows give the same answer.
 */
export function weighReplacement(
  checked: CheckedFile,
  standing: readonly StandingRows[],
  context: FileContext,
): CheckedFile {
  if (!checked.replacement) return checked;
  const removal = [...Map.groupBy(standing, ({ kind }) => kind)].map(([kind, parts]) =>
    removalOf(kind, parts, checked, context),
  );
  const { isConfirmed } = checked;
  const share = replacementShareOf(context.programme);
  const findings = fileFindings({ when: 'weighed', removal, share, isConfirmed });
  if (findings.length === 0) return { ...checked, removal };
  return {
    ...checked,
    status: checked.status === 'accepted' ? 'accepted_with_warnings' : checked.status,
    findings: [...checked.findings, ...findings],
    replacement: false,
  };
}

function removalOf(
  kind: TableKind,
  standing: readonly StandingRows[],
  { tables }: CheckedFile,
  context: FileContext,
): Removal {
  const accepted = tables.find((table) => table.kind === kind)?.accepted ?? [];
  // A household that the file names in another township has moved there.
  const nameOf = (partition: string, key: string): string => (kind === 'household' ? key : `${partition} ${key}`);
  const named = new Set(accepted.map(({ partition, key }) => nameOf(partition, key)));
  const parts = standing.map(({ partition, rows }) => ({
    unit: context.register.nameOf(partition) ?? partition,
    standing: rows.length,
    removed: rows
      .filter(({ key }) => !named.has(nameOf(partition, key)))
      .map((row) => placeOf(kind, partition, row, context)),
  }));
  const removed = parts.flatMap((part) => part.removed);
  const places = [...Map.groupBy(removed, (name) => name)].map(([name, rows]) => ({ name, rows: rows.length }));
  const units = parts
    .map((part) => ({ name: part.unit, standing: part.standing, removed: part.removed.length }))
    .filter((unit) => unit.removed > 0);
  return {
    kind,
    standing: parts.reduce((sum, part) => sum + part.standing, 0),
    removed: removed.length,
    places: places.sort((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1)),
    units: units.sort((a, b) => b.removed - a.removed || (a.name < b.name ? -1 : 1)),
  };
}

/**
 * The village of a household, in a file of a county or the city behind its township; the unit that sent any other row.
 */
function placeOf(kind: TableKind, partition: string, row: CurrentRow, { register, division }: FileContext): string {
  const unit = register.nameOf(partition) ?? partition;
  if (kind !== 'household') return unit;
  const code = decodeRecord('household', row).village_code;
  const village = code === null ? undefined : register.village(code)?.name;
  if (village === undefined) return unit;
  return partition === division ? village : `${unit}${village}`;
}
