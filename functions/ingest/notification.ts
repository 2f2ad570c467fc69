import { z } from 'zod';

/** What S3 says of one new object version, taken out of the queue message that carried it. */
export type Notification = { readonly bucket: string; readonly key: string; readonly versionId: string };

/** A message that is not an S3 notification, or one of a bucket without versions. Only a person can mend that: it goes to the dead letters. */
export class NotificationError extends Error {
  override name = 'NotificationError';
}

const Envelope = z.object({
  Records: z.array(
    z.object({
      eventName: z.string(),
      s3: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string(), versionId: z.string().optional() }) }),
    }),
  ),
});

/** The body that S3 sends once when notifications are switched on. */
const TestEvent = z.object({ Event: z.literal('s3:TestEvent') });

/**
 * @param body text of an SQS message
 * @throws NotificationError
 */
export function readNotifications(body: string): Notification[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (cause) {
    throw new NotificationError('the message is not JSON; expected an S3 event notification', { cause });
  }
  if (TestEvent.safeParse(parsed).success) return [];
  const envelope = Envelope.safeParse(parsed);
  if (!envelope.success) throw new NotificationError(`the message is not an S3 event notification: ${z.prettifyError(envelope.error)}`);
  return envelope.data.Records.map(({ s3 }) => {
    const { versionId } = s3.object;
    if (!versionId) throw new NotificationError('the notification has no version id; the uploads bucket must have versioning switched on');
    return { bucket: s3.bucket.name, key: decodeKey(s3.object.key), versionId };
  });
}

/** Keys in notifications are form-encoded: a space is a plus. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch (cause) {
    throw new NotificationError('the key in the notification is not URL-encoded', { cause });
  }
}
