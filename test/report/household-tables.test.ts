import { describe, expect, it } from 'vitest';
import { type StoredHousehold } from '../../shared/fold/fold.ts';
import type { Submission } from '../../shared/ledger/submission.ts';
import { r05 } from '../../shared/tables/r05-income-structure.ts';
import { r06 } from '../../shared/tables/r06-income-bands.ts';
import { r07 } from '../../shared/tables/r07-exits.ts';
import { r08 } from '../../shared/tables/r08-causes.ts';
import { r17 } from '../../shared/tables/r17-movement.ts';
import { r18 } from '../../shared/tables/r18-divisions-then-and-now.ts';
import { facts, GUANXIAN, PERIOD, rowOf, rowsOf, yuan, type Rows } from './tiny.ts';
import { valuesIn } from '../../shared/tables/report-table.ts';

describe('R05', () => {
  const two = facts({
    [GUANXIAN]: [
      {
        [PERIOD]: {
          household_size: 1,
          wage_income: yuan(100),
          business_income: yuan(50),
          business_cost: yuan(20),
          base_pc_net_income: yuan(100),
        },
      },
      {
        [PERIOD]: {
          household_size: 2,
          transfer_income: yuan(150),
          base_pc_net_income: yuan(80),
          uplift_persons: 2,
          primary_channel: 'SOC',
          uplift_amount: 1,
        },
      },
    ],
  });

  it('divides the sums by the members of the households, not household by household', () => {
    expect(rowOf(r05, two, { unit: '全市', line: 'R05.all' })).toMatchObject({
      persons: 3,
      wage: 3_333,
      business: 1_667,
      cost: 667,
      transfer: 5_000,
      net: 9_333,
      base: 8_667,
      // (280 - 260) / 260
      growth: 77,
      'wage.share': 333,
      'business.share': 167,
      'property.share': 0,
      'transfer.share': 500,
    });
  });

  it('shows the uplifted apart', () => {
    expect(rowOf(r05, two, { unit: '冠县', line: 'R05.uplifted' })).toMatchObject({
      persons: 2,
      net: 7_500,
      base: 8_000,
      growth: -63,
    });
    expect(rowOf(r05, two, { unit: '临清市', line: 'R05.all' })).toMatchObject({
      persons: 0,
      net: null,
      growth: null,
      'wage.share': null,
    });
  });
});

describe('R06', () => {
  const QUARTERS = ['2015Q3', '2015Q4', '2016Q1', '2016Q2'] as const;
  /** Four quarters of a single person. */
  const yearly = (fen: readonly [number, number, number, number], change: Partial<StoredHousehold> = {}): Rows =>
    Object.fromEntries(
      QUARTERS.map((quarter, index) => [quarter, { household_size: 1, wage_income: fen[index] ?? 0, ...change }]),
    );
  const bandOf = (rows: Rows): unknown =>
    r06
      .build(facts({ [GUANXIAN]: [rows] }))
      .rows.map(valuesIn)
      .find((row) => row['households'] === 1)?.['band'];

  it.each([
    [0, '0元及以下'],
    [1, '0—2000元'],
    [199_999, '0—2000元'],
    [200_000, '2000—2952元'],
    [295_199, '2000—2952元'],
    [295_200, '2952—3372元'],
    [337_200, '3372—5000元'],
    [499_999, '3372—5000元'],
    [500_000, '5000元及以上'],
  ])('puts %d fen a year into %s: lower bounds are included', (fen, band) => {
    expect(bandOf(yearly([fen, 0, 0, 0]))).toBe(band);
    expect(bandOf(yearly([0, 0, 0, fen]))).toBe(band);
  });

  it('counts a loss as nothing', () => {
    expect(bandOf(yearly([0, 0, 0, 0], { business_cost: 1 }))).toBe('0元及以下');
  });

  it('compares exactly where the quotient would be rounded up', () => {
    // 2,000 yuan a head less a third of a fen.
    expect(bandOf({ ...yearly([599_999, 0, 0, 0]), [PERIOD]: { household_size: 3 } })).toBe('0—2000元');
  });

  it('divides by the size of now, and leaves out a quarter before the last four', () => {
    const grown = {
      ...yearly([400_000, 0, 0, 0]),
      [PERIOD]: { household_size: 2 },
      '2015Q2': { wage_income: 900_000 },
    };
    expect(bandOf(grown)).toBe('2000—2952元');
  });

  it("holds the gap against the household's own line", () => {
    const at = yearly([300_000, 0, 0, 0]);
    const national = yearly([300_000, 0, 0, 0], { poverty_standard: '1' });
    expect(rowOf(r06, facts({ [GUANXIAN]: [at, national] }), { unit: '全市', line: 'R06.all' })).toMatchObject({
      households: 2,
      shortHouseholds: 1,
      shortPersons: 1,
      gap: 37_200,
      provisional: 0,
    });
  });

  it('is provisional with fewer quarters: the income so far against that part of the line', () => {
    // Two quarters of 843 yuan are just the half of 3,372.
    const half = {
      '2016Q1': { household_size: 1, wage_income: yuan(843) },
      [PERIOD]: { household_size: 1, wage_income: yuan(843) },
    };
    expect(rowOf(r06, facts({ [GUANXIAN]: [half] }), { unit: '全市', band: '3372—5000元' })).toMatchObject({
      households: 1,
      provisional: 1,
      shortHouseholds: 0,
    });
    const less = { ...half, [PERIOD]: { household_size: 1, wage_income: yuan(843) - 1 } };
    expect(rowOf(r06, facts({ [GUANXIAN]: [less] }), { unit: '全市', band: '2952—3372元' })).toMatchObject({
      households: 1,
      provisional: 1,
      gap: 1,
    });
  });

  it('has shares of the persons that add to 100.0', () => {
    const three = facts({ [GUANXIAN]: [yearly([1, 0, 0, 0]), yearly([200_000, 0, 0, 0]), yearly([500_000, 0, 0, 0])] });
    expect(rowsOf(r06, three, { unit: '冠县' }).map((row) => row['share'])).toEqual([0, 334, 333, 0, 0, 333, 1000]);
  });
});

describe('R07', () => {
  const above = { wage_income: yuan(9_000), household_size: 1 };
  const some = facts({
    [GUANXIAN]: [
      { [PERIOD]: { ...above, house_ok: false, med_ok: false } },
      { [PERIOD]: { ...above, exit_status: '2' } },
      { [PERIOD]: { household_size: 2, edu_ok: false } },
      { [PERIOD]: { exit_status: '3', household_size: 4 } },
      { [PERIOD]: { exit_status: '3', village_code: '371525108201' } },
      { '2016Q1': { exit_status: '1' } },
    ],
  });

  it('counts states, failing safeguards, and those above the line without them', () => {
    expect(rowOf(r07, some, { unit: '冠县' })).toMatchObject({
      households: 5,
      'exit.0.households': 2,
      'exit.0.persons': 3,
      'exit.1.households': 0,
      'exit.2.households': 1,
      'exit.3.persons': 7,
      'fails.house': 1,
      'fails.med': 1,
      'fails.edu': 1,
      'fails.foodCloth': 0,
      'fails.any': 2,
      'aboveLineUnassured.households': 1,
      'aboveLineUnassured.persons': 1,
    });
  });

  it('lists those fallen back by village, with no number of a household', () => {
    const list = String(rowOf(r07, some, { unit: '冠县' })['relapsed']);
    expect(list.split('、')).toHaveLength(2);
    expect(list).toContain('定远寨镇定远寨村1户');
    expect(list).not.toMatch(/\d{2,}/);
  });

  it('takes income equal to the line as not above it', () => {
    const at = facts({ [GUANXIAN]: [{ [PERIOD]: { household_size: 1, wage_income: yuan(843), edu_ok: false } }] });
    expect(rowOf(r07, at, { unit: '冠县' })['aboveLineUnassured.households']).toBe(0);
  });
});

describe('R08', () => {
  it('crosses causes with types, and keeps other causes apart', () => {
    const some = facts({
      [GUANXIAN]: [
        { [PERIOD]: { main_cause: '01', other_causes: ['02', '09'] } },
        { [PERIOD]: { main_cause: '01', household_type: '3', household_size: 1 } },
        { [PERIOD]: { main_cause: '09', household_type: '2', other_causes: ['02'] } },
      ],
    });
    expect(rowOf(r08, some, { cause: '因病' })).toMatchObject({
      '1.households': 1,
      '1.persons': 3,
      '3.persons': 1,
      households: 2,
      share: 667,
      other: 0,
    });
    expect(rowOf(r08, some, { cause: '因残' })).toMatchObject({ households: 0, share: 0, other: 2 });
    expect(r08.build(some).total).toMatchObject({ households: 3, persons: 7, other: 3, share: 1000 });
  });
});

describe('R17', () => {
  const up = (persons: number): Partial<StoredHousehold> => ({
    uplift_persons: persons,
    uplift_amount: 1,
    primary_channel: 'IND',
  });
  const moved = facts({
    [GUANXIAN]: [
      { '2016Q1': up(2), [PERIOD]: up(3) },
      { '2016Q1': {}, [PERIOD]: { ...up(1), household_size: 5 } },
      { '2016Q1': up(3), [PERIOD]: {} },
      { [PERIOD]: up(2) },
      { '2016Q1': up(1) },
      { '2016Q1': { exit_status: '1' } },
      { '2015Q4': up(3) },
    ],
  });

  it('tells the continued from the new and the stopped', () => {
    expect(rowOf(r17, moved, { unit: '冠县' })).toMatchObject({
      'upliftedBefore.households': 3,
      'continued.households': 1,
      'newlyUplifted.households': 2,
      'stopped.households': 2,
      'uplifted.households': 3,
      'continued.persons': 3,
      'newlyUplifted.persons': 3,
      'uplifted.persons': 6,
      'upliftedBefore.persons': 6,
      'stopped.persons': 4,
      'onFileBefore.households': 5,
      'newHouseholds.households': 1,
      'missing.households': 1,
      'leftAfterExit.households': 1,
      households: 4,
      'resized.households': 1,
      'resized.persons': 2,
    });
  });

  it('compares the same townships on both sides, and says how many it leaves out', () => {
    const [late, early] = ['371525107', '371525106'];
    const uneven = facts({
      [GUANXIAN]: [{ '2016Q1': up(2), [PERIOD]: up(3) }],
      [late]: [{ '2016Q1': up(4) }, { '2016Q1': {} }],
      [early]: [{ [PERIOD]: up(5) }],
    });
    expect(rowOf(r17, uneven, { unit: '冠县' })).toMatchObject({
      'upliftedBefore.persons': 2,
      'stopped.households': 0,
      'newlyUplifted.households': 0,
      'newHouseholds.households': 0,
      'missing.households': 0,
      'uplifted.persons': 3,
    });
    expect(r17.build(uneven).notes.at(-1)?.zh).toContain('有2个乡镇（街道）只在其中一季上报');
    const nilReturns = new Map([late, early].map((township) => [township, { late: false }]));
    const nil = rowOf(r17, { ...uneven, nilReturns }, { unit: '冠县' });
    // A file takes a nil return back: what is on file of one quarter only is in neither.
    expect(nil).toMatchObject({ 'upliftedBefore.persons': 6, 'stopped.households': 1, 'newHouseholds.households': 0 });
  });

  it('says so when there is nothing of last quarter', () => {
    expect(r17.build(facts({ [GUANXIAN]: [{ [PERIOD]: {} }] })).notes.at(-1)?.zh).toContain('没有2016年第一季度的数据');
    expect(r17.build(moved).notes).toHaveLength(1);
  });
});

describe('R18', () => {
  const up = { uplift_persons: 3, uplift_amount: 1, primary_channel: 'IND' } as const;
  // 凤凰街道办事处 has another code today, 博平镇 lies in a county that has become a district, 定远寨镇 is what it was.
  const changed = facts({
    '371502007': [{ [PERIOD]: up }],
    '371523104': [{ [PERIOD]: {} }, { [PERIOD]: up }],
    [GUANXIAN]: [{ [PERIOD]: up }],
  });

  it('follows a township and a county to their codes of today, with the same total', () => {
    expect(rowOf(r18, changed, { oldCode: '371502007' })).toMatchObject({
      newCode: '371502011',
      newName: '李海务街道',
      households: 1,
      'households.now': 1,
      ytd: 3,
      'ytd.now': 3,
    });
    expect(rowOf(r18, changed, { oldCode: '371523' })).toMatchObject({
      oldName: '茌平县',
      newName: '茌平区',
      households: 2,
      'households.now': 2,
      'ytd.now': 3,
    });
    expect(r18.build(changed).total).toMatchObject({ households: 4, 'households.now': 4, ytd: 9, 'ytd.now': 9 });
  });

  it('shows what was set up later without figures', () => {
    expect(rowOf(r18, changed, { newName: '九州街道' })).not.toHaveProperty('households');
  });

  it('counts names read by an alias and names not found', () => {
    const file = (rest: object): Submission =>
      ({ division: GUANXIAN, rows: 1, errors: { D03: 2 }, warnings: { D04: 5 }, ...rest }) as unknown as Submission;
    const times = (submissions: readonly Submission[], change: string): unknown =>
      rowOf(r18, { ...changed, submissions }, { change })['times'];
    const both = [file({ repairs: { township: 4 } }), file({ repairs: {} })];
    expect(times(both, '乡镇（街道）名称统一')).toBe(4);
    expect(times(both, '乡镇、村名称按别名识别（D04）')).toBe(10);
    expect(times(both, '乡镇（街道）名称无法识别（D03）')).toBe(4);
  });
});
