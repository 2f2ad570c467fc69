/** A reminder as an office reads it, in a mail or from a webhook: Chinese first, then English. */
import type { Language } from '../language/language.ts';
import { periodTitle } from '../time/period.ts';
import { lateTownships, type Reminder } from './reminders.ts';

/** A message of a topic. */
export type Message = {
  /** ASCII, below 100 characters: a topic takes no other. */
  readonly subject: string;
  readonly body: string;
};

/** @param link address of a page that shows the quarter; null where the office has no link */
export function reminderMessage(reminder: Reminder, link: string | null): Message {
  const { period, deadline, due } = reminder;
  const missing = lateTownships(reminder).length;
  return {
    subject: `[Uplift] ${period}: ${missing} of ${due} townships have not reported, due ${deadline}`,
    body: [...chinese(reminder, link), '', ...english(reminder, link), ''].join('\n'),
  };
}

function chinese(reminder: Reminder, link: string | null): string[] {
  const { name, period, deadline, daysLeft, due, received } = reminder;
  const when = daysLeft > 0 ? `还有 ${daysLeft} 天` : daysLeft === 0 ? '今天截止' : `已逾期 ${-daysLeft} 天`;
  return [
    `【扶贫季报催报】${name.zh} ${periodTitle(period)}`,
    `截止 ${deadline}，${when}。应报 ${due} 个乡镇（街道），已报 ${received}，未报 ${due - received}：`,
    ...unitLines(reminder, 'zh'),
    ...(link === null ? [] : [`查看报送情况（只能查看，几天后失效）：${link}`]),
  ];
}

function english(reminder: Reminder, link: string | null): string[] {
  const { name, period, deadline, daysLeft, due, received } = reminder;
  const days = Math.abs(daysLeft) === 1 ? '1 day' : `${Math.abs(daysLeft)} days`;
  const when = daysLeft > 0 ? `${days} left` : daysLeft === 0 ? 'today' : `${days} ago`;
  return [
    `Quarterly report ${period}, ${name.en}`,
    `Due ${deadline}, ${when}. Of ${due} townships ${received} have reported and ${due - received} have not:`,
    ...unitLines(reminder, 'en'),
    ...(link === null ? [] : [`Who has reported (to look only, for some days): ${link}`]),
  ];
}

function unitLines({ late }: Reminder, language: Language): string[] {
  const [colon, comma] = { zh: ['：', '、'], en: [': ', ', '] }[language] as [string, string];
  return late.map(
    ({ name, townships }) =>
      `- ${name[language]} ${townships.length}${colon}${townships.map((one) => one.name[language]).join(comma)}`,
  );
}
