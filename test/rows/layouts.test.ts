import { describe, expect, expectTypeOf, test } from 'vitest';
import { sameText, type Text } from '../../shared/language/language.ts';
import { decodeValues, encodeRecord, saysTheSame, type StoredRecord } from '../../shared/rows/codec.ts';
import { KindLayouts, layoutChecksum, ROW_LAYOUTS, RowLayoutError } from '../../shared/rows/layouts.ts';
import { changesAgainst } from '../../shared/rows/merge.ts';
import { fromPage, toPages, type PagedRow } from '../../shared/rows/pages.ts';
import type { Column, StoredOf, Value } from '../../shared/schema/column.ts';
import {
  FINANCE_LAYOUTS,
  HOUSEHOLD_LAYOUTS,
  IDENTITY_LAYOUTS,
  PROJECT_LAYOUTS,
  TARGET_LAYOUTS,
  type LayoutVersion,
} from '../../shared/schema/row-layouts.ts';
import { tableOf } from '../../shared/schema/tables.ts';
import { layoutProblems } from './layout-problems.ts';

describe('the layouts of this code', () => {
  test.each([
    ['household', tableOf('household').columns, HOUSEHOLD_LAYOUTS],
    ['project', tableOf('project').columns, PROJECT_LAYOUTS],
    ['finance', tableOf('finance').columns, FINANCE_LAYOUTS],
    ['target', tableOf('target').columns, TARGET_LAYOUTS],
    ['identity', [], IDENTITY_LAYOUTS],
  ] as const)('of %s rows hold the columns of the column table, and none was changed', (kind, columns, versions) => {
    expect(layoutProblems(kind, columns, versions)).toEqual([]);
  });

  // Written by the code before pages named their layout.
  test.each([
    [
      'household',
      'U\tT\tV\t3\t4\t1\t1\t01\t01,02\t0\t10\t11\t12\t13\t14\t15\t16\t17\t18\t19\t20\t21\t22\tIND\tPV,ECM\t25\t26\t27\t28\t0\t1\t0\t1\t\t2016-06-30',
      {
        unit_code: 'U',
        household_size: 3,
        other_causes: ['01', '02'],
        work_months: 28,
        food_cloth_ok: true,
        water_ok: null,
        report_date: '2016-06-30',
      },
    ],
    [
      'project',
      'U\tT\tV\tPV_BASE\tNAME\t\tPLANNED\t2016-06-30\t8\t9\t10\t11\t12\t13\tUSCC',
      { project_name: 'NAME', zone: null, quantity: 8, uscc: 'USCC' },
    ],
    [
      'finance',
      'U\tT\tV\tFUND\tCITY\t0\tBANK\t7\t8\t9\t2016-06-30\t\t12\tCODE',
      { above_scale: false, amount_wan: 7, due_on: null, enterprise_code: 'CODE' },
    ],
    ['target', 'U\tT\tV\t2016\tNAME\t5\t6\t7', { year: 2016, unit_name: 'NAME', registered_persons: 7 }],
    ['identity', 'HEAD\tPSEUDONYM', { head: 'HEAD', pseudonym: 'PSEUDONYM' }],
  ] as const)('read a %s row of a page that names none as it was written', (kind, line, values) => {
    const [row] = fromPage({ rows: `key\t2\t${line}` }, ROW_LAYOUTS[kind]);
    expect(row).toMatchObject({ key: 'key', number: 2, line });
    expect(decodeValues(kind, row as PagedRow)).toMatchObject(values);
    expect(encodeRecord(ROW_LAYOUTS[kind].of(undefined), decodeValues(kind, row as PagedRow))).toBe(line);
  });
});

describe('what is said of a wrong layout', () => {
  const NO_HINT = sameText('');
  const columns = [
    { field: 'size', header: '', aliases: [], hint: NO_HINT, type: { kind: 'int' }, invalid: 'N01' },
    { field: 'months', header: '', aliases: [], hint: NO_HINT, type: { kind: 'decimal', scale: 1 }, invalid: 'N01' },
    { field: 'name', header: '', aliases: [], hint: NO_HINT, type: { kind: 'text' }, invalid: 'N01', stored: false },
  ] as const satisfies readonly Column[];
  const places = { unit_code: 'text', town_code: 'text', village_code: 'text' } as const;
  const h1 = sealed('h1', { ...places, months: 'decimal.1', size: 'int' });
  const moved = {
    field: 'moved',
    header: '',
    aliases: [],
    hint: NO_HINT,
    type: { kind: 'flag' },
    invalid: 'N01',
  } as const;

  test('nothing of a right one, wherever a new column stands in its sheet', () => {
    expect(layoutProblems('household', columns, [h1])).toEqual([]);
    const h2 = { ...sealed('h2', { moved: 'flag' }, [h1]), after: 'h1' };
    expect(layoutProblems('household', [moved, ...columns], [h1, h2])).toEqual([]);
  });

  test('a column that is kept and has no field, with the layout to append', () => {
    expect(layoutProblems('household', [moved, ...columns], [h1])).toEqual([
      'the household column moved is kept in the table, but layout h1 has no field for it',
      expect.stringMatching(
        /^append \{ name: 'h2', after: 'h1', checksum: '[\da-f]{8}', fields: \{ moved: 'flag' \} \} to the household layouts/,
      ),
    ]);
  });

  test('nothing more when that layout was appended as the sentence has it', () => {
    const [, literal = ''] =
      /checksum: '(\w+)'/.exec(layoutProblems('household', [moved, ...columns], [h1])[1] ?? '') ?? [];
    const h2 = { name: 'h2', after: 'h1', checksum: literal, fields: { moved: 'flag' } } as const;
    expect(layoutProblems('household', [moved, ...columns], [h1, h2])).toEqual([]);
  });

  test('a column that is gone, one of another type or scale, a layout that was edited', () => {
    expect(layoutProblems('household', columns.slice(1), [h1])).toEqual([
      expect.stringContaining('h1 has size, which nothing fills'),
    ]);
    const scaled = [columns[0], { ...columns[1], type: { kind: 'decimal', scale: 2 } }] as const;
    expect(layoutProblems('household', scaled, [h1])).toEqual([expect.stringContaining('months is of type decimal.2')]);
    const edited = { ...h1, fields: { ...places, size: 'int', months: 'decimal.1' } } as const;
    expect(layoutProblems('household', columns, [edited])).toEqual([expect.stringContaining('take the change back')]);
  });
});

/** A layout with the checksum of its fields. */
function sealed(name: string, fields: LayoutVersion['fields'], before: readonly LayoutVersion[] = []): LayoutVersion {
  return { name, fields, checksum: layoutChecksum(Object.assign({}, ...before.map((one) => one.fields), fields)) };
}

describe('rows of several layouts', () => {
  const k1 = sealed('k1', { code: 'text', size: 'int' });
  const k2 = { ...sealed('k2', { moved: 'flag' }, [k1]), after: 'k1' };
  const k3 = { ...sealed('k3', { causes: 'codes' }, [k1, k2]), after: 'k2' };
  /** Without size, and in another order. */
  const k4 = sealed('k4', { causes: 'codes', code: 'text' });
  const [old, middle, last] = [new KindLayouts([k1]), new KindLayouts([k1, k2]), new KindLayouts([k1, k2, k3])];
  const other = new KindLayouts([k1, k2, k3, k4]);

  /** A row as one code version writes it to a page and another reads it. */
  function passed(from: KindLayouts, to: KindLayouts, record: Readonly<Record<string, Value>>): PagedRow {
    const row = { key: 'a', number: 2, layout: from.newest, line: encodeRecord(from.newest, record) };
    const [page] = toPages([row]);
    const [read] = fromPage(page ?? { rows: '' }, to);
    if (!read) throw new Error('the page is empty');
    return read;
  }
  const read = (...from: Parameters<typeof passed>): Record<string, Value> => decodeValues('test', passed(...from));
  const whole = { code: 'A', size: 3, moved: true, causes: ['01', '02'] };

  test('what an older row lacks is null', () => {
    expect(read(old, old, whole)).toEqual({ code: 'A', size: 3 });
    expect(read(old, last, whole)).toEqual({ code: 'A', size: 3, moved: null, causes: null });
    expect(read(middle, last, whole)).toEqual({ code: 'A', size: 3, moved: true, causes: null });
  });

  test('what this code does not know of a newer row is passed over, and kept where the row is copied', () => {
    expect(read(last, old, whole)).toEqual({ code: 'A', size: 3 });
    expect(read(last, middle, whole)).toEqual({ code: 'A', size: 3, moved: true });
    const [page] = toPages([passed(last, old, whole)]);
    expect(fromPage(page ?? { rows: '' }, last).map((row) => decodeValues('test', row))).toEqual([whole]);
  });

  test('rows of an order that was given up read in the new one, without what is no more', () => {
    expect(read(last, other, whole)).toEqual({ code: 'A', causes: ['01', '02'] });
    expect(read(old, other, whole)).toEqual({ code: 'A', causes: null });
  });

  test('a newer layout that goes on from none that is known is refused, by name and with what to do', () => {
    expect(() => passed(other, last, whole)).toThrow(RowLayoutError);
    expect(() => passed(other, last, whole)).toThrow(
      /layout k4, which .*none newer than k3\. Deploy the code .*uplift reparse/,
    );
  });

  test('a layout that got the name of one that was taken back is not taken for it', () => {
    const again = new KindLayouts([k1, { ...sealed('k2', { persons: 'int' }, [k1]), after: 'k1' }]);
    expect(read(middle, again, whole)).toEqual({ code: 'A', size: 3, persons: null });
  });

  test('a line of another length than its layout’s is a fault, also where the newest layout has that length', () => {
    const row = (layouts: KindLayouts, line: string) => ({ layout: layouts.of(undefined), line });
    expect(() => decodeValues('test', row(last, 'A\t3\t1'))).toThrow(
      'a stored test row of layout k1 has 3 values, expected 2',
    );
    const newer = passed(last, middle, whole);
    expect(() => decodeValues('test', { ...newer, line: 'A\t3' })).toThrow(RangeError);
  });

  describe.each([
    ['older before', old, last, last],
    ['newer before, after the old code came back', last, old, old],
    ['of an order that was given up', old, other, other],
  ])('compared: %s', (_what, before, now, judge) => {
    test.each([
      ['a blank new column is no change', { code: 'A', size: 3 }, { code: 'A', size: 3 }, true],
      ['another value is a change', { code: 'A', size: 3 }, { code: 'B', size: 3 }, false],
    ])('%s', (_title, then, is, isSame) => {
      const [earlier, row] = [passed(before, judge, then), passed(now, judge, is)];
      expect(saysTheSame(earlier, row)).toBe(isSame);
      expect(changesAgainst([earlier], [row])).toMatchObject(isSame ? { unchanged: 1 } : { updated: 1 });
    });
  });

  test('compared: a value of a new column is a change in both directions, also for code that cannot read it', () => {
    const [bare, full] = [
      { code: 'A', size: 3 },
      { code: 'A', size: 3, causes: ['01'] },
    ];
    expect(saysTheSame(passed(old, last, bare), passed(last, last, full))).toBe(false);
    expect(saysTheSame(passed(last, old, full), passed(old, old, bare))).toBe(false);
    expect(saysTheSame(passed(last, middle, full), passed(last, middle, full))).toBe(true);
  });

  test('a row that takes out is none that is blank', () => {
    const blank = passed(last, last, {});
    expect(saysTheSame(blank, { layout: old.newest, line: '' })).toBe(false);
  });

  test('pages are of one layout each', () => {
    const rows = [old, old, last, last, old].map((layouts, index): PagedRow => ({
      key: `row ${index}`,
      number: index,
      layout: layouts.newest,
      line: encodeRecord(layouts.newest, whole),
    }));
    const pages = toPages(rows);
    expect(pages.map(({ rows: text, layout }) => [text.split('\t', 1)[0], layout === undefined])).toEqual([
      ['row 0', true],
      ['row 2', false],
      ['row 4', true],
    ]);
    expect(pages.flatMap((page) => fromPage(page, last)).map(({ key }) => key)).toEqual(rows.map(({ key }) => key));
  });
});

test('a required column that was added later may be null in a stored record', () => {
  type Columns = readonly [
    { field: 'size'; header: ''; aliases: []; hint: Text; type: { kind: 'int' }; invalid: ''; required: true },
    { field: 'moved'; header: ''; aliases: []; hint: Text; type: { kind: 'flag' }; invalid: ''; required: true },
    { field: 'name'; header: ''; aliases: []; hint: Text; type: { kind: 'text' }; invalid: ''; stored: false },
  ];
  expectTypeOf<StoredOf<Columns, 'size'>>().toEqualTypeOf<{ readonly size: number; readonly moved: boolean | null }>();
  expectTypeOf<StoredRecord['household']['household_size']>().toEqualTypeOf<number>();
});
