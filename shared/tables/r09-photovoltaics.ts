import { measure } from '../fold/tally.ts';
import { aboutNumber, bulletinNumber } from './printed-numbers.ts';
import { indicatorTable } from './indicator-table.ts';
import type { TableBuilder } from './report-table.ts';
import { builtOf, sumOf, type Project } from './projects.ts';
import { cityTally } from './units.ts';

const quantity = (projects: readonly Project[]): number => sumOf(projects, (project) => project.quantity);

/** R09 光伏扶贫. A mushroom greenhouse is the poor's own where its project names households that it drives. */
export const r09: TableBuilder = ({ projects, ...facts }) => {
  const city = cityTally({ projects, ...facts });
  const bases = builtOf(projects, 'PV_BASE');
  const roofs = builtOf(projects, 'PV_ROOF');
  const mushrooms = projects.filter((project) => project.project_type === 'MUSHROOM');
  const used = mushrooms.filter((project) => (project.households_driven ?? 0) > 0);
  const households = measure(city, 'measure.PV.households');
  return indicatorTable(
    {
      id: 'R09',
      zh: '光伏扶贫情况表',
      en: 'Photovoltaics',
      unit: { zh: '处、座、户、千瓦', en: 'sites, greenhouses, households, kW' },
      notes: [
        {
          zh: '基地、屋顶为建成数；户数为本年累计有光伏措施的户，每户计一次。',
          en: 'Bases and rooftops are those built; households are those with the measure PV in the year to date, each once.',
        },
      ],
    },
    ['value', 'capacity', 'printed'],
    [
      {
        zh: '建成大型集中式光伏扶贫基地（处）',
        en: 'large bases built',
        value: quantity(bases),
        capacity: capacity(bases),
        printed: bulletinNumber(quantity(bases)),
      },
      {
        zh: '建成分散式屋顶光伏（处）',
        en: 'rooftops built',
        value: quantity(roofs),
        capacity: capacity(roofs),
        printed: aboutNumber(quantity(roofs)),
      },
      {
        zh: '光伏食用菌大棚（座）',
        en: 'greenhouses with mushrooms',
        value: quantity(mushrooms),
        printed: bulletinNumber(quantity(mushrooms)),
      },
      {
        zh: '其中：贫困户使用（座）',
        en: 'of which used by poor households',
        value: quantity(used),
        printed: bulletinNumber(quantity(used)),
      },
      {
        zh: '有光伏措施的户',
        en: 'households with the measure PV',
        value: households,
        printed: bulletinNumber(households),
      },
      { zh: '建成装机容量（千瓦）', en: 'capacity built (kW)', capacity: capacity([...bases, ...roofs]) },
    ],
  );
};

const capacity = (projects: readonly Project[]): number => sumOf(projects, (project) => project.capacity);
