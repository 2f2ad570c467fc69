/** The door: what it answers to whom. Nothing is answered before the link is known to be good. */
import type { CityPack } from '../../shared/city/city.ts';
import { isGood, readToken, type Link, type LinkRecord, type Sign } from '../../shared/door/link.ts';
import { REQUESTS, type Quota } from '../../shared/door/quotas.ts';
import type { Text } from '../../shared/language/language.ts';
import { asset, page, refusal, type Answer, type DoorRequest } from './answer.ts';
import { quarter, type QuarterEffects } from './quarter.ts';
import { receipt, type ReceiptEffects } from './receipt.ts';
import { upload, type UploadEffects } from './upload.ts';

/** Files of the pages, as the bundle has them; packed with gzip but for the page itself. */
export type PageFiles = {
  readonly html: string;
  /** Null where there is none of that name. */
  readonly find: (name: string) => { readonly type: string; readonly packed: Uint8Array } | null;
};

export type DoorEffects = QuarterEffects &
  ReceiptEffects &
  UploadEffects & {
    readonly pack: CityPack;
    readonly sign: () => Promise<Sign>;
    readonly findLink: (division: string) => Promise<LinkRecord | null>;
    /** @returns false when the quota of this time is used up */
    readonly use: (link: Link, quota: Quota, at: string) => Promise<boolean>;
    /** Where files are sent to. */
    readonly uploadsOrigin: () => Promise<string>;
    readonly files: PageFiles;
    /** ISO 8601 UTC. */
    readonly now: () => string;
  };

const NO_LINK: Text = {
  zh: '这个链接无效或已停用，请向县扶贫办要新的链接',
  en: 'this link is not valid or has ended; ask your county office for a new one',
};

const NOTHING_HERE: Text = { zh: '没有这个地址', en: 'there is nothing at this address' };

/** What is done behind a good link, by the method and the last part of the address. */
const DEEDS: Readonly<Record<string, (link: Link, request: DoorRequest, effects: DoorEffects) => Promise<Answer>>> = {
  'GET quarter': quarter,
  'GET receipt': receipt,
  'POST upload': upload,
};

/** Answers one request: `/t/<token>`, `/t/<token>/<deed>`, or `/t/-/<file>` for what every page is made of. */
export async function answer(request: DoorRequest, effects: DoorEffects): Promise<Answer> {
  const [, root, token = '', deed, ...more] = request.path.split('/');
  if (root !== 't' || more.length > 0) return refusal(404, NOTHING_HERE);
  if (token === '-') return assetNamed(deed ?? '', effects);
  const link = await linkOf(token, effects);
  if (deed === undefined)
    return link === null
      ? page(403, refusalPage(NO_LINK), '')
      : page(200, effects.files.html, await effects.uploadsOrigin());
  if (link === null) return refusal(403, NO_LINK);
  if (!(await effects.use(link, REQUESTS, effects.now()))) return refusal(429, REQUESTS.exceeded);
  const perform = DEEDS[`${request.method} ${deed}`];
  return perform ? perform(link, request, effects) : refusal(404, NOTHING_HERE);
}

/** Whose link it is; null for one that is not ours, or is not good any more. */
async function linkOf(token: string, { sign, findLink }: DoorEffects): Promise<Link | null> {
  const link = readToken(token, await sign());
  return link !== null && isGood(link, await findLink(link.division)) ? link : null;
}

function assetNamed(name: string, { files }: DoorEffects): Answer {
  const found = files.find(name);
  return found ? asset(found.type, found.packed) : refusal(404, NOTHING_HERE);
}

/** Words of ours alone, so that nothing of the request gets into a page. */
const refusalPage = ({ zh, en }: Text): string =>
  `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>扶贫季报</title></head><body><h1>${zh}</h1><p lang="en">${en}</p></body></html>`;
