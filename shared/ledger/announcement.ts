import * as z from 'zod';

/**
 * The announcement of one object version, as its queue message carried it: S3's own notification, or a message of the
 * same form from the sweep or an operator. An announcement is only a hint that there may be work; the bucket and the
 * ledger decide what is to be done.
 */
export type Announcement = {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  /** The principal that S3 names as uploader; who announced it where S3 did not. */
  readonly who: string;
  /** When the version was complete, ISO 8601 UTC. Only S3 knows, in its own notification. */
  readonly completedAt?: string;
  /**
   * Why a version that the ledger knows is worked on again (it had failed, or other rules are to judge it), or that a
   * version is to be given up unread.
   */
  readonly again?: Again;
};

export type Again = z.infer<typeof Again>;

/**
 * A message that is not an S3 notification, or one of a bucket without versions. Only a person can mend that: it goes
 * to the dead letters.
 */
export class AnnouncementError extends Error {
  override name = 'AnnouncementError';
}

const Again = z.enum(['failed', 'reparse', 'skip']);

const Envelope = z.object({
  Records: z.array(
    z.object({
      eventName: z.string(),
      eventTime: z.iso.datetime().optional(),
      userIdentity: z.object({ principalId: z.string() }).optional(),
      s3: z.object({
        bucket: z.object({ name: z.string() }),
        object: z.object({ key: z.string(), versionId: z.string().optional() }),
      }),
      again: Again.optional(),
    }),
  ),
});

/** The body that S3 sends once when notifications are switched on. */
const TestEvent = z.object({ Event: z.literal('s3:TestEvent') });

/**
 * @param body text of an SQS message
 * @throws AnnouncementError
 */
export function readAnnouncements(body: string): Announcement[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (cause) {
    throw new AnnouncementError('the message is not JSON; expected an S3 event notification', { cause });
  }
  if (TestEvent.safeParse(parsed).success) return [];
  const envelope = Envelope.safeParse(parsed);
  if (!envelope.success)
    throw new AnnouncementError(`the message is not an S3 event notification: ${z.prettifyError(envelope.error)}`);
  return envelope.data.Records.map(({ eventName, eventTime, s3, userIdentity, again }) => {
    const { versionId } = s3.object;
    if (!versionId)
      throw new AnnouncementError(
        'the notification has no version id; the uploads bucket must have versioning switched on',
      );
    const who = userIdentity?.principalId ?? 'unknown';
    return {
      bucket: s3.bucket.name,
      key: decodeKey(s3.object.key),
      versionId,
      who,
      ...(eventName.startsWith('ObjectCreated:') && eventTime !== undefined ? { completedAt: eventTime } : {}),
      ...(again ? { again } : {}),
    };
  });
}

/** The message that announces a version again, in the shape of S3's own. */
export function announcementBody({ bucket, key, versionId, who, again }: Announcement): string {
  const record = {
    eventName: 'uplift:Announced',
    userIdentity: { principalId: who },
    s3: { bucket: { name: bucket }, object: { key: encodeURIComponent(key), versionId } },
    ...(again ? { again } : {}),
  };
  return JSON.stringify({ Records: [record] });
}

/** Keys in notifications are form-encoded: a space is a plus. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch (cause) {
    throw new AnnouncementError('the key in the notification is not URL-encoded', { cause });
  }
}
