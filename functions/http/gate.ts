/** Finds out whether a request comes by a good link, before anything is answered. */
import { isGood, readToken, type Link, type LinkRecord, type Sign } from '../../shared/door/link.ts';
import { REQUESTS, type Quota } from '../../shared/door/quotas.ts';
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
  readonly page: (link: Link) => Promise<Answer>;
  /** What is done, by the method and the last part of the address. */
  readonly deeds: Readonly<Record<string, (link: Link, request: DoorRequest) => Promise<Answer>>>;
};

const NO_LINK: Text = {
  zh: '这个链接无效或已停用，请向县扶贫办要新的链接',
  en: 'this link is not valid or has ended; ask your county office for a new one',
};

export const NOTHING_HERE: Text = { zh: '没有这个地址', en: 'there is nothing at this address' };

/** Answers `/<root>/<token>` with the page and `/<root>/<token>/<deed>` with what the deed gives. */
export async function throughGate(request: DoorRequest, effects: GateEffects, behind: Behind): Promise<Answer> {
  const [, , token = '', deed, ...more] = request.path.split('/');
  if (more.length > 0) return refusal(404, NOTHING_HERE);
  const link = await linkOf(token, effects, behind);
  if (deed === undefined) return link === null ? page(403, refusalPage(NO_LINK), '') : behind.page(link);
  if (link === null) return refusal(403, NO_LINK);
  if (!(await effects.use(link, REQUESTS, effects.now()))) return refusal(429, REQUESTS.exceeded);
  const perform = behind.deeds[`${request.method} ${deed}`];
  return perform ? perform(link, request) : refusal(404, NOTHING_HERE);
}

/**
 * The division of the link; null where we did not sign it, it was revoked, or it belongs to a division that may not do
 * this.
 */
async function linkOf(token: string, { sign, findLink }: GateEffects, { digits }: Behind): Promise<Link | null> {
  const link = readToken(token, await sign());
  if (link === null || (digits !== null && !digits.includes(link.division.length))) return null;
  return isGood(link, await findLink(link.division)) ? link : null;
}

/** The text is always one of our own, so that nothing of the request gets into a page. */
const refusalPage = ({ zh, en }: Text): string =>
  `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>扶贫季报</title></head><body><h1>${zh}</h1><p lang="en">${en}</p></body></html>`;
