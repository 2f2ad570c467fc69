import { CITY_PACK } from '../../cities/pack.ts';
import type { RemindInput } from '../../shared/contract.ts';
import { environment } from '../aws/environment.ts';
import { linkSignature } from '../aws/link-signature.ts';
import { log } from '../aws/log.ts';
import { publish } from '../aws/topic.ts';
import { ledger } from '../store/ledger.ts';
import { findLink } from '../store/links.ts';
import { noteSent, takeOn } from '../store/reminders.ts';
import { remind, type Reminded } from './remind.ts';

/** Reminds the offices of a day. The day is the schedule's, so that a try that comes late is about the same one. */
export async function handler({ scheduledTime }: RemindInput): Promise<Reminded> {
  const reminded = await remind(new Date(scheduledTime), {
    pack: CITY_PACK,
    offices: new Set(environment('remindedOffices').split(',')),
    door: environment('door'),
    ledger,
    findLink,
    sign: linkSignature,
    takeOn: (reminder, day) => takeOn(reminder, day, new Date().toISOString()),
    send: (office, message) => publish(`${environment('reminderTopics')}${office}`, message),
    noteSent,
  });
  log.info('reminded', { ...reminded });
  return reminded;
}
