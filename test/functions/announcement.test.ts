import { CITY_PACK } from '../../cities/pack.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { announcementBody, AnnouncementError, readAnnouncements } from '../../shared/ledger/announcement.ts';
import { parseUploadKey } from '../../shared/ledger/keys.ts';

const events = join(import.meta.dirname, '..', '..', 'events');
const bodyOf = (name: string): string =>
  (JSON.parse(readFileSync(join(events, name), 'utf8')) as { Records: { body: string }[] }).Records[0]?.body ?? '';

describe('an announcement', () => {
  it('gives the key as the clerk named it, with the version', () => {
    const [announcement] = readAnnouncements(bodyOf('object-created.json'));
    expect(announcement).toMatchObject({
      bucket: 'uplift-uploads',
      key: '371525108/2016Q2/花名册(终版2) 副本.csv',
      versionId: '096fKKXTRTtl3on89fVO.nfljtsv6qko',
    });
  });

  it('that S3 sends to test the wiring names no upload', () => {
    expect(readAnnouncements(bodyOf('test-event.json'))).toEqual([]);
  });

  it('of S3 says when the version was complete, and one of our own does not', () => {
    const body = bodyOf('object-created.json');
    expect(readAnnouncements(body)[0]?.completedAt).toBe('2016-07-12T01:30:05.000Z');
    expect(readAnnouncements(body.replace('ObjectCreated:Put', 'uplift:Announced'))[0]).not.toHaveProperty(
      'completedAt',
    );
  });

  it.each([{}, { again: 'failed' }, { again: 'reparse' }] as const)(
    'that the sweep or an operator sends is read as it was meant: %o',
    (why) => {
      const announcement = {
        bucket: 'uplift-uploads',
        key: '371525108/2016Q2/花名册 1+2%.csv',
        versionId: 'v1',
        who: 'sweep',
        ...why,
      };
      expect(readAnnouncements(announcementBody(announcement))).toEqual([announcement]);
    },
  );

  it.each([
    '',
    'no json',
    '{}',
    '{"Records":[{"eventName":"x","s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}',
    '{"Records":[{"eventName":"x","s3":{"bucket":{"name":"b"},"object":{"key":"%E8","versionId":"v"}}}]}',
  ])('that cannot be acted on is a fault and not silence: %s', (body) => {
    expect(() => readAnnouncements(body)).toThrow(AnnouncementError);
  });
});

describe('an upload key', () => {
  it.each([
    ['371525108/2016Q2/花名册(终版2).xlsx', '371525108'],
    ['371525/2016Q2/项目表.csv', '371525'],
    ['371541/2016Q2/项目表.csv', '371541'],
    ['3715/2016Q1/任务表.csv', '3715'],
  ])('%s belongs to %s', (key, division) => {
    expect(parseUploadKey(key, CITY_PACK)?.division).toBe(division);
  });
});
