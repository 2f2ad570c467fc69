import { afterAll, expect, test, vi } from 'vitest';
import type { Page } from '../../shared/rows/pages.ts';
import type * as Household from '../../shared/schema/household.ts';
import type * as RowLayouts from '../../shared/schema/row-layouts.ts';
import type { Column, Value } from '../../shared/schema/column.ts';
import { ROW_LAYOUTS } from '../../shared/rows/layouts.ts';
import { encodeRecord } from '../../shared/rows/codec.ts';
import { household } from '../report/household.ts';
import { bytesOf, keyOf, TOWNSHIPS, type Upload } from '../simulation/workload.ts';
import { MemoryCity, upload } from './memory.ts';

const [HERE] = TOWNSHIPS;
const COLUMN: Column = {
  field: 'moved_persons',
  header: '试填人数',
  aliases: [],
  hint: { zh: '试填的人数', en: 'persons, on trial' },
  type: { kind: 'int', unit: '人' },
  invalid: 'N15',
};

/** The system as the next code version has it, with a column more in the middle of the household sheet. */
async function nextCode(column = COLUMN) {
  vi.resetModules();
  vi.doMock('../../shared/schema/household.ts', async (original) => {
    const { HOUSEHOLD_COLUMNS, ...rest } = await original<typeof Household>();
    return { ...rest, HOUSEHOLD_COLUMNS: [...HOUSEHOLD_COLUMNS.slice(0, 10), column, ...HOUSEHOLD_COLUMNS.slice(10)] };
  });
  vi.doMock('../../shared/schema/row-layouts.ts', async (original) => {
    const { HOUSEHOLD_LAYOUTS, ...rest } = await original<typeof RowLayouts>();
    const next = {
      name: 'next',
      after: HOUSEHOLD_LAYOUTS.at(-1)?.name,
      checksum: '00000000',
      fields: { moved_persons: 'int' },
    };
    return { ...rest, HOUSEHOLD_LAYOUTS: [...HOUSEHOLD_LAYOUTS, next] };
  });
  const modules = await Promise.all([
    import('./memory.ts'),
    import('../../functions/store/visible.ts'),
    import('../../shared/rows/codec.ts'),
    import('../../shared/rows/layouts.ts'),
    import('../../shared/rows/row-schema.ts'),
    import('../../shared/publication/records-columns.ts'),
  ]);
  const [memory, visible, codec, layouts, schema, records] = modules;
  return { ...memory, ...visible, ...codec, ...layouts, ...schema, ...records };
}

afterAll(() => {
  vi.doUnmock('../../shared/schema/household.ts');
  vi.doUnmock('../../shared/schema/row-layouts.ts');
});

/** The file with the new column behind its last one. */
function withColumn(sent: Upload, cells: readonly string[]): Uint8Array {
  const lines = new TextDecoder().decode(bytesOf(sent)).trimEnd().split(/\r?\n/);
  const column = [COLUMN.header, ...cells];
  return new TextEncoder().encode(lines.map((line, index) => `${line},${column[index] ?? ''}`).join('\n'));
}

test('a column is added, filled in, judged again and taken back, and every step reads what the others wrote', async () => {
  const next = await nextCode();
  const before = new MemoryCity();
  const { versions, bytes, ledger, decisions, pages, objects, starts } = before;
  // Two code versions, one after the other and back, on the same table and buckets.
  const after = Object.assign(new next.MemoryCity(), { versions, bytes, ledger, decisions, pages, objects, starts });
  const { readVisible, decodeRecord } = next;

  const stands = async (city: MemoryCity) => {
    const tally = await city.fold(await city.plan('2016Q2'), HERE);
    return [tally['households'], tally['quarter.persons'], tally['move.onFileBefore.households']];
  };
  /** The new column of the quarter, by household. */
  const moved = async (): Promise<Value[]> => {
    const submissions = [...ledger.values()].filter(({ period }) => period === '2016Q2');
    const rows = await readVisible(submissions, 'household', HERE, after.ingestEffects());
    return rows.map(
      (row) => (decodeRecord('household', row) as Readonly<Record<string, unknown>>)[COLUMN.field] as Value,
    );
  };
  const marks = (of: string): (string | undefined)[] =>
    [...pages]
      .filter(([name]) => name.startsWith(`${of}~`) && name.includes('#household#'))
      .flatMap(([, held]) => [...held.values()].map(({ layout }: Page) => layout));

  // Two quarters under the code of today.
  before.put('v1', '2016-04-10T02:00:00.000Z', upload(HERE, [0, 1], { period: '2016Q1' }));
  before.put('v2', '2016-07-10T02:00:00.000Z', upload(HERE, [0, 1, 2]));
  for (const version of ['v1', 'v2']) expect(await before.deliver(version)).toMatchObject({ rejected: 0 });
  expect(await stands(before)).toEqual([3, 9, 2]);

  // The new code folds them. A correction fills the column for one household and leaves another as it was.
  expect(await stands(after)).toEqual([3, 9, 2]);
  expect(await moved()).toEqual([null, null, null]);
  const correction = upload(HERE, [0, 1], { name: 1 });
  after.putFile('v3', '2016-07-11T02:00:00.000Z', keyOf(correction), withColumn(correction, ['2', '']));
  expect(await after.deliver('v3')).toMatchObject({ rejected: 0, updated: 1, unchanged: 1 });
  expect([marks('v2'), marks('v3')]).not.toContainEqual([]);
  expect([marks('v2'), marks('v3')].map((of) => of.every((mark) => mark?.startsWith('next@')))).toEqual([false, true]);
  expect(await stands(after)).toEqual([3, 9, 2]);
  expect(await moved()).toEqual([2, null, null]);

  // All is judged again by it, the oldest quarter first.
  for (const version of ['v1', 'v2', 'v3'])
    expect(await after.deliver(version, { ruleSet: 'r2', again: 'reparse' })).toMatchObject({ ruleSet: 'r2' });
  expect(ledger.get('v3')).toMatchObject({ rejected: 0, updated: 1, unchanged: 1 });
  expect(await stands(after)).toEqual([3, 9, 2]);
  expect(await moved()).toEqual([2, null, null]);

  // The old code comes back: it folds what the new code wrote, judges against it and corrects it.
  expect(await stands(before)).toEqual([3, 9, 2]);
  before.put('v4', '2016-07-12T02:00:00.000Z', upload(HERE, [0, 1], { name: 2 }));
  expect(await before.deliver('v4')).toMatchObject({ rejected: 0, updated: 1, unchanged: 1 });
  before.put('v5', '2016-07-13T02:00:00.000Z', upload(HERE, [{ household: 1, kind: 'fallenBack' }, 2], { variant: 2 }));
  expect(await before.deliver('v5')).toMatchObject({ status: 'partly_accepted', accepted: 1, updated: 1 });
  expect(await stands(before)).toEqual([3, 10, 2]);

  // And the new code again.
  expect(await stands(after)).toEqual([3, 10, 2]);
  expect(await moved()).toEqual([null, null, null]);
  const last = upload(HERE, [2], { variant: 2, name: 3 });
  after.putFile('v6', '2016-07-14T02:00:00.000Z', keyOf(last), withColumn(last, ['4']));
  expect(await after.deliver('v6')).toMatchObject({ rejected: 0, updated: 1 });
  expect(await moved()).toEqual([null, null, 4]);
  expect(await stands(before)).toEqual([3, 10, 2]);
});

test('a required column is null in rows from before it, for readers of the table and of records.parquet too', async () => {
  const next = await nextCode({ ...COLUMN, required: true });
  const layouts = next.ROW_LAYOUTS.household;
  const line = encodeRecord(ROW_LAYOUTS.household.of(undefined), household({ household_size: 3 }));
  const record = next.decodeRecord('household', { layout: layouts.of(undefined), line });
  expect(record).toMatchObject({ moved_persons: null, household_size: 3 });
  expect(next.recordSchema('household').safeParse(record).error).toBeUndefined();
  const required = new Map(next.RECORDS_COLUMNS.map((column) => [column.name, column.required]));
  expect([required.get('household_size'), required.get('moved_persons')]).toEqual([true, false]);
});

test('a file that meets rows of code that is not known waits for the next deployment', async () => {
  const city = new MemoryCity();
  city.put('v1', '2016-04-10T02:00:00.000Z', upload(HERE, [0], { period: '2016Q1' }));
  await city.deliver('v1');
  for (const [name, held] of city.pages)
    if (name.includes('#household#')) for (const [key, page] of held) held.set(key, { ...page, layout: 'h9@00000000' });
  city.put('v2', '2016-07-10T02:00:00.000Z', upload(HERE, [0]));
  for (let start = 0; start < 30; start++)
    await expect(city.deliver('v2')).rejects.toThrow('rows are stored in layout h9, which this code cannot read');
  expect(city.ledger.has('v2')).toBe(false);
});
