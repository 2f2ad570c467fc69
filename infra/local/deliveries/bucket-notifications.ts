/** Delivers from buckets to queues: the event of a new object version goes to the queues that the bucket notifies. */
import { REGION } from '../account.ts';
import type { Queues } from '../queues/queues.ts';
import type { Creation } from '../s3/state.ts';
import type { Version } from '../s3/version.ts';
import { type Json, listOf, objectOf, textOf } from '../template/json.ts';
import type { ResolvedResource } from '../template/resolved-template.ts';
import { TemplateError } from '../template/template-error.ts';

/** One QueueConfiguration of a bucket. */
type Notification = {
  readonly queueArn: string;
  /** Whether the queue is to hear of this creation. */
  readonly matches: (creation: Creation) => boolean;
};

/** How to deliver. */
export type NotificationOptions = {
  /** The buckets of the template. */
  readonly buckets: readonly ResolvedResource[];
  readonly queues: Queues;
  /** Is called for each announcement, and calls `send` to put it into its queue. */
  readonly announce: (send: () => void, version: Version) => void;
};

/** Returns the function that S3 calls for each new version. It throws for a notification that cannot be delivered. */
export function bucketNotifications({ buckets, queues, announce }: NotificationOptions): (creation: Creation) => void {
  const byBucket = new Map<string, Notification[]>();
  for (const { logicalId, ref, properties } of buckets) {
    const where = `${logicalId}.NotificationConfiguration`;
    const notifications = readNotifications(properties['NotificationConfiguration'], where);
    for (const { queueArn } of notifications) queues.find(queueArn, where);
    byBucket.set(ref, notifications);
  }
  return (creation) => {
    const { version } = creation;
    for (const notification of byBucket.get(version.bucket) ?? []) {
      if (!notification.matches(creation)) continue;
      const queue = queues.find(notification.queueArn, version.bucket);
      const event = objectCreatedEvent(creation);
      announce(() => queues.send(queue, event), version);
    }
  };
}

const CREATED = 's3:ObjectCreated:';

/** Reads a NotificationConfiguration. Only queues that are told of new objects can be delivered to. */
function readNotifications(configuration: Json | undefined, where: string): Notification[] {
  const declared = objectOf(configuration, where);
  const other = Object.keys(declared).find((name) => name !== 'QueueConfigurations');
  if (other !== undefined) {
    throw new TemplateError(
      `${where}: ${other} is not supported, only QueueConfigurations are. Send the event to a queue.`,
    );
  }
  return listOf(declared['QueueConfigurations'], where).map((item) => readNotification(item, where));
}

function readNotification(item: Json, where: string): Notification {
  const { Event: event, Queue: queueArn, Filter: filter } = objectOf(item, where);
  if (typeof event !== 'string' || !event.startsWith(CREATED)) {
    throw new TemplateError(
      `${where}: the event ${JSON.stringify(event)} is not supported, only ${CREATED}* and its kinds are.`,
    );
  }
  const kind = event.slice(CREATED.length);
  const rules = listOf(objectOf(objectOf(filter, where)['S3Key'], where)['Rules'], where);
  const keyTests = rules.map((rule) => readKeyTest(rule, where));
  return {
    queueArn: textOf(queueArn),
    matches: ({ version, by }) => (kind === '*' || kind === by) && keyTests.every((passes) => passes(version.key)),
  };
}

function readKeyTest(rule: Json, where: string): (key: string) => boolean {
  const { Name: name, Value: value } = objectOf(rule, where);
  if (textOf(name).toLowerCase() === 'prefix') return (key) => key.startsWith(textOf(value));
  if (textOf(name).toLowerCase() === 'suffix') return (key) => key.endsWith(textOf(value));
  throw new TemplateError(`${where}: a filter rule must be a prefix or a suffix, got ${JSON.stringify(rule)}.`);
}

/** Returns the body of the message that S3 sends for a new version. */
function objectCreatedEvent({ version, by, versioned }: Creation): string {
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: REGION,
    eventTime: new Date(version.at).toISOString(),
    eventName: `ObjectCreated:${by}`,
    userIdentity: { principalId: 'AWS:LOCAL' },
    requestParameters: { sourceIPAddress: '127.0.0.1' },
    responseElements: { 'x-amz-request-id': 'LOCAL', 'x-amz-id-2': 'LOCAL' },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: 'local',
      bucket: { name: version.bucket, ownerIdentity: { principalId: 'LOCAL' }, arn: `arn:aws:s3:::${version.bucket}` },
      object: {
        key: eventKey(version.key),
        size: version.size,
        eTag: version.etag,
        ...(versioned ? { versionId: version.id } : {}),
        sequencer: sequencer(version.id),
      },
    },
  };
  return JSON.stringify({ Records: [record] });
}

/** Encodes a key as S3 does in events, which is as in a form: a space becomes a plus sign, and slashes stay. */
function eventKey(key: string): string {
  return encodeURIComponent(key)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
}

/** Returns a hexadecimal number that grows with the version id, as S3's sequencer does. */
function sequencer(versionId: string): string {
  return Buffer.from(versionId).toString('hex').toUpperCase();
}
