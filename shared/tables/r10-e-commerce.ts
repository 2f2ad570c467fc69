import { counts } from './treatment.ts';
import { measure } from '../fold/tally.ts';
import { counted, countedAbout, FIGURES, lineTable, publicLines, type Line } from './line-table.ts';
import type { SummaryFacts, ReportDefinition } from './report-table.ts';
import { builtOf, townshipsOf, villageNames } from './projects.ts';
import { cityTally } from './units.ts';

/** R10 电商扶贫. */
export const r10: ReportDefinition = {
  id: 'R10',
  publication: publicLines({
    'R10.townships': 'plain',
    'R10.households': counts('measure.ECM.households'),
    'R10.villages': 'plain',
  }),
  tidy: { lines: { 'R10.townships': 'townships', 'R10.households': 'households', 'R10.villages': 'villages' } },
  build: (facts) =>
    lineTable(
      'R10',
      {
        zh: '电商扶贫情况表',
        en: 'E-commerce',
        unit: { zh: '个、户', en: 'townships, households, villages' },
        notes: [
          {
            zh: '乡镇：有电商户或电商乡镇项目的；户数为本年累计有电商措施的户，每户计一次；试点村为建成的。',
            en: 'Townships with a household of the measure ECM or with a project; households of the year to date, each once; pilot villages built.',
          },
        ],
      },
      [FIGURES.value, FIGURES.printed, FIGURES.names],
      linesOf(facts),
    ),
};

function linesOf(facts: SummaryFacts): Line[] {
  const byProject = townshipsOf(facts.projects.filter((project) => project.project_type === 'ECOM_TOWN'));
  const byHousehold = [...facts.tallies]
    .filter(([, tally]) => measure(tally, 'measure.ECM.households') > 0)
    .map(([code]) => code);
  const townships = new Set([...byProject, ...byHousehold]).size;
  const households = measure(cityTally(facts), 'measure.ECM.households');
  const pilots = builtOf(facts.projects, 'ECOM_VILLAGE');
  return [
    {
      line: 'R10.townships',
      zh: '开展电商扶贫的乡镇（个）',
      en: 'townships',
      ...counted(townships),
    },
    { line: 'R10.households', zh: '电商户', en: 'households', ...countedAbout(households) },
    {
      line: 'R10.villages',
      zh: '电商试点村（个）',
      en: 'pilot villages',
      ...counted(pilots.length),
      names: villageNames(pilots, facts.register),
    },
  ];
}
