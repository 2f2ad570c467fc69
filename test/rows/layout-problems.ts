import { fieldsOf, layoutChecksum, type StoredKind } from '../../shared/rows/layouts.ts';
import type { Column } from '../../shared/schema/column.ts';
import type { LayoutVersion, StoredType } from '../../shared/schema/row-layouts.ts';

const PLACE_CODES: Readonly<Record<string, StoredType>> = {
  unit_code: 'text',
  town_code: 'text',
  village_code: 'text',
};

/** What is kept beside the columns of a sheet; a column of the same name is not kept twice. */
const BESIDE: Readonly<Record<StoredKind, Readonly<Record<string, StoredType>>>> = {
  household: PLACE_CODES,
  project: PLACE_CODES,
  finance: { ...PLACE_CODES, enterprise_code: 'text' },
  target: PLACE_CODES,
  identity: { head: 'text', pseudonym: 'text' },
};

const typeOf = ({ type }: Column): StoredType => (type.kind === 'decimal' ? `decimal.${type.scale}` : type.kind);

/** What is wrong with the layouts of a kind of rows, as sentences that say what to do. */
export function layoutProblems(
  kind: StoredKind,
  columns: readonly Column[],
  versions: readonly LayoutVersion[],
): string[] {
  const kept = columns.filter(({ stored, field }) => stored !== false && !(field in BESIDE[kind]));
  const wanted = new Map<string, StoredType>([
    ...Object.entries(BESIDE[kind]),
    ...kept.map((column) => [column.field, typeOf(column)] as const),
  ]);
  const newest = versions.at(-1);
  const written = newest ? fieldsOf(newest, versions) : {};
  const missing = [...wanted].filter(([field]) => !(field in written));
  const gone = Object.keys(written).filter((field) => !wanted.has(field));
  const next = `${kind.charAt(0)}${versions.length + 1}`;
  const literal = missing.map(([field, type]) => `${field}: '${type}'`).join(', ');
  const sum = layoutChecksum({ ...written, ...Object.fromEntries(missing) });
  return [
    ...missing.map(
      ([field]) => `the ${kind} column ${field} is kept in the table, but layout ${newest?.name} has no field for it`,
    ),
    ...(missing.length > 0 && gone.length === 0
      ? [
          `append { name: '${next}', after: '${newest?.name}', checksum: '${sum}', fields: { ${literal} } } ` +
            `to the ${kind} layouts of shared/schema/row-layouts.ts`,
        ]
      : []),
    ...gone.map(
      (field) =>
        `layout ${newest?.name} has ${field}, which nothing fills any more: append a layout ${next} to the ${kind} layouts that names ` +
        'all fields but this one, without "after"; older code refuses its rows, since it needs the value',
    ),
    ...retyped(kind, wanted, versions),
    ...versions.flatMap((version) => broken(version, versions)),
  ];
}

function retyped(
  kind: StoredKind,
  wanted: ReadonlyMap<string, StoredType>,
  versions: readonly LayoutVersion[],
): string[] {
  return versions.flatMap(({ name, fields }) =>
    Object.entries(fields)
      .filter(([field, type]) => (wanted.get(field) ?? type) !== type)
      .map(
        ([field, type]) =>
          `the ${kind} column ${field} is of type ${wanted.get(field)}, but rows of layout ${name} hold it as ${type}: ` +
          'give the column a new field name, it is a new column',
      ),
  );
}

function broken(version: LayoutVersion, versions: readonly LayoutVersion[]): string[] {
  const fields = fieldsOf(version, versions);
  const { name, checksum, after } = version;
  const sum = layoutChecksum(fields);
  const before = versions.find((one) => one.name === after);
  const twice = before ? Object.keys(version.fields).filter((field) => field in fieldsOf(before, versions)) : [];
  return [
    ...(sum === checksum
      ? []
      : [
          `layout ${name} has the checksum ${sum} and says ${checksum || 'none'}: where rows may be stored in it, take the change ` +
            `back and append a layout; a new layout gets checksum: '${sum}'`,
        ]),
    ...(versions.filter((one) => one.name === name).length > 1
      ? [`two layouts are named ${name}: give each a name of its own`]
      : []),
    ...twice.map((field) => `layout ${name} has ${field}, which ${after} has already: take it out of ${name}`),
  ];
}
