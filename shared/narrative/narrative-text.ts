import type { Language } from '../language/language.ts';
import { CHANNEL_ENTRIES } from '../schema/channels.ts';
import { channelLine } from '../tables/r01-headline.ts';
import type { Clause, Paragraph } from './narrative.ts';

/** R19 简报 as data: every number in it is the cell that its placeholder names (narrative.ts). */

type Cell = Parameters<NonNullable<Clause['when']>>[0];
type Fillings = Parameters<NonNullable<Clause['when']>>[1];

const allReceived = (cell: Cell): boolean => cell('R15@total.missing|persons') === 0;
const lacksTownships = ({ notCounted }: Fillings): boolean => notCounted !== '';
const isProvince = ({ level }: Fillings): boolean => level === 'province';
/** Whether R17 covers the whole quarter: it leaves out townships that have only one of the two quarters on file. */
const comparesAll = (cell: Cell): boolean =>
  cell('R17@total.uplifted.persons|persons') === cell('R01.total.quarter|persons');
const allAboveScale = (cell: Cell): boolean =>
  cell('R12.enterprises|persons') === cell('R12.enterprises.aboveScale|persons');

/** Every channel with its persons, in the order of the list. */
const channelsIn = (language: Language): string =>
  CHANNEL_ENTRIES.map(({ code, zh, en, sentence = zh }) => {
    const persons = `{${channelLine(code)}|part}`;
    return { zh: `${sentence}${persons}人`, en: `${persons} through ${en}` }[language];
  }).join({ zh: '，', en: ', ' }[language]);

export const NARRATIVE: readonly Paragraph[] = [
  [
    {
      lead: { zh: '据统计，', en: '' },
      clauses: [
        {
          zh: `{yearToDate}，{whole}共带动{R01.total.ytd|persons}名贫困人口实现增收，其中${channelsIn('zh')}`,
          en: `In {yearToDate}, {R01.total.ytd|persons} poor people of {whole} saw their income rise: ${channelsIn('en')}`,
          always: true,
        },
      ],
    },
    {
      clauses: [
        {
          zh: '今年计划实现{R01.target.year|persons}名贫困人口增收脱贫，已完成{R01.target.rate|percent}',
          en: 'The target of the year is {R01.target.year|persons} persons, of which {R01.target.rate|percent} is reached',
        },
      ],
    },
    {
      clauses: [
        {
          zh: '{quarter}当季带动{R01.total.quarter|persons}名贫困人口增收',
          en: 'In {quarter} alone it was {R01.total.quarter|persons} persons',
          always: true,
        },
      ],
    },
    {
      clauses: [
        {
          zh: '上季增收的{R17@total.upliftedBefore.households|persons}户中，{R17@total.continued.households|persons}户继续增收',
          en: 'Of the {R17@total.upliftedBefore.households|persons} households uplifted last quarter {R17@total.continued.households|persons} went on to be',
          when: comparesAll,
        },
        {
          zh: '在两季都上报的乡镇（街道），上季增收的{R17@total.upliftedBefore.households|persons}户中，{R17@total.continued.households|persons}户继续增收',
          en: 'In the townships that reported both quarters, of the {R17@total.upliftedBefore.households|persons} households uplifted last quarter {R17@total.continued.households|persons} went on to be',
          when: (cell) => !comparesAll(cell),
        },
        {
          zh: '本季新增{R17@total.newlyUplifted.households|persons}户',
          en: '{R17@total.newlyUplifted.households|persons} are new',
          when: (cell) => Number(cell('R17@total.upliftedBefore.households|persons')) > 0,
        },
        {
          zh: '其本季增收的{R17@total.uplifted.persons|persons}人因此少于{whole}当季的{R01.total.quarter|persons}人',
          en: 'so that their {R17@total.uplifted.persons|persons} persons of this quarter are fewer than the {R01.total.quarter|persons} of {whole}',
          when: (cell) => !comparesAll(cell) && Number(cell('R17@total.upliftedBefore.households|persons')) > 0,
        },
      ],
    },
    {
      clauses: [
        {
          zh: '分县看，完成率最高的是{R02@first.unit|text}（{R02@first.rate|percent}），最低的是{R02@last.unit|text}（{R02@last.rate|percent}）',
          en: 'By unit, {R02@first.unit|text} leads with {R02@first.rate|percent}, {R02@last.unit|text} is last with {R02@last.rate|percent}',
          // No unit is called last while one of its townships has not reported or is not counted.
          when: (cell, fillings) => allReceived(cell) && !lacksTownships(fillings),
        },
      ],
    },
  ],
  [
    {
      lead: { zh: '光伏扶贫方面，', en: 'Photovoltaics: ' },
      clauses: [
        { zh: '建成大型集中式光伏扶贫基地{R09.bases|persons}处', en: '{R09.bases|persons} large bases built' },
        { zh: '分散式屋顶光伏{R09.rooftops|about}处', en: '{R09.rooftops|about} rooftops' },
        { zh: '光伏食用菌大棚{R09.greenhouses|persons}座', en: '{R09.greenhouses|persons} greenhouses with mushrooms' },
        {
          zh: '其中贫困户使用{R09.greenhouses.poor|persons}座',
          en: 'of which {R09.greenhouses.poor|persons} are used by poor households',
        },
      ],
    },
    {
      lead: { zh: '电商扶贫方面，', en: 'E-commerce: ' },
      clauses: [
        { zh: '{R10.townships|persons}个乡镇开展电商扶贫', en: '{R10.townships|persons} townships' },
        { zh: '发展电商户{R10.households|about}户', en: '{R10.households|about} households' },
        { zh: '建成电商试点村{R10.villages|persons}个', en: '{R10.villages|persons} pilot villages' },
      ],
    },
    {
      lead: { zh: '旅游扶贫方面，', en: 'Tourism: ' },
      clauses: [
        { zh: '发展旅游产业的乡镇共{R11.townships|persons}个', en: '{R11.townships|persons} townships' },
        {
          zh: '直接带动{R11.exited|persons}人实现脱贫（含预脱贫）',
          en: '{R11.exited|persons} persons exited or about to',
        },
        { zh: '旅游试点村{R11.villages|persons}个', en: '{R11.villages|persons} pilot villages' },
        {
          zh: '规划{R11.zones|hanzi}大片区',
          en: '{R11.zones|hanzi} zones are laid out',
          when: (cell) => Number(cell('R11.townships|persons')) > 0,
        },
      ],
    },
  ],
  [
    {
      lead: { zh: '金融扶贫方面，', en: 'Finance: ' },
      clauses: [
        {
          zh: '市、县财政安排担保贴息资金{R12.fund|money}（市级{R12.fund.city|moneyPart}、县级{R12.fund.county|moneyPart}），放大{R12.leverage|times}倍信贷规模，可贷{R12.capacity|money}',
          en: 'the city and its counties set aside {R12.fund|money} ({R12.fund.city|moneyPart} by the city, {R12.fund.county|moneyPart} by counties), which leverages {R12.leverage|times} times to {R12.capacity|money}',
          when: (_, fillings) => !isProvince(fillings),
        },
        {
          zh: '各市、县财政安排担保贴息资金{R12.fund|money}（市级{R12.fund.city|moneyPart}、县级{R12.fund.county|moneyPart}），放大{R12.leverage|times}倍信贷规模，可贷{R12.capacity|money}',
          en: 'cities and counties set aside {R12.fund|money} ({R12.fund.city|moneyPart} by cities, {R12.fund.county|moneyPart} by counties), which leverages {R12.leverage|times} times to {R12.capacity|money}',
          when: (_, fillings) => isProvince(fillings),
        },
        {
          zh: '已向{R12.enterprises.aboveScale|persons}家规模以上企业发放扶贫贷款{R12.loans|money}',
          en: '{R12.enterprises.aboveScale|persons} enterprises above scale were lent {R12.loans|money}',
          when: allAboveScale,
        },
        {
          zh: '已向{R12.enterprises|persons}家企业（其中规模以上{R12.enterprises.aboveScale|persons}家）发放扶贫贷款{R12.loans|money}',
          en: '{R12.enterprises|persons} enterprises, {R12.enterprises.aboveScale|persons} of them above scale, were lent {R12.loans|money}',
          always: true,
          when: (cell) => !allAboveScale(cell),
        },
        { zh: '占可贷规模的{R12.loans.ofCapacity|percent}', en: '{R12.loans.ofCapacity|percent} of the capacity' },
        { zh: '带动贫困人口{R12.driven|persons}人', en: 'driving {R12.driven|persons} persons' },
      ],
    },
    {
      clauses: [
        {
          zh: '县财政交纳保证金{R12.deposits|money}，可贷出{R12.deposits.capacity|money}',
          en: 'Deposits of {R12.deposits|money} allow loans of {R12.deposits.capacity|money}',
        },
        {
          zh: '按每户{R12.grants.each|money}发放专项资金{R12.grants.households|persons}户',
          en: '{R12.grants.households|persons} households had a grant of {R12.grants.each|money} each',
        },
      ],
    },
    {
      lead: { zh: '下一步，', en: 'Plans: ' },
      clauses: [
        {
          zh: '计划新建养驴场{R13.farms|persons}个，规模{R13.farms.smallest|persons}头以上',
          en: '{R13.farms|persons} donkey farms of {R13.farms.smallest|persons} head and more',
        },
        { zh: '首期融资{R13.financing|money}', en: 'a first financing of {R13.financing|money}' },
        {
          zh: '建设智能大棚{R13.greenhouses|persons}个，投资{R13.greenhouses.investment|money}',
          en: '{R13.greenhouses|persons} smart greenhouses for {R13.greenhouses.investment|money}',
        },
        {
          zh: '计划带动建档立卡贫困户{R13.households|about}户实现脱贫',
          en: '{R13.households|about} registered households to be reached',
        },
      ],
    },
  ],
  [
    {
      clauses: [
        {
          zh: '{R15@total.due|persons}个应报乡镇（街道）已全部上报',
          en: 'All {R15@total.due|persons} townships have reported',
          when: allReceived,
        },
        {
          zh: '截至本次汇总，{R15@total.due|persons}个应报乡镇（街道）中{R15@total.received|persons}个已上报，以上数字不含未上报的{R15@total.missing|persons}个{earlier}：{missing}',
          en: 'So far {R15@total.received|persons} of {R15@total.due|persons} townships have reported; these figures lack {R15@total.missing|persons}{earlier}: {missing}',
          always: true,
          when: (cell) => !allReceived(cell),
        },
      ],
    },
    {
      clauses: [
        {
          zh: '系统未能汇总下列乡镇（街道），以上数字（含累计数）不含其任何一季的数据：{notCounted}',
          en: 'The system could not count the following townships, and no figure above has any of their data, of this quarter or an earlier one: {notCounted}',
          when: (_, fillings) => lacksTownships(fillings),
        },
      ],
    },
  ],
];
