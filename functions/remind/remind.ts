/** Reminds offices of the townships that are late. */
import type { CityPack } from '../../shared/city/city.ts';
import type { LinkRecord, Sign } from '../../shared/door/link.ts';
import type { Ledger } from '../../shared/ledger/manifest.ts';
import { reminderLink } from '../../shared/office/reminder-link.ts';
import { reminderMessage, type Message } from '../../shared/office/reminder-text.ts';
import { remindedPeriods, remindersAt, type Reminder } from '../../shared/office/reminders.ts';
import { cityDate, type Period } from '../../shared/time/period.ts';

export type RemindEffects = {
  readonly pack: CityPack;
  /** Codes of the offices that somebody is reminded for. */
  readonly offices: ReadonlySet<string>;
  /** Address of the pages, without a slash at its end. */
  readonly door: string;
  readonly ledger: (period: Period) => Promise<Ledger>;
  readonly findLink: (office: string) => Promise<LinkRecord | null>;
  readonly sign: () => Promise<Sign>;
  /** @returns false when the reminder of this day was sent, or is being sent */
  readonly takeOn: (reminder: Reminder, day: string) => Promise<boolean>;
  readonly send: (office: string, message: Message) => Promise<void>;
  readonly noteSent: (reminder: Reminder, day: string) => Promise<void>;
};

/** What became of a day's reminders. */
export type Reminded = {
  /** City date. */
  readonly day: string;
  /** Offices with late townships. */
  readonly due: number;
  readonly sent: number;
  /** Offices that had this reminder already. */
  readonly repeated: number;
  /** Offices that have no topic. */
  readonly unheard: number;
};

/** Sends the reminders of a day, each once. A reminder that cannot be sent does not keep the others back. */
export async function remind(due: Date, effects: RemindEffects): Promise<Reminded> {
  const { pack, offices } = effects;
  const day = cityDate(due);
  const ledgers = await Promise.all(remindedPeriods(pack, due).map(effects.ledger));
  const reminders = ledgers.flatMap((ledger) => remindersAt(due, ledger, pack));
  const heard = reminders.filter(({ office }) => offices.has(office));
  const failures: unknown[] = [];
  let sent = 0;
  for (const reminder of heard)
    try {
      sent += (await sendOnce(reminder, day, effects)) ? 1 : 0;
    } catch (error) {
      failures.push(error);
    }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${heard.length} reminders were not sent`);
  return { day, due: reminders.length, sent, repeated: heard.length - sent, unheard: reminders.length - heard.length };
}

async function sendOnce(reminder: Reminder, day: string, effects: RemindEffects): Promise<boolean> {
  const { office } = reminder;
  if (!(await effects.takeOn(reminder, day))) return false;
  const record = await effects.findLink(office);
  const link = record && reminderLink(record, { day, door: effects.door, sign: await effects.sign() });
  await effects.send(office, reminderMessage(reminder, link));
  await effects.noteSent(reminder, day);
  return true;
}
