import { CHANNELS } from '../schema/codes.ts';
import { measure, mergeTallies } from '../fold/tally.ts';
import { periodTitle, yearToDate, yearToDateTitle } from '../time/period.ts';
import { largestRemainder, roundedQuotient, tenthsOfPercent } from './rounding.ts';
import { headlineOf } from './headline.ts';
import type { ReportRow, TableBuilder } from './report-table.ts';

/** R01 总体情况: the headline, line by line; the codes R01.1 and following are what R19 cites. */
export const r01: TableBuilder = (facts) => {
  const headline = headlineOf(facts);
  const { yearToDate: cumulative, quarter } = headline.personsUplifted;
  const city = mergeTallies(facts.tallies.values());
  const channels = CHANNELS.map(({ code }) => headline.byChannel[code]);
  const shares = largestRemainder(channels, cumulative, 1000);
  const line = (no: number, zh: string, en: string, figures: ReportRow): ReportRow => ({
    line: `R01.${no}`,
    item: zh,
    itemEn: en,
    value: null,
    share: null,
    amount: null,
    ...figures,
  });
  const target = headline.annualTarget;
  return {
    id: 'R01',
    zh: '总体情况',
    en: 'Headline',
    unit: { zh: '人、户、元', en: 'persons, households, yuan' },
    columns: [
      { key: 'line', zh: '行号', en: 'line', kind: 'text' },
      { key: 'item', zh: '指标', en: 'item', kind: 'text' },
      { key: 'value', zh: '数量', en: 'count', kind: 'count' },
      { key: 'share', zh: '比例', en: 'share', kind: 'percent' },
      { key: 'amount', zh: '金额（元）', en: 'amount (yuan)', kind: 'money' },
    ],
    rows: [
      line(1, `${yearToDateTitle(facts.period)}带动增收人数`, 'persons uplifted, year to date', {
        value: cumulative,
        share: cumulative > 0 ? 1000 : null,
      }),
      ...CHANNELS.map(({ zh, en }, index) =>
        line(index + 2, `其中：${zh}`, `of which ${en}`, { value: channels[index] ?? 0, share: shares[index] ?? 0 }),
      ),
      line(6, '年度任务人数', 'annual target', { value: target }),
      line(7, '完成率', 'achievement rate', { share: target === null ? null : tenthsOfPercent(cumulative, target) }),
      line(8, '本季带动增收人数', 'persons uplifted this quarter', { value: quarter }),
      line(9, '本年累计增收户数', 'households uplifted, year to date', {
        value: headline.householdsUplifted.yearToDate,
      }),
      line(10, '在册贫困人口', 'registered persons', { value: headline.registeredPersons }),
      line(11, '增收人数占在册人口', 'uplifted among registered', {
        share: headline.registeredPersons === null ? null : tenthsOfPercent(cumulative, headline.registeredPersons),
      }),
      line(12, '本年累计带动增收金额', 'uplift amount, year to date', { amount: headline.upliftAmountFen }),
      ...yearToDate(facts.period).map((each, index) =>
        line(13 + index, `${periodTitle(each)}当季带动增收人数`, `persons uplifted in ${each}`, {
          value: measure(city, `persons.${each}`),
        }),
      ),
      line(17, '人均增收金额', 'uplift amount per person, year to date', {
        amount: roundedQuotient(headline.upliftAmountFen, cumulative),
      }),
    ],
    total: null,
    notes: [
      {
        zh: '本年累计按户去重，各季相加不等于累计。',
        en: 'Year to date counts each household once; quarters do not add up to it.',
      },
    ],
  };
};
