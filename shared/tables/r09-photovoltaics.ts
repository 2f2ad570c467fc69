import { counts } from './treatment.ts';
import { measure } from '../fold/tally.ts';
import { counted, countedAbout, FIGURES, lineTable, publicLines, type Line } from './line-table.ts';
import type { SummaryFacts, ReportDefinition } from './report-table.ts';
import { builtOf, sumOf, type Project } from './projects.ts';
import { cityTally } from './units.ts';

/** R09 光伏扶贫. */
export const r09: ReportDefinition = {
  id: 'R09',
  publication: publicLines({
    'R09.bases': 'plain',
    'R09.rooftops': 'plain',
    'R09.greenhouses': 'plain',
    'R09.greenhouses.poor': 'plain',
    'R09.households': counts('measure.PV.households'),
    'R09.capacity': 'plain',
  }),
  tidy: {
    columns: { capacity: 'kilowatts' },
    lines: { 'R09.greenhouses*': 'greenhouses', 'R09.households': 'households', 'R09.*': 'sites' },
  },
  build: (facts) =>
    lineTable(
      'R09',
      {
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
      [FIGURES.value, FIGURES.capacity, FIGURES.printed],
      linesOf(facts),
    ),
};

/** A mushroom greenhouse counts as owned by poor households where its project names the households that it supports. */
function linesOf(facts: SummaryFacts): Line[] {
  const bases = builtOf(facts.projects, 'PV_BASE');
  const roofs = builtOf(facts.projects, 'PV_ROOF');
  const mushrooms = facts.projects.filter((project) => project.project_type === 'MUSHROOM');
  const used = mushrooms.filter((project) => (project.households_driven ?? 0) > 0);
  const households = measure(cityTally(facts), 'measure.PV.households');
  return [
    {
      line: 'R09.bases',
      zh: '建成大型集中式光伏扶贫基地（处）',
      en: 'large bases built',
      ...counted(quantity(bases)),
      capacity: capacity(bases),
    },
    {
      line: 'R09.rooftops',
      zh: '建成分散式屋顶光伏（处）',
      en: 'rooftops built',
      ...countedAbout(quantity(roofs)),
      capacity: capacity(roofs),
    },
    {
      line: 'R09.greenhouses',
      zh: '光伏食用菌大棚（座）',
      en: 'greenhouses with mushrooms',
      ...counted(quantity(mushrooms)),
    },
    {
      line: 'R09.greenhouses.poor',
      zh: '其中：贫困户使用（座）',
      en: 'of which used by poor households',
      ...counted(quantity(used)),
    },
    {
      line: 'R09.households',
      zh: '有光伏措施的户',
      en: 'households with the measure PV',
      ...counted(households),
    },
    {
      line: 'R09.capacity',
      zh: '建成装机容量（千瓦）',
      en: 'capacity built (kW)',
      capacity: capacity([...bases, ...roofs]),
    },
  ];
}

const quantity = (projects: readonly Project[]): number => sumOf(projects, (project) => project.quantity);
const capacity = (projects: readonly Project[]): number => sumOf(projects, (project) => project.capacity);
