import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isGood, linkToken, lookingLink, readToken, type Link } from '../../shared/door/link.ts';

const signWith =
  (key: string) =>
  (text: string): string =>
    createHmac('sha256', key).update(text).digest('base64url');
const sign = signWith('a key');
const NOW = new Date('2016-07-12T02:00:00.000Z');
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
    expect(isGood(LINK, { ...LINK, revokedAt: null }, NOW)).toBe(true);
    expect(isGood(LINK, { ...LINK, issue: 4, revokedAt: null }, NOW)).toBe(false);
    expect(isGood(LINK, { ...LINK, revokedAt: '2016-07-12T01:00:00.000Z' }, NOW)).toBe(false);
    expect(isGood(LINK, { ...LINK, division: '371525109', revokedAt: null }, NOW)).toBe(false);
    expect(isGood(LINK, null, NOW)).toBe(false);
  });

  it('that only looks says until when, is good to the end of that day, and is no link of the office', () => {
    const record = { ...LINK, revokedAt: null };
    const looks = lookingLink(record, '2016-07-12');
    const token = linkToken(looks, sign);
    expect(token).toMatch(/^371525108\.3\.20160712\.[\w-]{43}$/);
    expect(readToken(token, sign)).toEqual(looks);
    const [, , day = '', signature = ''] = token.split('.');
    for (const forged of [`371525108.3.${signature}`, `371525108.3.20170712.${signature}`, `371525108.3.${day}`])
      expect(readToken(forged, sign)).toBeNull();
    // The day is the city's, whose midnight is at four in the afternoon.
    expect(isGood(looks, record, new Date('2016-07-12T15:59:59Z'))).toBe(true);
    expect(isGood(looks, record, new Date('2016-07-12T16:00:00Z'))).toBe(false);
    expect(isGood(looks, { ...record, issue: 4 }, NOW)).toBe(false);
    expect(isGood(looks, { ...record, revokedAt: '2016-07-12T01:00:00.000Z' }, NOW)).toBe(false);
  });
});
