import { aboutNumber, bulletinMoney, bulletinNumber } from './printed-numbers.ts';
import { roundedQuotient } from './rounding.ts';
import { indicatorTable } from './indicator-table.ts';
import type { TableBuilder } from './report-table.ts';
import { plannedOf, sumOf, type Project } from './projects.ts';

const quantity = (projects: readonly Project[]): number => sumOf(projects, (project) => project.quantity);
const investment = (projects: readonly Project[]): number => sumOf(projects, (project) => project.investment_wan);

/** R13 计划项目表: what is planned and not yet begun, and the households that all projects plan to reach. */
export const r13: TableBuilder = ({ projects }) => {
  const farms = plannedOf(projects, 'DONKEY');
  const houses = plannedOf(projects, 'GREENHOUSE');
  const financing = plannedOf(projects, 'OTHER').filter((project) => project.project_name.includes('融资'));
  const planned = sumOf(projects, (project) => project.households_planned);
  const sizes = farms.flatMap(({ capacity, quantity: count }) => (capacity === null ? [] : [{ capacity, count }]));
  const smallest =
    sizes.length === 0 ? null : Math.min(...sizes.map(({ capacity, count }) => Math.floor(capacity / (100 * count))));
  const number = (value: number): { value: number; printed: string } => ({ value, printed: bulletinNumber(value) });
  const money = (fen: number): { amount: number; printed: string } => ({ amount: fen, printed: bulletinMoney(fen) });
  return indicatorTable(
    {
      id: 'R13',
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
    ['value', 'amount', 'printed'],
    [
      { zh: '计划新建养驴场（个）', en: 'donkey farms', ...number(quantity(farms)) },
      { zh: '单场最小规模（头）', en: 'smallest farm (head)', ...(smallest === null ? {} : number(smallest)) },
      { zh: '计划新建智能大棚（个）', en: 'smart greenhouses', ...number(quantity(houses)) },
      { zh: '智能大棚投资', en: 'investment in greenhouses', ...money(investment(houses)) },
      {
        zh: '平均每个大棚投资',
        en: 'investment in each',
        amount: roundedQuotient(investment(houses), quantity(houses)),
      },
      { zh: '养殖业首期融资', en: 'first financing of farming', ...money(investment(financing)) },
      { zh: '计划带动户数', en: 'households planned', value: planned, printed: aboutNumber(planned) },
    ],
  );
};
