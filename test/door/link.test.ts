import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isGood, linkToken, readToken, type Link } from '../../shared/door/link.ts';

const signWith =
  (key: string) =>
  (text: string): string =>
    createHmac('sha256', key).update(text).digest('base64url');
const sign = signWith('a key');
const LINK: Link = { division: '371525108', issue: 3 };

describe('a link', () => {
  it('is known by its token, which names division and issue', () => {
    const token = linkToken(LINK, sign);
    expect(token).toMatch(/^371525108\.3\.[\w-]{43}$/);
    expect(readToken(token, sign)).toEqual(LINK);
  });

  it('is nobody’s when any part of its token is another, or another key signed it', () => {
    const [division, issue, signature = ''] = linkToken(LINK, sign).split('.');
    const wrong = [
      `371525109.${issue}.${signature}`,
      `371525.${issue}.${signature}`,
      `${division}.4.${signature}`,
      `${division}.03.${signature}`,
      `${division}.${issue}.${signature.slice(1)}`,
      `${division}.${issue}.${signature.slice(0, -1)}${signature.endsWith('A') ? 'B' : 'A'}`,
      `${division}.${issue}.${signature}x`,
      `${division}.${issue}.`,
      '',
      linkToken(LINK, signWith('another key')),
    ];
    expect(wrong.map((token) => readToken(token, sign))).toEqual(wrong.map(() => null));
  });

  it('is good as its newest issue, until it is revoked, and only if it was ever handed out', () => {
    expect(isGood(LINK, { ...LINK, revokedAt: null })).toBe(true);
    expect(isGood(LINK, { ...LINK, issue: 4, revokedAt: null })).toBe(false);
    expect(isGood(LINK, { ...LINK, revokedAt: '2016-07-12T01:00:00.000Z' })).toBe(false);
    expect(isGood(LINK, { ...LINK, division: '371525109', revokedAt: null })).toBe(false);
    expect(isGood(LINK, null)).toBe(false);
  });
});
