import { measure } from '../fold/tally.ts';
import { aboutNumber, bulletinNumber } from './printed-numbers.ts';
import { indicatorTable } from './indicator-table.ts';
import type { TableBuilder } from './report-table.ts';
import { builtOf, townshipsOf, villageNames } from './projects.ts';
import { cityTally } from './units.ts';

/** R10 电商扶贫. */
export const r10: TableBuilder = (facts) => {
  const { register } = facts;
  const byProject = townshipsOf(facts.projects.filter((project) => project.project_type === 'ECOM_TOWN'));
  const byHousehold = [...facts.tallies]
    .filter(([, tally]) => measure(tally, 'measure.ECM.households') > 0)
    .map(([code]) => code);
  const townships = new Set([...byProject, ...byHousehold]).size;
  const households = measure(cityTally(facts), 'measure.ECM.households');
  const pilots = builtOf(facts.projects, 'ECOM_VILLAGE');
  return indicatorTable(
    {
      id: 'R10',
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
    ['value', 'printed', 'names'],
    [
      { zh: '开展电商扶贫的乡镇（个）', en: 'townships', value: townships, printed: bulletinNumber(townships) },
      { zh: '电商户', en: 'households', value: households, printed: aboutNumber(households) },
      {
        zh: '电商试点村（个）',
        en: 'pilot villages',
        value: pilots.length,
        printed: bulletinNumber(pilots.length),
        names: villageNames(pilots, register),
      },
    ],
  );
};
