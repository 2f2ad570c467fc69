import { counts } from './treatment.ts';
import { measure } from '../fold/tally.ts';
import { hanziNumber } from './printed-numbers.ts';
import { counted, FIGURES, lineTable, publicLines, type Line } from './line-table.ts';
import type { SummaryFacts, ReportDefinition } from './report-table.ts';
import { townshipsOf, villageNames } from './projects.ts';
import { cityTally } from './units.ts';

/** R11 旅游扶贫. */
export const r11: ReportDefinition = {
  id: 'R11',
  publication: publicLines({
    'R11.townships': 'plain',
    'R11.exited': counts('measure.TRM.exited.persons'),
    'R11.villages': 'plain',
    'R11.zones': 'plain',
  }),
  tidy: {
    lines: { 'R11.townships': 'townships', 'R11.exited': 'persons', 'R11.villages': 'villages', 'R11.zones': 'zones' },
  },
  build: (facts) =>
    lineTable(
      'R11',
      {
        zh: '旅游扶贫情况表',
        en: 'Tourism',
        unit: { zh: '个、人', en: 'townships, persons, villages' },
        notes: [
          {
            zh: '脱贫人数：本年有旅游措施且脱贫状态为脱贫或预脱贫的户的人口。',
            en: 'Exited: members of households with the measure TRM whose status is exited or pending.',
          },
        ],
      },
      [FIGURES.value, FIGURES.printed, FIGURES.names],
      linesOf(facts),
    ),
};

function linesOf(facts: SummaryFacts): Line[] {
  const townships = townshipsOf(facts.projects.filter((project) => project.project_type.startsWith('TOUR_'))).size;
  const exited = measure(cityTally(facts), 'measure.TRM.exited.persons');
  const pilots = facts.projects.filter((project) => project.project_type === 'TOUR_VILLAGE');
  const { zoneCount } = facts.programme;
  return [
    {
      line: 'R11.townships',
      zh: '发展旅游产业的乡镇（个）',
      en: 'townships',
      ...counted(townships),
    },
    {
      line: 'R11.exited',
      zh: '直接带动脱贫人数',
      en: 'persons exited',
      ...counted(exited),
    },
    {
      line: 'R11.villages',
      zh: '旅游试点村（个）',
      en: 'pilot villages',
      ...counted(pilots.length),
      names: villageNames(pilots, facts.register),
    },
    {
      line: 'R11.zones',
      zh: '旅游扶贫片区（个）',
      en: 'zones',
      value: zoneCount,
      printed: hanziNumber(zoneCount),
    },
  ];
}
