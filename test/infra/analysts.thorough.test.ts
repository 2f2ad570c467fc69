import { CITY_PACK } from '../../cities/pack.ts';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesize } from '../../infra/synthesize.ts';
import { recordsListKey } from '../../shared/ledger/keys.ts';
import { recordsParquet } from '../../shared/publication/records-file.ts';
import { readTemplate, resource, temporaryFunctions } from './synthesis.ts';

/** Types of the Glue catalogue as DuckDB calls them. */
const IN_DUCKDB: Readonly<Record<string, string>> = {
  string: 'VARCHAR',
  'array<string>': 'VARCHAR[]',
  int: 'INTEGER',
  bigint: 'BIGINT',
  'decimal(9,1)': 'DECIMAL(9,1)',
  boolean: 'BOOLEAN',
  date: 'DATE',
};

type GlueColumn = { readonly Name: string; readonly Type: string };

describe('the table of records in the Glue catalogue', () => {
  const folder = mkdtempSync(join(tmpdir(), 'uplift-glue-'));
  let functions: ReturnType<typeof temporaryFunctions>;
  let input: {
    readonly Parameters: Readonly<Record<string, unknown>>;
    readonly PartitionKeys: readonly GlueColumn[];
    readonly StorageDescriptor: { readonly Columns: readonly GlueColumn[]; readonly Location: unknown };
  };

  beforeAll(() => {
    functions = temporaryFunctions();
    const template = readTemplate(
      synthesize(join(functions.folder, 'dev'), 'dev', functions.options, false).templateFile,
    );
    input = resource(template, 'AWS::Glue::Table', 'AnalystsRecords').Properties.TableInput as typeof input;
  });
  afterAll(() => {
    functions.remove();
    rmSync(folder, { recursive: true });
  });

  it('has the columns of the file that is published, with their types, the period as its partition', async () => {
    const file = join(folder, 'records.parquet');
    writeFileSync(file, recordsParquet(CITY_PACK.at('2016Q2'), []));
    const connection = await (await DuckDBInstance.create()).connect();
    const reader = await connection.runAndReadAll(
      `SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '${file}')`,
    );
    const inFile = (reader.getRowsJson() as [string, string][]).map((row) => row.join(' '));
    const inTable = [...input.PartitionKeys, ...input.StorageDescriptor.Columns].map(
      ({ Name, Type }) => `${Name} ${IN_DUCKDB[Type] ?? Type}`,
    );
    expect(inTable).toEqual(inFile);
  });

  it('finds a quarter where the publication names its newest file', () => {
    const template = JSON.stringify(input.Parameters['storage.location.template']);
    const location = JSON.stringify(input.StorageDescriptor.Location);
    expect(location).toContain('/reports/records/');
    expect(template).toContain('/reports/records/period=${period}/');
    expect(recordsListKey('2016Q2')).toBe('reports/records/period=2016Q2/files.txt');
    const quarters = String(input.Parameters['projection.period.values']).split(',');
    expect(quarters).toEqual(expect.arrayContaining(['2016Q1', '2016Q2', '2026Q4']));
    expect(new Set(quarters).size).toBe(quarters.length);
  });

  it('has every column that the guide’s queries for Athena name', () => {
    const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'analysts.md'), 'utf8');
    const queries = [...guide.matchAll(/```sql athena-[\w-]+\n([\s\S]*?)```/g)].map(([, sql = '']) => sql);
    expect(queries.length).toBeGreaterThan(0);
    const known = new Set([...input.PartitionKeys, ...input.StorageDescriptor.Columns].map(({ Name }) => Name));
    for (const sql of queries) {
      // What the statement itself names, by AS, is not a column of the table.
      const own = new Set([...sql.matchAll(/\bAS (?:t \()?(\w+)/g)].map(([, name = '']) => name));
      const words = sql.replaceAll(/'[^']*'/g, '').match(/\b[a-z][a-z_]+\b(?!\()/g) ?? [];
      const columns = words.filter((word) => !own.has(word) && !['records', 'uplift', 't'].includes(word));
      expect(columns.length).toBeGreaterThan(0);
      expect(
        columns.filter((word) => !known.has(word)),
        sql,
      ).toEqual([]);
    }
  });
});
