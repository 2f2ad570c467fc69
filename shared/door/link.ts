/**
 * The link of a division: whoever has it speaks for the division at the door. Its token names the division and the
 * issue of the link, and is signed; nothing about it is secret but the signature.
 */

/** What a token says: whose link it is, and which of the division's links. */
export type Link = { readonly division: string; readonly issue: number };

/** The entry of a division in the list of links. Only the newest issue opens the door, and only until it is revoked. */
export type LinkRecord = Link & {
  /** ISO 8601 UTC; null while the link is good. */
  readonly revokedAt: string | null;
};

/** Signs a text: 43 characters of base64url (HMAC-SHA-256). Without the key nobody can make one. */
export type Sign = (text: string) => string;

const TOKEN = /^(\d{2}|\d{4}|\d{6}|\d{9})\.([1-9]\d{0,5})\.([\w-]{43})$/;

/** What is signed. The version is raised when a token's form changes, and ends all links of the old form. */
const signedText = ({ division, issue }: Link): string => `uplift link v1 ${division} ${issue}`;

/** The token of a link, as it stands in the address. */
export const linkToken = (link: Link, sign: Sign): string => `${link.division}.${link.issue}.${sign(signedText(link))}`;

/**
 * The content of a token; null where we did not sign it. Only the list of links tells whether the link is still good.
 */
export function readToken(token: string, sign: Sign): Link | null {
  const [, division = '', issue = '', signature = ''] = TOKEN.exec(token) ?? [];
  if (division === '') return null;
  const link = { division, issue: Number(issue) };
  return isSame(signature, sign(signedText(link))) ? link : null;
}

/** Whether a link opens the door. A division without a record was never given one. */
export const isGood = ({ division, issue }: Link, record: LinkRecord | null): boolean =>
  record !== null && record.division === division && record.issue === issue && record.revokedAt === null;

/** Compares in constant time, so that the time does not tell where the texts differ. */
function isSame(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let at = 0; at < one.length; at++) difference |= one.charCodeAt(at) ^ other.charCodeAt(at);
  return difference === 0;
}
