import { CITY_PACK } from '../../cities/pack.ts';
import type { Language } from '../../shared/language/language.ts';
import { reminderLink } from '../../shared/office/reminder-link.ts';
import { reminderMessage } from '../../shared/office/reminder-text.ts';
import {
  lateTownships,
  reminderDaysOf,
  remindedPeriods,
  remindersAt,
  type Reminder,
} from '../../shared/office/reminders.ts';
import { cityDate, isDate, type Period } from '../../shared/time/period.ts';
import { connected, onlyPeriod, STACK, type Command, type Options } from '../command.ts';
import type { System } from '../system.ts';
import { EXIT, UsageError } from '../told-errors.ts';

/** What offices are told of late townships; nothing is sent. */
export const remind: Command = {
  name: 'remind',
  usage: '[PERIOD] [--on DATE] [--stack NAME]',
  zh: '显示某一天发给各扶贫办的催报通知（只显示，不发送）',
  en: 'show the reminders of late townships that offices get on a day (shown, not sent)',
  options: {
    on: { type: 'string', zh: '日期，默认今天', en: 'the day, default today' },
    stack: STACK,
  },
  run: async (options, words, language) => {
    const named = words.length > 0 ? onlyPeriod(words) : null;
    const day = dayAsked(options);
    const system = await connected(options);
    const at = day ?? (await system.serverTime());
    const told = await Promise.all(
      (named === null ? remindedPeriods(CITY_PACK, at) : [named]).map((period) => toldOf(period, at, system)),
    );
    if (options['json'] === true) console.log(JSON.stringify({ day: cityDate(at), periods: told }, null, 1));
    else if (told.length === 0)
      console.log(
        {
          zh: `${cityDate(at)} 之前的两个季度没有工作方案（已有的年度：${CITY_PACK.years.join('、')}），没有可催报的；可以指定季度，如 uplift remind 2016Q2`,
          en: `the two quarters before ${cityDate(at)} have no programme (years that have one: ${CITY_PACK.years.join(', ')}); name a quarter, as in uplift remind 2016Q2`,
        }[language],
      );
    else for (const one of told) for (const line of linesOf(one, at, language)) console.log(line);
    return EXIT.good;
  },
};

/** Nine in the morning of the day that is named, by the clock of the city. @throws UsageError */
function dayAsked({ on }: Options): Date | null {
  if (typeof on !== 'string') return null;
  if (isDate(on)) return new Date(`${on}T01:00:00Z`);
  throw new UsageError({
    zh: `--on 应为日期，如 2016-07-14，给出的是“${on}”`,
    en: `--on: got “${on}”, expected a date such as 2016-07-14`,
  });
}

type Told = {
  readonly period: Period;
  /** All days of reminders of the quarter. */
  readonly days: readonly string[];
  readonly reminders: readonly (Reminder & { readonly link: string | null; readonly townships: readonly string[] })[];
};

async function toldOf(period: Period, at: Date, system: System): Promise<Told> {
  const ledger = await system.ledger(period);
  const reminders = remindersAt(at, ledger, CITY_PACK);
  const records = reminders.length === 0 ? [] : await system.links();
  const facts = { day: cityDate(at), door: system.outputs.door };
  const told = reminders.map(async (reminder) => {
    const record = records.find(({ division }) => division === reminder.office);
    const link = record ? reminderLink(record, { ...facts, sign: await system.linkSignature() }) : null;
    return { ...reminder, link, townships: lateTownships(reminder) };
  });
  return { period, days: reminderDaysOf(ledger, at, CITY_PACK), reminders: await Promise.all(told) };
}

function linesOf({ period, days, reminders }: Told, at: Date, language: Language): string[] {
  const day = cityDate(at);
  if (reminders.length > 0)
    return reminders.flatMap((reminder) => {
      const { subject, body } = reminderMessage(reminder, reminder.link);
      return [`== ${reminder.office} ${reminder.name[language]}`, subject, '', body];
    });
  const isDay = days.includes(day);
  const listed = days.join({ zh: '、', en: ', ' }[language]);
  const closed = { zh: `${period} 已关账，不再催报`, en: `${period} is closed; nobody is reminded` };
  const all = {
    zh: `${period} 没有未报的单位，${day} 不发催报`,
    en: `${period}: nobody is late; nothing is sent on ${day}`,
  };
  const other = {
    zh: `${period} 在 ${day} 不催报；催报的日子：${listed}`,
    en: `${period} has no reminder on ${day}; its days are ${listed}`,
  };
  return [(days.length === 0 ? closed : isDay ? all : other)[language]];
}
