import { measure } from '../fold/tally.ts';
import { bulletinNumber, hanziNumber } from './printed-numbers.ts';
import { indicatorTable } from './indicator-table.ts';
import type { TableBuilder } from './report-table.ts';
import { townshipsOf, villageNames } from './projects.ts';
import { cityTally } from './units.ts';

/** R11 旅游扶贫. */
export const r11: TableBuilder = (facts) => {
  const { register } = facts;
  const townships = townshipsOf(facts.projects.filter((project) => project.project_type.startsWith('TOUR_'))).size;
  const exited = measure(cityTally(facts), 'measure.TRM.exited.persons');
  const pilots = facts.projects.filter((project) => project.project_type === 'TOUR_VILLAGE');
  return indicatorTable(
    {
      id: 'R11',
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
    ['value', 'printed', 'names'],
    [
      { zh: '发展旅游产业的乡镇（个）', en: 'townships', value: townships, printed: bulletinNumber(townships) },
      { zh: '直接带动脱贫人数', en: 'persons exited', value: exited, printed: bulletinNumber(exited) },
      {
        zh: '旅游试点村（个）',
        en: 'pilot villages',
        value: pilots.length,
        printed: bulletinNumber(pilots.length),
        names: villageNames(pilots, register),
      },
      {
        zh: '旅游扶贫片区（个）',
        en: 'zones',
        value: facts.programme.zoneCount,
        printed: hanziNumber(facts.programme.zoneCount),
      },
    ],
  );
};
