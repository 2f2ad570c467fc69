import type { Clause, Paragraph } from './narrative.ts';

/** R19 简报 as data: every number in it is the cell that its placeholder names (narrative.ts). */

type Cell = Parameters<NonNullable<Clause['when']>>[0];
type Fillings = Parameters<NonNullable<Clause['when']>>[1];

const allReceived = (cell: Cell): boolean => cell('R15@total.missing|persons') === 0;
const lacksTownships = ({ notCounted }: Fillings): boolean => notCounted !== '';
const allAboveScale = (cell: Cell): boolean => cell('R12.7|persons') === cell('R12.8|persons');

export const NARRATIVE: readonly Paragraph[] = [
  [
    {
      lead: { zh: '据统计，', en: '' },
      clauses: [
        {
          zh: '{yearToDate}，全市共带动{R01.1|persons}名贫困人口实现增收，其中产业项目带动{R01.2|part}人，转移就业{R01.3|part}人，教育医疗扶持{R01.4|part}人，社会帮扶{R01.5|part}人',
          en: 'In {yearToDate}, {R01.1|persons} poor people of the city saw their income rise: {R01.2|part} through industry projects, {R01.3|part} through transfer employment, {R01.4|part} through education and medical support, {R01.5|part} through social assistance',
          always: true,
        },
      ],
    },
    {
      clauses: [
        {
          zh: '今年计划实现{R01.6|persons}名贫困人口增收脱贫，已完成{R01.7|percent}',
          en: 'The target of the year is {R01.6|persons} persons, of which {R01.7|percent} is reached',
        },
      ],
    },
    {
      clauses: [
        {
          zh: '{quarter}当季带动{R01.8|persons}名贫困人口增收',
          en: 'In {quarter} alone it was {R01.8|persons} persons',
          always: true,
        },
      ],
    },
    {
      clauses: [
        {
          zh: '上季增收的{R17@total.upliftedBefore.households|persons}户中，{R17@total.continued.households|persons}户继续增收',
          en: 'Of the {R17@total.upliftedBefore.households|persons} households uplifted last quarter {R17@total.continued.households|persons} went on to be',
        },
        {
          zh: '本季新增{R17@total.newlyUplifted.households|persons}户',
          en: '{R17@total.newlyUplifted.households|persons} are new',
          when: (cell) => Number(cell('R17@total.upliftedBefore.households|persons')) > 0,
        },
      ],
    },
    {
      clauses: [
        {
          zh: '分县看，完成率最高的是{R02@first.unit|text}（{R02@first.rate|percent}），最低的是{R02@last.unit|text}（{R02@last.rate|percent}）',
          en: 'By unit, {R02@first.unit|text} leads with {R02@first.rate|percent}, {R02@last.unit|text} is last with {R02@last.rate|percent}',
          // Nobody is called last because a township of theirs is still to come or not counted, nor where an edition hides who leads.
          when: (cell, fillings) =>
            allReceived(cell) && !lacksTownships(fillings) && cell('R02@first.rank|persons') === 1,
        },
      ],
    },
  ],
  [
    {
      lead: { zh: '光伏扶贫方面，', en: 'Photovoltaics: ' },
      clauses: [
        { zh: '建成大型集中式光伏扶贫基地{R09.1|persons}处', en: '{R09.1|persons} large bases built' },
        { zh: '分散式屋顶光伏{R09.2|about}处', en: '{R09.2|about} rooftops' },
        { zh: '光伏食用菌大棚{R09.3|persons}座', en: '{R09.3|persons} greenhouses with mushrooms' },
        { zh: '其中贫困户使用{R09.4|persons}座', en: 'of which {R09.4|persons} are used by poor households' },
      ],
    },
    {
      lead: { zh: '电商扶贫方面，', en: 'E-commerce: ' },
      clauses: [
        { zh: '{R10.1|persons}个乡镇开展电商扶贫', en: '{R10.1|persons} townships' },
        { zh: '发展电商户{R10.2|about}户', en: '{R10.2|about} households' },
        { zh: '建成电商试点村{R10.3|persons}个', en: '{R10.3|persons} pilot villages' },
      ],
    },
    {
      lead: { zh: '旅游扶贫方面，', en: 'Tourism: ' },
      clauses: [
        { zh: '发展旅游产业的乡镇共{R11.1|persons}个', en: '{R11.1|persons} townships' },
        { zh: '直接带动{R11.2|persons}人实现脱贫（含预脱贫）', en: '{R11.2|persons} persons exited or about to' },
        { zh: '旅游试点村{R11.3|persons}个', en: '{R11.3|persons} pilot villages' },
        {
          zh: '规划{R11.4|hanzi}大片区',
          en: '{R11.4|hanzi} zones are laid out',
          when: (cell) => Number(cell('R11.1|persons')) > 0,
        },
      ],
    },
  ],
  [
    {
      lead: { zh: '金融扶贫方面，', en: 'Finance: ' },
      clauses: [
        {
          zh: '市、县财政安排担保贴息资金{R12.1|money}（市级{R12.2|moneyPart}、县级{R12.3|moneyPart}），放大{R12.4|times}倍信贷规模，可贷{R12.5|money}',
          en: 'the city and its counties set aside {R12.1|money} ({R12.2|moneyPart} by the city, {R12.3|moneyPart} by counties), which leverages {R12.4|times} times to {R12.5|money}',
        },
        {
          zh: '已向{R12.8|persons}家规模以上企业发放扶贫贷款{R12.6|money}',
          en: '{R12.8|persons} enterprises above scale were lent {R12.6|money}',
          when: allAboveScale,
        },
        {
          zh: '已向{R12.7|persons}家企业（其中规模以上{R12.8|persons}家）发放扶贫贷款{R12.6|money}',
          en: '{R12.7|persons} enterprises, {R12.8|persons} of them above scale, were lent {R12.6|money}',
          always: true,
          when: (cell) => !allAboveScale(cell),
        },
        { zh: '占可贷规模的{R12.10|percent}', en: '{R12.10|percent} of the capacity' },
        { zh: '带动贫困人口{R12.17|persons}人', en: 'driving {R12.17|persons} persons' },
      ],
    },
    {
      clauses: [
        {
          zh: '县财政交纳保证金{R12.11|money}，可贷出{R12.12|money}',
          en: 'Deposits of {R12.11|money} allow loans of {R12.12|money}',
        },
        {
          zh: '按每户{R12.14|money}发放专项资金{R12.13|persons}户',
          en: '{R12.13|persons} households had a grant of {R12.14|money} each',
        },
      ],
    },
    {
      lead: { zh: '下一步，', en: 'Plans: ' },
      clauses: [
        {
          zh: '计划新建养驴场{R13.1|persons}个，规模{R13.2|persons}头以上',
          en: '{R13.1|persons} donkey farms of {R13.2|persons} head and more',
        },
        { zh: '首期融资{R13.6|money}', en: 'a first financing of {R13.6|money}' },
        {
          zh: '建设智能大棚{R13.3|persons}个，投资{R13.4|money}',
          en: '{R13.3|persons} smart greenhouses for {R13.4|money}',
        },
        {
          zh: '计划带动建档立卡贫困户{R13.7|about}户实现脱贫',
          en: '{R13.7|about} registered households to be reached',
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
