/** Bucket notifications: which queues an object's creation is sent to, and the event as S3 writes it. */
import type { CreatedBy } from './s3.ts';
import { type Json, TemplateError, objectOf, textOf } from './template.ts';
import type { Version } from './versions.ts';

/** One QueueConfiguration of a bucket, its queue by ARN. */
export type Notification = { readonly queueArn: string; readonly matches: (key: string, by: CreatedBy) => boolean };

const CREATED = 's3:ObjectCreated:';

/** Reads a bucket's NotificationConfiguration; anything but queues told of object creations is an error. */
export function readNotifications(configuration: Json | undefined, where: string): Notification[] {
  const declared = objectOf(configuration, where);
  const other = Object.keys(declared).find((name) => name !== 'QueueConfigurations');
  if (other !== undefined)
    throw new TemplateError(
      `${where}: ${other} is not supported, only QueueConfigurations are. Send the event to a queue.`,
    );
  return listOf(declared['QueueConfigurations'], where).map((item) => {
    const { Event: event, Queue: queueArn, Filter: filter } = objectOf(item, where);
    if (typeof event !== 'string' || !event.startsWith(CREATED)) {
      throw new TemplateError(
        `${where}: the event ${JSON.stringify(event)} is not supported, only ${CREATED}* and its kinds are.`,
      );
    }
    const kind = event.slice(CREATED.length);
    const rules = listOf(objectOf(objectOf(filter, where)['S3Key'], where)['Rules'], where).map((rule) =>
      readRule(rule, where),
    );
    return {
      queueArn: textOf(queueArn),
      matches: (key, by) => (kind === '*' || kind === by) && rules.every((rule) => rule(key)),
    };
  });
}

function readRule(rule: Json, where: string): (key: string) => boolean {
  const { Name: name, Value: value } = objectOf(rule, where);
  if (textOf(name).toLowerCase() === 'prefix') return (key) => key.startsWith(textOf(value));
  if (textOf(name).toLowerCase() === 'suffix') return (key) => key.endsWith(textOf(value));
  throw new TemplateError(`${where}: a filter rule must be a prefix or a suffix, got ${JSON.stringify(rule)}.`);
}

function listOf(value: Json | undefined, where: string): Json[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new TemplateError(`${where}: expected a list, got ${JSON.stringify(value)}.`);
}

/** The body of the message that S3 sends for a new version. The key is encoded as in a form: space is +, slashes stay. */
export function objectCreatedEvent(version: Version, by: CreatedBy, versioned: boolean, region: string): string {
  const record = {
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
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

function eventKey(key: string): string {
  return encodeURIComponent(key)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/');
}

/** A hexadecimal number that grows with the version id, as S3's does. */
function sequencer(versionId: string): string {
  return Buffer.from(versionId).toString('hex').toUpperCase();
}
