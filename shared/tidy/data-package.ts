import type { CityProfile } from '../city/pack-schema.ts';
import { titleOf } from '../city/profile.ts';
import type { Text } from '../language/language.ts';
import type { Edition } from '../summary/summary.ts';
import type { TidyField, TidyHead } from './tidy-table.ts';

/** What a folder of tidy files is. */
export type PackageOf = {
  readonly profile: CityProfile;
  readonly edition: Edition;
  /** In lower case, digits and hyphens. */
  readonly name: string;
  readonly title: Text;
  readonly description: Text;
  /** Where the figures are from: what it is, and its path from the package, which cannot lead out of its folder. */
  readonly source: { readonly title: string; readonly path?: string };
  /** Folders of the files, from the package: `data/`. */
  readonly folders: { readonly csv: string; readonly parquet: string };
};

/** A table whose figures are referred to: by which columns of the others, and by which of its own. */
type Reference = { readonly fields: readonly string[]; readonly resource: string; readonly to: readonly string[] };

const REFERENCES: readonly Reference[] = [
  { fields: ['unit_code'], resource: 'units', to: ['unit_code'] },
  { fields: ['table_id', 'measure'], resource: 'measures', to: ['table_id', 'measure'] },
];

/**
 * datapackage.json of tidy files (Frictionless Data Package v2). Titles are in both languages.
 * @param inParquet names of the tables that are there as Parquet too
 */
export function dataPackage(of: PackageOf, tables: readonly TidyHead[], inParquet: readonly string[]): string {
  const { profile, edition, name, title, description, source, folders } = of;
  const descriptor = {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name,
    title: both({ zh: `${titleOf(profile).zh}：${title.zh}`, en: `${titleOf(profile).en}: ${title.en}` }),
    description: both(description),
    licenses: [licenceOf(profile, edition)],
    contributors: [
      {
        title: both(profile.office),
        roles: ['publisher', 'contact'],
        ...(profile.contact === undefined ? {} : profile.contact),
      },
    ],
    sources: [source],
    resources: [
      ...tables.map((table) => csvResource(table, tables, folders.csv)),
      ...tables
        .filter((table) => inParquet.includes(table.name))
        .map((table) => parquetResource(table, folders.parquet)),
    ],
  };
  return `${JSON.stringify(descriptor, null, 1)}\n`;
}

/** The licence of the public edition is the city's to give; what offices keep to themselves has none. */
function licenceOf({ licence }: CityProfile, edition: Edition): object {
  if (edition === 'internal') return { name: 'other-closed', title: both({ zh: '内部资料', en: 'for offices only' }) };
  return (
    licence ?? { name: 'notspecified', title: both({ zh: '发布单位未声明许可', en: 'no licence has been stated' }) }
  );
}

function csvResource({ name, title, columns, key }: TidyHead, tables: readonly TidyHead[], folder: string): object {
  const names = new Set(columns.map((column) => column.name));
  const references = REFERENCES.filter(
    ({ fields, resource, to }) =>
      resource !== name &&
      fields.every((field) => names.has(field)) &&
      // A key of several vintages names a division only together with its vintage.
      tables.some((table) => table.name === resource && table.key.join(' ') === to.join(' ')),
  );
  return {
    name,
    type: 'table',
    path: `${folder}${name}.csv`,
    title: both(title),
    format: 'csv',
    mediatype: 'text/csv',
    encoding: 'utf-8',
    schema: {
      $schema: 'https://datapackage.org/profiles/2.0/tableschema.json',
      fields: columns.map(field),
      missingValues: [''],
      primaryKey: key,
      ...(references.length === 0
        ? {}
        : {
            foreignKeys: references.map(({ fields, resource, to }) => ({
              fields,
              reference: { resource, fields: to },
            })),
          }),
    },
  };
}

const field = ({ name, type, title, required, among }: TidyField): object => ({
  name,
  type,
  title: both(title),
  constraints: { required, ...(among === undefined ? {} : { enum: among }) },
});

const parquetResource = ({ name, title }: TidyHead, folder: string): object => ({
  name: `${name}-parquet`,
  path: `${folder}${name}.parquet`,
  title: both(title),
  format: 'parquet',
  mediatype: 'application/vnd.apache.parquet',
});

const both = ({ zh, en }: Text): string => `${zh} / ${en}`;
