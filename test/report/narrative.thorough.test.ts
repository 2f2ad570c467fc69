import { CITY_PACK } from '../../cities/pack.ts';
import { describe, expect, it } from 'vitest';
import type { Submission } from '../../shared/ledger/submission.ts';
import {
  aboutNumber,
  bulletinMoney,
  bulletinMoneyParts,
  bulletinNumber,
  leadingFloor,
} from '../../shared/tables/printed-numbers.ts';
import { bulletinOf } from '../../shared/narrative/bulletin-text.ts';
import { completenessOf } from '../../shared/tables/completeness.ts';
import { NARRATIVE } from '../../shared/narrative/narrative-text.ts';
import { textIn, type Tables } from '../../shared/tables/report-table.ts';
import { cellText } from '../../shared/tables/table-csv.ts';
import { composeNarrative } from '../../shared/narrative/narrative.ts';
import { summarise, tablesOf } from '../../shared/summary/summary.ts';
import { foldHouseholds } from '../../shared/fold/fold.ts';
import { factsOf, historiesOf } from './city.ts';

/** A township's accepted file, as far as who has reported is asked. */
const submissionOf = (division: string): Submission =>
  ({
    division,
    accepted: 1,
    rows: 1,
    late: false,
    errors: {},
    warnings: {},
    partitions: { household: { [division]: 1 } },
    kinds: ['household'],
    repairs: {},
  }) as unknown as Submission;

const facts = factsOf(['2016Q1', '2016Q2'], '2016Q2');
const tables = tablesOf(facts);
const summary = summarise(facts);

describe('the bulletin of mid-2016', () => {
  it.each([
    [
      '带动9.78万名贫困人口',
      '产业项目带动4.02万人',
      '转移就业2.64万人',
      '教育医疗扶持2.1万人',
      '社会帮扶1.02万人',
      '15万名',
      '65.2%',
    ],
    [
      '基地43处',
      '4000余处',
      '1004座',
      '38座',
      '39个乡镇',
      '900余户',
      '试点村12个',
      '共16个',
      '2200人',
      '试点村10个',
      '四大片区',
    ],
    [
      '2.44亿元',
      '1亿元',
      '1.44亿元',
      '10倍',
      '24.4亿元',
      '82家规模以上企业',
      '1.7亿元',
      '7.0%',
      '300万元',
      '3000万元',
      '5000元',
    ],
    ['114个', '600头以上', '300个', '7500万元', '5亿元', '2万余户'],
  ])('has the published figures: %s, %s, %s …', (...figures) => {
    for (const figure of figures) expect(summary.narrative).toContain(figure);
  });

  it('ranks the units when every township has reported, and not before', () => {
    const submissions = CITY_PACK.register.due.map(({ code }) => submissionOf(code));
    expect(summarise({ ...facts, submissions }).narrative).toContain(
      '完成率最高的是东阿县（68.1%），最低的是莘县（63.1%）',
    );
    expect(summarise({ ...facts, submissions }).narrative).toContain('135个应报乡镇（街道）已全部上报');
    const { narrative } = summarise({ ...facts, submissions: submissions.slice(1) });
    expect(narrative).not.toContain('最低的是');
    expect(narrative).toContain(
      '以上数字不含未上报的1个（累计数含其以前各季）：东昌府区古楼街道办事处（上季在册172人）。',
    );
  });

  it('counts many missing townships by unit in place of their names, in both languages', () => {
    const submissions = CITY_PACK.register.due.slice(12).map(({ code }) => submissionOf(code));
    const { narrative, narrativeEn, completeness } = summarise({ ...facts, submissions });
    expect(completeness.missing).toHaveLength(12);
    const [, listed = ''] = /累计数含其以前各季）：(.*)（名单见R15）。/.exec(narrative) ?? [];
    const counted = [...listed.matchAll(/(\d+)个/g)].reduce((sum, [, count]) => sum + Number(count), 0);
    expect(counted).toBe(12);
    expect(narrative).not.toContain('古楼街道');
    expect(narrativeEn).toContain('(R15 lists them)');
    expect(narrativeEn).not.toContain('Gulou');
  });

  it('names a township that could not be counted with its weight where that is known, and ranks nobody then', () => {
    const submissions = CITY_PACK.register.due.map(({ code }) => submissionOf(code));
    const tallies = new Map([...facts.tallies].filter(([code]) => code !== '371502001' && code !== '371502002'));
    const lacking = {
      ...facts,
      tallies,
      submissions: submissions.slice(2),
      notCounted: new Map([
        ['371502001', 1_172],
        ['371502002', null],
      ]),
    };
    const { narrative, narrativeEn, completeness, tables: of } = summarise(lacking);
    const [first, second] = ['371502001', '371502002'].map((code) => `东昌府区${CITY_PACK.register.nameOf(code)}`);
    expect(narrative).not.toContain('最低的是');
    expect(narrative).toContain(`不含其任何一季的数据：${first}（上季在册1,172人）、${second}。`);
    expect(narrativeEn).toContain(
      'of this quarter or an earlier one: Dongchangfu Gulou (1,172 persons last quarter), Dongchangfu Liuyuan.',
    );
    // One that has not reported either weighs the same there.
    expect(completeness.missing).toEqual(completeness.notCounted);
    expect(of['R17']?.notes.map(({ zh }) => zh).join()).toContain('系统未能汇总的2个乡镇（街道），两季均不含');
    expect(summarise({ ...lacking, submissions }).completeness).toMatchObject({ received: 135, missing: [] });
    expect(summarise({ ...lacking, submissions }).narrative).not.toContain('最低的是');
  });

  it('says of a comparison that leaves townships out why its persons are fewer than the quarter’s', () => {
    const [first, second] = ['371502001', '371502101'];
    // The second has nothing on file of the quarter before.
    const only = foldHouseholds(historiesOf(second, ['2016Q2']).values(), CITY_PACK.at('2016Q2'));
    const uneven = summarise({ ...facts, tallies: new Map([...facts.tallies, [second, only]]) });
    const [compared, all] = [
      uneven.tables['R17']?.total?.['uplifted.persons'],
      uneven.headline.personsUplifted.quarter,
    ];
    expect(Number(compared)).toBe(all - (only['quarter.persons'] ?? 0));
    expect(uneven.narrative).toContain('在两季都上报的乡镇（街道），上季增收的');
    expect(uneven.narrative).toContain(
      `其本季增收的${bulletinNumber(Number(compared))}人因此少于全市当季的${bulletinNumber(all)}人`,
    );
    expect(uneven.narrativeEn).toContain('In the townships that reported both quarters');
    expect(uneven.tables['R17']?.notes.map(({ zh }) => zh).join()).toContain('相差的');
    expect(
      summarise({ ...facts, tallies: new Map([...facts.tallies].filter(([code]) => code !== first)) }).narrative,
    ).toContain('。上季增收的');
  });

  it('says the same in English', () => {
    for (const figure of [
      '97,800',
      '40,200',
      '150,000',
      'more than 4,000',
      'more than 900',
      '244 million yuan',
      '10 times',
      'more than 20,000',
    ])
      expect(summary.narrativeEn).toContain(figure);
  });

  it.each(['zh', 'en'] as const)('has no number in %s that is not a cell', (language) => {
    const fillings = { yearToDate: '{期}', quarter: '{季}', missing: '', notCounted: '', earlier: '', whole: '' };
    const pieces = composeNarrative(NARRATIVE, tables, fillings, language).flat(2);
    expect(pieces.filter(({ cell }) => cell !== undefined).length).toBeGreaterThan(40);
    for (const { text, cell } of pieces)
      if (cell === undefined) expect(text).not.toMatch(/[0-9０-９]|[一二四五六七八九十百千]+(?:个|处|户|人)/);
  });

  it('follows its cells: another figure in a table is another figure in the text', () => {
    const r09 = tables['R09'];
    if (!r09) throw new Error('no R09');
    const changed: Tables = {
      ...tables,
      R09: { ...r09, rows: r09.rows.map((row) => (row['line'] === 'R09.bases' ? { ...row, value: 47 } : row)) },
    };
    const text = bulletinOf(
      CITY_PACK.at('2016Q2'),
      changed,
      completenessOf({ register: CITY_PACK.register, submissions: [], nilReturns: new Map() }),
      [],
    ).zh;
    expect(text).toContain('基地47处');
    expect(text).not.toContain('43处');
  });

  it('names the cell of every number in R19, and the cells hold what it says', () => {
    const sources = (summary.tables['R19']?.rows ?? []).flatMap((row) =>
      row['cells'] === null ? [] : textIn(row['cells']).split('；'),
    );
    expect(sources).toContain('R01.total.ytd.value=97,800');
    for (const source of sources) {
      const [reference = '', value] = source.split('=');
      const [id = '', place] = /^R\d\d(?:@\w+)?/.exec(reference)?.[0].split('@') ?? [];
      const table = summary.tables[id];
      const column = table?.columns.find(({ key }) => reference.endsWith(`.${key}`))?.key ?? '';
      const ranks = table?.rows.map(({ rank }) => Number(rank)) ?? [];
      const row =
        place === 'total'
          ? table?.total
          : table?.rows.find(({ line, rank }) =>
              place === undefined
                ? `${textIn(line)}.${column}` === reference
                : rank === (place === 'first' ? 1 : Math.max(...ranks)),
            );
      const cell = row?.[column];
      const kind = table?.columns.find(({ key }) => key === column)?.kind ?? 'text';
      expect(cellText({ kind }, cell, false), source).toBe(value);
    }
  });
});

describe('a quarter without projects or loans', () => {
  const bare = summarise({ ...facts, projects: [], finance: [] });

  it('says nothing of them', () => {
    for (const word of ['光伏', '试点村', '保证金', '贷款', '养驴场', '片区', '下一步'])
      expect(bare.narrative).not.toContain(word);
    expect(bare.narrative).toContain('9.78万');
    // Households with the measure are on file all the same.
    expect(bare.narrative).toContain('900余户');
    expect(bare.narrative).toContain('2200人');
  });

  it('says what is there and not what is missing', () => {
    const funds = facts.finance.filter((row) => row.finance_type === 'LOAN_ENT');
    const { narrative } = summarise({ ...facts, projects: [], finance: funds });
    expect(narrative).not.toContain('担保贴息资金');
    expect(narrative).toContain('金融扶贫方面，已向82家规模以上企业发放扶贫贷款1.7亿元，带动贫困人口3433人。');
  });
});

describe('enterprises below the scale', () => {
  it('are not called above it', () => {
    const [first, ...rest] = facts.finance.filter((row) => row.finance_type === 'LOAN_ENT');
    if (!first) throw new Error('no loan');
    const { narrative } = summarise({ ...facts, finance: [{ ...first, above_scale: false }, ...rest] });
    expect(narrative).toContain('已向82家企业（其中规模以上81家）发放扶贫贷款1.7亿元');
  });
});

describe('numbers as a bulletin writes them', () => {
  it.each([
    [917, '900余'],
    [4_036, '4000余'],
    [20_436, '2万余'],
    [900, '900'],
    [20_000, '2万'],
    [7, '7'],
    [123_456, '10万余'],
    [999_999, '90万余'],
  ])('%d is %s', (value, text) => {
    expect(aboutNumber(value)).toBe(text);
    expect(leadingFloor(value)).toBeLessThanOrEqual(value);
  });

  it.each([
    [244_000_000_00, '2.44亿元'],
    [100_000_000_00, '1亿元'],
    [75_000_000_00, '7500万元'],
    [99_999_999_00, '1亿元'],
    [99_994_900_00, '9999.49万元'],
    [5_000_00, '5000元'],
    [12_345_50, '1.23万元'],
    [150, '1.5元'],
  ])('%d fen are %s', (fen, text) => {
    expect(bulletinMoney(fen)).toBe(text);
  });

  it('parts of a sum add to it as printed', () => {
    expect(bulletinMoneyParts(24_400_000_000, [10_000_000_000, 14_400_000_000])).toEqual(['1亿元', '1.44亿元']);
    expect(bulletinMoneyParts(30_000_000_000, [10_050_000_000, 19_950_000_000])).toEqual(['1.01亿元', '1.99亿元']);
    expect(bulletinMoneyParts(24_440_000_000, [20_000_000_000, 4_440_000_000])).toEqual(['2亿元', '4400万元']);
    expect(bulletinMoneyParts(100_100_00, [33_366_67, 66_733_33])).toEqual(['3.34万元', '6.67万元']);
    expect(bulletinMoneyParts(9_000_00, [4_500_50, 4_499_50])).toEqual(['4500.5元', '4499.5元']);
  });

  it('a part that is nothing at the last place of the sum is told as it is', () => {
    expect(bulletinMoneyParts(10_010_000_000, [10_000_000_000, 10_000_000])).toEqual(['1亿元', '10万元']);
  });
});
