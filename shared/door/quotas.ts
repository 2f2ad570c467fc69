/** How often a link may be used, so that one that got into wrong hands costs little. */
import type { Text } from '../language/language.ts';

/** A quota of a link: what is counted, over which time span, and how many are allowed. */
export type Quota = {
  readonly what: 'requests' | 'looks' | 'uploads';
  /** The length of the part of an ISO instant that names the time span: up to the minute, or up to the day. */
  readonly windowLength: number;
  readonly most: number;
  readonly exceeded: Text;
};

/** An open page asks every few seconds; several people of an office may have it open. */
export const REQUESTS: Quota = {
  what: 'requests',
  windowLength: '2016-07-12T09:30'.length,
  most: 240,
  exceeded: { zh: '操作太频繁，请过一分钟再试', en: 'too many requests; try again in a minute' },
};

/** Of all links of a division together that only look. */
export const LOOKS: Quota = { ...REQUESTS, what: 'looks' };

/** A clerk corrects a file a few times a day; a county sends one file for each of its townships. */
export const uploadsOf = (division: string): Quota => ({
  what: 'uploads',
  windowLength: '2016-07-12'.length,
  most: division.length === 9 ? 40 : 400,
  exceeded: {
    zh: '今天上报的次数已用完，请明天再试，急用请联系上级扶贫办',
    en: 'no more uploads today; try again tomorrow, or ask the office above yours',
  },
});

/** The time span of a quota at an instant (ISO 8601 UTC). */
export const windowNow = ({ windowLength }: Quota, at: string): string => at.slice(0, windowLength);
