/** Finds out whether a request comes by a good link, before anything is answered. */
import {
  holderOf,
  isGood,
  readToken,
  type Holder,
  type Link,
  type LinkRecord,
  type Sign,
} from '../../shared/door/link.ts';
import { LOOKS, REQUESTS, type Quota } from '../../shared/door/quotas.ts';
import type { Text } from '../../shared/language/language.ts';
import { page, refusal, type Answer, type DoorRequest } from './answer.ts';

export type GateEffects = {
  readonly sign: () => Promise<Sign>;
  readonly findLink: (division: string) => Promise<LinkRecord | null>;
  /** @returns false when the quota of this time is used up */
  readonly use: (link: Link, quota: Quota, at: string) => Promise<boolean>;
  /** ISO 8601 UTC. */
  readonly now: () => string;
};

/** What is behind the gate. */
export type Behind = {
  /** Whom a link must belong to; null where any division may use it. */
  readonly digits: readonly number[] | null;
  /** The deeds that a link opens which only looks; default: it opens nothing here, not even the page. */
  readonly looks?: readonly string[];
  readonly page: (link: Link) => Promise<Answer>;
  /** What is done, by the method and the last part of the address. */
  readonly deeds: Readonly<Record<string, (holder: Holder, request: DoorRequest) => Promise<Answer>>>;
};

const NO_LINK: Text = {
  zh: '这个链接无效或已停用，请向县扶贫办要新的链接',
  en: 'this link is not valid or has ended; ask your county office for a new one',
};

const ONLY_LOOKS: Text = {
  zh: '这个链接只能查看报送情况；其他操作请用本单位自己的链接',
  en: 'this link only shows who has reported; for anything else use the link of your office',
};

export const NOTHING_HERE: Text = { zh: '没有这个地址', en: 'there is nothing at this address' };

/** Answers `/<root>/<token>` with the page and `/<root>/<token>/<deed>` with what the deed gives. */
export async function throughGate(request: DoorRequest, effects: GateEffects, behind: Behind): Promise<Answer> {
  const [, , token = '', deed, ...more] = request.path.split('/');
  if (more.length > 0) return refusal(404, NOTHING_HERE);
  const link = await linkOf(token, effects, behind);
  // A slash that a clerk types behind the address leads nowhere else.
  if (deed === undefined || deed === '') return link === null ? page(403, refusalPage(NO_LINK), '') : behind.page(link);
  if (link === null) return refusal(403, NO_LINK);
  const looksOnly = link.looksUntil !== undefined;
  // Whoever uses up what a reminder's link allows does not shut the office out.
  const quota = looksOnly ? LOOKS : REQUESTS;
  if (!(await effects.use(link, quota, effects.now()))) return refusal(429, quota.exceeded);
  const name = `${request.method} ${deed}`;
  const perform = behind.deeds[name];
  if (perform && looksOnly && behind.looks?.includes(name) !== true) return refusal(403, ONLY_LOOKS);
  return perform ? perform(link, request) : refusal(404, NOTHING_HERE);
}

/**
 * The division of the link; null where we did not sign it, it was revoked, or it belongs to a division that may not do
 * this.
 */
async function linkOf(token: string, { sign, findLink, now }: GateEffects, behind: Behind): Promise<Holder | null> {
  const { digits, looks } = behind;
  const link = readToken(token, await sign());
  if (link === null || (digits !== null && !digits.includes(link.division.length))) return null;
  if (link.looksUntil !== undefined && looks === undefined) return null;
  const record = await findLink(link.division);
  return record !== null && isGood(link, record, new Date(now())) ? holderOf(link, record) : null;
}

/** The text is always one of our own, so that nothing of the request gets into a page. */
const refusalPage = ({ zh, en }: Text): string =>
  `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>扶贫季报</title></head><body><h1>${zh}</h1><p lang="en">${en}</p></body></html>`;
