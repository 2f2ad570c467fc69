/**
 * The link of a division: whoever has it speaks for the division at the door. Its token names the division and the
 * issue of the link, and is signed; nothing about it is secret but the signature.
 */

import { cityDate } from '../time/period.ts';

/** What a token says: whose link it is, and which of the division's links. */
export type Link = {
  readonly division: string;
  readonly issue: number;
  /**
   * Of a link that shows who has reported and opens nothing else, such as a reminder brings: the last day on which it
   * does so, a city date as `20160716`. It ends with the division's own link, too.
   */
  readonly looksUntil?: string;
};

/** The entry of a division in the list of links. Only the newest issue opens the door, and only until it is revoked. */
export type LinkRecord = Pick<Link, 'division' | 'issue'> & {
  /** ISO 8601 UTC; null while the link is good. */
  readonly revokedAt: string | null;
  /**
   * Of an office: this issue opens the receipts of the townships below it, which hold personal data. Absent: it shows
   * counts alone.
   */
  readonly receipts?: true;
};

/** Whoever came in by a link that is good. */
export type Holder = Link & { readonly opensReceipts: boolean };

/** What a link and its entry in the list say of its holder. A link that only looks has no right of its office. */
export const holderOf = (link: Link, { receipts }: LinkRecord): Holder => ({
  ...link,
  opensReceipts: receipts === true && link.looksUntil === undefined,
});

/** How the trail and decisions name a link. */
export const nameOfLink = ({ division, issue }: Link): string => `link ${division}.${issue}`;

/** Signs a text: 43 characters of base64url (HMAC-SHA-256). Without the key nobody can make one. */
export type Sign = (text: string) => string;

const TOKEN = /^(\d{2}|\d{4}|\d{6}|\d{9})\.([1-9]\d{0,5})(?:\.(20\d{6}))?\.([\w-]{43})$/;

/** What is signed. The version is raised when a token's form changes, and ends all links of the old form. */
const signedText = ({ division, issue, looksUntil }: Link): string =>
  looksUntil === undefined
    ? `uplift link v1 ${division} ${issue}`
    : `uplift look v1 ${division} ${issue} ${looksUntil}`;

/** The token of a link, as it stands in the address. */
export function linkToken(link: Link, sign: Sign): string {
  const { division, issue, looksUntil } = link;
  return [division, issue, ...(looksUntil === undefined ? [] : [looksUntil]), sign(signedText(link))].join('.');
}

/**
 * The content of a token; null where we did not sign it. Only the list of links tells whether the link is still good.
 */
export function readToken(token: string, sign: Sign): Link | null {
  const [, division = '', issue = '', looksUntil, signature = ''] = TOKEN.exec(token) ?? [];
  if (division === '') return null;
  const link = { division, issue: Number(issue), ...(looksUntil === undefined ? {} : { looksUntil }) };
  return isSame(signature, sign(signedText(link))) ? link : null;
}

/** Whether a link opens the door at an instant. A division without a record was never given one. */
export const isGood = ({ division, issue, looksUntil }: Link, record: LinkRecord | null, at: Date): boolean =>
  record !== null &&
  record.division === division &&
  record.issue === issue &&
  record.revokedAt === null &&
  (looksUntil === undefined || cityDate(at).replaceAll('-', '') <= looksUntil);

/**
 * A link that only looks, of the division's own: it opens the page of its office until the end of a day.
 * @param day city date
 */
export const lookingLink = ({ division, issue }: LinkRecord, day: string): Link => ({
  division,
  issue,
  looksUntil: day.replaceAll('-', ''),
});

/** Compares in constant time, so that the time does not tell where the texts differ. */
function isSame(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}
