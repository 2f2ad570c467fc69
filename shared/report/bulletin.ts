import { CHANNELS } from '../schema/codes.ts';
import { periodTitle, yearToDateTitle } from '../time/period.ts';
import type { Completeness } from './completeness.ts';
import { bulletinNumber, bulletinParts } from './exact.ts';
import type { Headline } from './headline.ts';
import type { SummaryFacts } from './model.ts';

const CHANNEL_PHRASES: Readonly<Record<(typeof CHANNELS)[number]['code'], string>> = {
  IND: '产业项目带动',
  EMP: '转移就业',
  EDM: '教育医疗扶持',
  SOC: '社会帮扶',
};

/** R19 简报: the bulletin's paragraph. Every number is a cell of R01; partial data is said in the text. */
export function bulletinText(facts: Pick<SummaryFacts, 'period'>, headline: Headline, completeness: Completeness): string {
  const { yearToDate, quarter } = headline.personsUplifted;
  const parts = bulletinParts(
    yearToDate,
    CHANNELS.map(({ code }) => headline.byChannel[code]),
  );
  const channels = CHANNELS.map(({ code }, index) => `${CHANNEL_PHRASES[code]}${parts[index]}人`).join('，');
  const target =
    headline.annualTarget === null
      ? ''
      : `今年计划实现${bulletinNumber(headline.annualTarget)}名贫困人口增收脱贫，已完成${headline.achievementRate}。`;
  const paragraph = `据统计，${yearToDateTitle(facts.period)}，全市共带动${bulletinNumber(yearToDate)}名贫困人口实现增收，其中${channels}。${target}`;
  const sentence = `${periodTitle(facts.period)}当季带动${bulletinNumber(quarter)}名贫困人口增收。`;
  const missing = completeness.missing.map((township) => `${township.unit}${township.name}`);
  const partial =
    missing.length === 0
      ? `${completeness.due}个应报乡镇（街道）已全部上报。`
      : `截至本次汇总，${completeness.due}个应报乡镇（街道）中${completeness.received}个已上报，以上数字不含未上报的${missing.length}个：${missing.join('、')}。`;
  return `聊城市扶贫开发${periodTitle(facts.period)}通报\n\n${paragraph}\n${sentence}\n${partial}\n`;
}
