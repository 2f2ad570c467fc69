import { linkToken, lookingLink, type LinkRecord, type Sign } from '../door/link.ts';
import { addDays } from '../time/period.ts';

/** Until the next reminder, and the days off around it. */
const DAYS_GOOD = 10;

/** What a link is made with: the day on which it is sent (ISO date), and the address of the pages. */
export type LinkFacts = { readonly day: string; readonly door: string; readonly sign: Sign };

/**
 * Where a reminder leads: the page of its office, to look only. A mail is read and passed on by many, and an office's own
 * link decides. Null while the office has no link that is good.
 */
export const reminderLink = (record: LinkRecord, { day, door, sign }: LinkFacts): string | null =>
  record.revokedAt === null ? `${door}/o/${linkToken(lookingLink(record, addDays(day, DAYS_GOOD)), sign)}` : null;
