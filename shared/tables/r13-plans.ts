import { average, cell } from './basis.ts';
import { counts } from './treatment.ts';
import { roundedQuotient } from './rounding.ts';
import { counted, countedAbout, FIGURES, lineTable, money, publicLines, type Line } from './line-table.ts';
import type { ReportDefinition } from './report-table.ts';
import { plannedOf, sumOf, type Project } from './projects.ts';

/** R13 计划项目表: what is planned and not yet begun, and the households that all projects plan to reach. */
export const r13: ReportDefinition = {
  id: 'R13',
  publication: publicLines({
    'R13.farms': 'plain',
    'R13.farms.smallest': 'plain',
    'R13.greenhouses': 'plain',
    'R13.greenhouses.investment': 'plain',
    'R13.greenhouses.average': 'plain',
    'R13.financing': 'plain',
    'R13.households': counts('project.households.planned'),
  }),
  tidy: {
    lines: {
      'R13.farms': 'farms',
      'R13.farms.smallest': 'head',
      'R13.greenhouses': 'greenhouses',
      'R13.households': 'households',
    },
  },
  bases: {
    'R13.farms.smallest.value': { as: 'least' },
    'R13.greenhouses.average.amount': average(
      cell('amount', 'R13.greenhouses.investment'),
      cell('value', 'R13.greenhouses'),
    ),
  },
  build: ({ projects }) =>
    lineTable(
      'R13',
      {
        zh: '计划项目表',
        en: 'Plans',
        unit: { zh: '个、头、户、万元', en: 'farms, head, households, 10,000 yuan' },
        notes: [
          {
            zh: '养驴场、智能大棚、首期融资为状态“规划”的项目（首期融资指类型为其他、名称含“融资”的）；计划带动户数为全部项目之和。',
            en: 'Farms, greenhouses and financing are those planned (financing: other projects named 融资); households are summed over all projects.',
          },
        ],
      },
      [FIGURES.value, FIGURES.wan, FIGURES.printed],
      [
        ...farmLines(plannedOf(projects, 'DONKEY')),
        ...greenhouseLines(plannedOf(projects, 'GREENHOUSE')),
        ...allLines(projects),
      ],
    ),
};

const quantity = (projects: readonly Project[]): number => sumOf(projects, (project) => project.quantity);
const investment = (projects: readonly Project[]): number => sumOf(projects, (project) => project.investment_wan);
function farmLines(farms: readonly Project[]): Line[] {
  const sizes = farms.flatMap(({ capacity, quantity: count }) => (capacity === null ? [] : [{ capacity, count }]));
  const smallest =
    sizes.length === 0 ? null : Math.min(...sizes.map(({ capacity, count }) => Math.floor(capacity / (100 * count))));
  return [
    { line: 'R13.farms', zh: '计划新建养驴场（个）', en: 'donkey farms', ...counted(quantity(farms)) },
    {
      line: 'R13.farms.smallest',
      zh: '单场最小规模（头）',
      en: 'smallest farm (head)',
      ...(smallest === null ? {} : counted(smallest)),
    },
  ];
}

const greenhouseLines = (houses: readonly Project[]): Line[] => [
  { line: 'R13.greenhouses', zh: '计划新建智能大棚（个）', en: 'smart greenhouses', ...counted(quantity(houses)) },
  {
    line: 'R13.greenhouses.investment',
    zh: '智能大棚投资',
    en: 'investment in greenhouses',
    ...money(investment(houses)),
  },
  {
    line: 'R13.greenhouses.average',
    zh: '平均每个大棚投资',
    en: 'investment in each',
    amount: roundedQuotient(investment(houses), quantity(houses)),
  },
];

function allLines(projects: readonly Project[]): Line[] {
  const financing = plannedOf(projects, 'OTHER').filter((project) => project.project_name.includes('融资'));
  const planned = sumOf(projects, (project) => project.households_planned);
  return [
    { line: 'R13.financing', zh: '养殖业首期融资', en: 'first financing of farming', ...money(investment(financing)) },
    {
      line: 'R13.households',
      zh: '计划带动户数',
      en: 'households planned',
      ...countedAbout(planned),
    },
  ];
}
