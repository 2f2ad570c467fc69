/**
 * Small mistakes in a rule that its golden case would not show: the other side of an `and`, what is blank, who else is
 * judged.
 */
import { describe, expect, it } from 'vitest';
import { check, csvOf, rowOf, sealed, type TrySlot, type Written } from '../golden/rules/case.ts';
import { withCell } from '../golden/rules/files-by-hand.ts';
import type { Language } from '../../shared/language/language.ts';
import { messageOf } from '../../shared/rules/finding.ts';
import type { TableKind } from '../../shared/schema/tables.ts';

/** Each finding as rule and row. */
function found(
  kind: TableKind,
  changes: readonly Written[],
  slot: TrySlot = {},
  without: readonly string[] = [],
): string[] {
  const division = kind === 'household' ? {} : { division: '371525' };
  const rows = changes.map((change) => rowOf(kind, change));
  return check(csvOf(kind, rows, without), { ...division, ...slot }).findings.map(({ rule, row }) => `${rule} ${row}`);
}
const household = (change: Written, slot?: TrySlot): string[] => found('household', [change], slot);
const project = (change: Written): string[] => found('project', [change]);
const finance = (change: Written): string[] => found('finance', [change]);

describe('exit', () => {
  const YEAR_END: TrySlot = { period: '2016Q4', receivedOn: '2017-01-10' };
  const exited = { period: '2016Q4', exit_status: '脱贫', report_date: '2016-12-31' };

  it('is decided at the year’s end, and needs every safeguard then too', () => {
    expect(household(exited, YEAR_END)).toEqual([]);
    expect(household({ ...exited, med_ok: '否' }, YEAR_END)).toEqual(['X08 2']);
    expect(household({ exit_status: '脱贫', med_ok: '否' })).toEqual(['X08 2', 'X11 2']);
  });

  it('of who fell back asks for no safeguards', () => {
    expect(household({ exit_status: '返贫', house_ok: '否', food_cloth_ok: '否' })).toEqual([]);
  });

  it('a sheet without the helpers’ column is not asked for them', () => {
    expect(found('household', [{}], {}, ['helper_name'])).toEqual([]);
  });

  it('no other cause at all repeats nothing', () => {
    expect(household({ other_causes: null, main_cause: '其他' })).toEqual([]);
  });
});

describe('channels', () => {
  const noTransfers = {
    transfer_income: '0',
    pension_income: '0',
    eco_income: '0',
    net_income: '4900',
    pc_net_income: '1633.33',
  };

  it('of support without transfers are asked about, whichever of the two it is', () => {
    expect(household({ primary_channel: '教育医疗扶持', ...noTransfers })).toEqual(['C07 2']);
    expect(household({ primary_channel: '社会帮扶', ...noTransfers })).toEqual(['C07 2']);
    expect(household(noTransfers)).toEqual([]);
  });

  it('industry without any measure is an error', () => {
    expect(household({ measures: null })).toEqual(['C05 2']);
  });
});

describe('identity', () => {
  const head = '37159919600101001';

  it('a sound disability certificate is nothing to tell, first issue and reissue', () => {
    expect(household({ head_id_no: `${sealed(head)}44` })).toEqual([]);
    expect(household({ head_id_no: `${sealed(head)}7101` })).toEqual([]);
  });

  it('its type and grade are looked at where they stand', () => {
    for (const tail of ['9511', '11AB', '1511'])
      expect(household({ head_id_no: sealed(head) + tail }), tail).toEqual(['I13 2']);
  });

  it('the number inside a certificate is judged like any other', () => {
    expect(household({ head_id_no: `${sealed('37159919600231001')}44` })).toEqual(['I11 2']);
    expect(household({ head_id_no: `${sealed('99999919600101001')}44` })).toEqual(['I12 2']);
    expect(household({ head_id_no: `${sealed('37159920080101001')}44` })).toEqual(['I15 2']);
  });

  it('a head born on the last day of the quarter is a child, not unborn', () => {
    expect(household({ head_id_no: sealed('37159920160630001') })).toEqual(['I15 2']);
    expect(household({ head_id_no: sealed('37159920160701001') })).toEqual(['I11 2']);
  });

  it.each(['06351234567', '0635-1234567', '010-12345678'])('phone %s is sound', (phone) =>
    expect(household({ phone })).toEqual([]),
  );
  it.each(['电话13800000000', '13800000000转8', '12800000000'])('phone %s is not', (phone) =>
    expect(household({ phone })).toEqual(['I16 2']),
  );

  it('one household twice is told as that, not as a repeated ID as well', () => {
    expect(found('household', [{}, {}])).toEqual(['I03 2', 'I03 3']);
  });

  it('rows are compared though another row cannot be read', () => {
    const broken = { household_no: '3715', head_id_no: sealed('37159919610101001') };
    expect(found('household', [broken, {}, {}])).toEqual(['I01 2', 'I03 3', 'I03 4']);
  });

  it('of three the first names the second, and each later one the first', () => {
    const checked = check(csvOf('household', [rowOf('household'), rowOf('household'), rowOf('household')]));
    expect(checked.findings.map(({ row, params }) => [row, params?.['row1'], params?.['row2']])).toEqual([
      [2, 2, 3],
      [3, 2, 3],
      [4, 2, 4],
    ]);
  });
});

describe('projects', () => {
  it('only donkey farms have a least size, for each of them, and a blank one is not judged', () => {
    const farm = { project_type: '养驴场' };
    expect(project({ ...farm, quantity: '2', capacity: '1200', investment_wan: null })).toEqual([]);
    expect(project({ ...farm, quantity: '2', capacity: '1199' })).toEqual(['P07 2']);
    expect(project({ ...farm, capacity: null })).toEqual([]);
    expect(project({ project_type: '智能大棚', capacity: '5' })).toEqual([]);
  });

  it('persons without households, and households without persons, are not compared', () => {
    expect(project({ persons_driven: null })).toEqual([]);
    expect(project({ households_driven: null, households_planned: null })).toEqual([]);
  });

  describe('investment for each unit', () => {
    const number = (at: number): Written => ({ project_no: `GX-1${at}` });
    const of = (...investments: readonly (Written | string | null)[]): string[] =>
      found(
        'project',
        investments.map((one, at) => ({
          ...number(at),
          ...(one !== null && typeof one === 'object' ? one : { investment_wan: one }),
        })),
      );

    it('is compared with the median, in whatever order the rows come', () => {
      expect(of('1000', '10', '12', '14', '16')).toEqual(['P08 2']);
      expect(of('16', '14', '12', '10', '0.5')).toEqual(['P08 6']);
      expect(of('2', '18', '20', '1')).toEqual(['P08 5']);
      expect(of('10', '12', '1000', '14', '16')).toEqual(['P08 4']);
    });

    it('is not compared where fewer than three of the type have one', () => {
      expect(of('1', '100', null, null)).toEqual([]);
      expect(of('1', '10', '1000')).toEqual(['P08 4']);
    });

    it('is compared within its type only', () => {
      const shed = { project_type: '合作社', investment_wan: '500' };
      expect(of('10', '10', '10', shed)).toEqual([]);
      expect(of(shed, shed, shed, '10', '10', '10')).toEqual([]);
    });

    it('a blank one is neither judged nor part of the median', () => {
      expect(of(null, null, null, null, '10', '10', '10')).toEqual([]);
    });

    it('counts for each unit', () => {
      expect(of('10', '10', '10', { quantity: '20', investment_wan: '200' })).toEqual([]);
      expect(of('10', '10', '10', { quantity: '20', investment_wan: '10' })).toEqual(['P08 5']);
    });
  });
});

describe('funds and loans', () => {
  const farmer = { finance_type: '农户贷款', borrower_id: sealed('37159919600101001'), above_scale: null };

  it('a farmer’s loan is asked neither for its scale nor for how many persons it drives', () => {
    expect(finance({ ...farmer, amount_wan: '500', persons_driven: '1' })).toEqual([]);
  });

  it('an enterprise’s loan that names no persons is not measured by them', () => {
    expect(finance({ amount_wan: '500', persons_driven: null })).toEqual([]);
  });

  it('a loan names its borrower by number', () => {
    expect(finance({ borrower_id: null })).toEqual(['L04 2']);
    expect(finance({ ...farmer, borrower_id: null })).toEqual(['L04 2']);
  });

  it('only exactly 15 digits are a registration number of old', () => {
    const severities = (borrower_id: string): string[] =>
      check(csvOf('finance', [rowOf('finance', { borrower_id })]), { division: '371525' }).findings.map(
        ({ severity }) => severity,
      );
    expect(severities('371525000012345')).toEqual(['warning']);
    expect(severities('3715250000123456')).toEqual(['error']);
    expect(severities('X371525000012345')).toEqual(['error']);
    expect(severities('371525000012345X')).toEqual(['error']);
  });

  it('is of the quarter, from its first day to its last', () => {
    expect(finance({ issued_on: '2016-06-30' })).toEqual([]);
    expect(finance({ issued_on: '2016-07-01' })).toEqual(['L08 2']);
    expect(finance({ issued_on: '2016-03-31' })).toEqual(['L08 2']);
    expect(finance({ due_on: null })).toEqual([]);
  });
});

it('a formula that failed is shown as it failed, in either language', () => {
  const { findings } = withCell('P2', '<c r="P2" t="e"><f>X!A1</f><v>#REF!</v></c>');
  const told = (language: Language) => findings.map((finding) => messageOf(finding, language));
  expect(told('zh')).toEqual(['第2行“工资性收入”的公式没有可用的结果（#REF!），请改填数值或文字']);
  expect(told('en')).toEqual([
    'Row 2: the formula in “工资性收入” has no usable result (#REF!); enter the value itself',
  ]);
});

describe('a place that leads nowhere', () => {
  it('is told in the column of the county, in a sheet of targets in that of the unit', () => {
    const of = (kind: TableKind, changes: Written, division: string) =>
      check(csvOf(kind, [rowOf(kind, changes)]), { division }).findings.map(({ rule, column, value }) => [
        rule,
        column,
        value,
      ]);
    expect(of('target', { unit_name: '无此县' }, '3715')).toEqual([['D01', '填报单位', '无此县']]);
    const [first] = of('project', { county_name: '无此县', town_name: null, village_name: null }, '371525');
    expect(first).toEqual(['D01', '县（市、区）', '无此县']);
  });
});

describe('a remark from which a household seems to leave', () => {
  const leaving = ['删除', '删掉', '删去', '移除', '剔除', '去掉该户', '去掉本户', '清退', '销户', '迁出', '迁走'];
  const gone = ['整户消亡', '自然消亡'];
  const dying = ['死亡', '去世', '病故', '亡故', '过世'];
  const asked = (remark: string, size = '3'): boolean =>
    household({
      remark,
      household_size: size,
      ...(size === '1' ? { labour_count: '1', uplift_persons: '1', pc_net_income: '5500' } : {}),
    }).includes('X15 2');

  it.each([...leaving, ...gone])('is asked about: %s', (word) => {
    expect([asked(`本户于5月${word}`), asked(`请${word}`)]).toEqual([true, true]);
  });

  it.each([...leaving, ...gone])('is not asked about where it is denied: %s', (word) => {
    for (const denial of ['不', '勿', '未', '别', '没', '不要', '不用', '不得', '没有'])
      expect(asked(`已核实${denial}${word}`), denial).toBe(false);
  });

  it.each(dying)('is asked about of the only person alone: %s', (word) => {
    expect([asked(`户主${word}`, '1'), asked(`户主之父${word}`)]).toEqual([true, false]);
    for (const denial of ['未', '没', '没有']) expect(asked(`户主${denial}${word}`, '1'), denial).toBe(false);
  });
});

it('a total that was recomputed is told by itself', () => {
  const { repairs } = check(csvOf('household', [rowOf('household', { pc_net_income: '1833' })]));
  expect(repairs.items.map(({ kind, column }) => `${kind} ${column}`)).toEqual(['recomputed 人均纯收入']);
  const both = check(csvOf('household', [rowOf('household', { net_income: '5500.5', pc_net_income: '1833.5' })]));
  expect(both.repairs.items.map(({ column }) => column)).toEqual(['家庭纯收入', '人均纯收入']);
});

it('workers without any labour are told, unless they have wages, which tell it already', () => {
  const none = { labour_count: '0', wage_income: '0', net_income: '2500', pc_net_income: '833.33' };
  const problems = (change: Written): string[] =>
    check(csvOf('household', [rowOf('household', change)])).findings.map((finding) => messageOf(finding, 'zh'));
  expect(problems(none).join()).toContain('多于劳动力人数0');
  expect(problems({ labour_count: '0' }).join()).not.toContain('多于劳动力人数');
});
