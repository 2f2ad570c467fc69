/** The table of the operations that S3 knows, and the look-up of a request's operation in it. */
import {
  createBucket,
  getLocation,
  getVersioning,
  headBucket,
  listBuckets,
  requireBucket,
} from './bucket-operations.ts';
import { deleteObject, deleteObjects } from './delete-operations.ts';
import { listObjects, listVersions } from './list-operations.ts';
import { abortUpload, completeUpload, createUpload, uploadPart } from './multipart-operations.ts';
import { getObject } from './read-operations.ts';
import type { S3Reply } from './reply.ts';
import { postObject } from './post-operations.ts';
import { type S3Request, isForm } from './request.ts';
import { S3Error } from './s3-error.ts';
import type { S3State } from './state.ts';
import { copyObject, putObject } from './write-operations.ts';

/** One operation, and the requests that ask for it. */
type Operation = {
  readonly on: 'service' | 'bucket' | 'object';
  readonly method: string;
  /** A query parameter that the request must have. */
  readonly having?: string;
  /** Query parameters that the request must not have. */
  readonly lacking?: readonly string[];
  /** Whether the request must name a source to copy, or must not. Absent: it makes no difference. */
  readonly copies?: boolean;
  readonly answer: (request: S3Request, s3: S3State) => Promise<S3Reply>;
};

/** Query parameters of operations that the local stack does not have, and what S3 calls what they are about. */
const UNSUPPORTED_SUBJECTS: Readonly<Record<string, string>> = {
  accelerate: 'BucketAccelerateConfiguration',
  acl: 'Acl',
  analytics: 'BucketAnalyticsConfiguration',
  attributes: 'ObjectAttributes',
  cors: 'BucketCors',
  encryption: 'BucketEncryption',
  'intelligent-tiering': 'BucketIntelligentTieringConfiguration',
  inventory: 'BucketInventoryConfiguration',
  'legal-hold': 'ObjectLegalHold',
  lifecycle: 'BucketLifecycleConfiguration',
  logging: 'BucketLogging',
  metrics: 'BucketMetricsConfiguration',
  notification: 'BucketNotificationConfiguration',
  'object-lock': 'ObjectLockConfiguration',
  ownershipControls: 'BucketOwnershipControls',
  policy: 'BucketPolicy',
  policyStatus: 'BucketPolicyStatus',
  publicAccessBlock: 'PublicAccessBlock',
  replication: 'BucketReplication',
  requestPayment: 'BucketRequestPayment',
  restore: 'RestoreObject',
  retention: 'ObjectRetention',
  select: 'SelectObjectContent',
  tagging: 'Tagging',
  torrent: 'ObjectTorrent',
  website: 'BucketWebsite',
};

const UNSUPPORTED = Object.keys(UNSUPPORTED_SUBJECTS);

/** Operations without such a parameter that the local stack does not have. */
const UNSUPPORTED_PLAIN: Readonly<Record<string, string>> = {
  'DELETE bucket': 'DeleteBucket',
  'PUT bucket versioning': 'PutBucketVersioning',
  'GET bucket uploads': 'ListMultipartUploads',
  'GET object uploadId': 'ListParts',
  'PUT object uploadId': 'UploadPartCopy',
};

const WHOLE_OBJECT = [...UNSUPPORTED, 'uploadId'];

/** The first operation that fits a request answers it. */
const OPERATIONS: readonly Operation[] = [
  { on: 'service', method: 'GET', answer: listBuckets },

  { on: 'bucket', method: 'HEAD', answer: headBucket },
  { on: 'bucket', method: 'PUT', lacking: [...UNSUPPORTED, 'versioning'], answer: createBucket },
  { on: 'bucket', method: 'POST', having: 'delete', answer: deleteObjects },
  { on: 'bucket', method: 'GET', having: 'versions', answer: listVersions },
  { on: 'bucket', method: 'GET', having: 'versioning', answer: getVersioning },
  { on: 'bucket', method: 'GET', having: 'location', answer: getLocation },
  { on: 'bucket', method: 'GET', lacking: [...UNSUPPORTED, 'uploads'], answer: listObjects },

  { on: 'object', method: 'POST', having: 'uploads', lacking: UNSUPPORTED, answer: createUpload },
  { on: 'object', method: 'POST', having: 'uploadId', lacking: UNSUPPORTED, answer: completeUpload },
  { on: 'object', method: 'PUT', having: 'uploadId', lacking: UNSUPPORTED, copies: false, answer: uploadPart },
  { on: 'object', method: 'DELETE', having: 'uploadId', lacking: UNSUPPORTED, answer: abortUpload },
  { on: 'object', method: 'PUT', lacking: WHOLE_OBJECT, copies: false, answer: putObject },
  { on: 'object', method: 'PUT', lacking: WHOLE_OBJECT, copies: true, answer: copyObject },
  { on: 'object', method: 'GET', lacking: WHOLE_OBJECT, answer: getObject },
  { on: 'object', method: 'HEAD', lacking: WHOLE_OBJECT, answer: getObject },
  { on: 'object', method: 'DELETE', lacking: WHOLE_OBJECT, answer: deleteObject },
];

/** Headers that ask for what the local stack does not do. */
const REFUSED_HEADERS = [
  'x-amz-tagging',
  'x-amz-object-lock-mode',
  'x-amz-object-lock-retain-until-date',
  'x-amz-write-offset-bytes',
];

/** Answers a request. An `S3Error` that it throws is an answer too. */
export async function answerRequest(request: S3Request, s3: S3State): Promise<S3Reply> {
  const on = request.bucket === '' ? 'service' : request.key === '' ? 'bucket' : 'object';
  if (on !== 'service') requireBucket(s3.versions.index, request.bucket);
  if (on === 'object') refuseHeaders(request);
  if (isForm(request)) return postObject(request, s3);
  const operation = OPERATIONS.find((candidate) => candidate.on === on && asksFor(request, candidate));
  if (operation) return operation.answer(request, s3);
  const name = nameOf(request, on);
  throw new S3Error(
    'NotImplemented',
    501,
    `${name} is not implemented by the local stack: ` +
      "it has objects, versions, multipart uploads and listings of the template's buckets.",
  );
}

/** Returns what S3 calls the operation that a request asks for. */
function nameOf({ method, query }: S3Request, on: Operation['on']): string {
  const parameter = UNSUPPORTED.find((name) => query.has(name));
  if (parameter !== undefined) {
    const subject = UNSUPPORTED_SUBJECTS[parameter]!;
    if (method === 'POST') return subject;
    const of = subject === 'Acl' || subject === 'Tagging' ? (on === 'bucket' ? 'Bucket' : 'Object') : '';
    return `${{ GET: 'Get', HEAD: 'Head', DELETE: 'Delete' }[method] ?? 'Put'}${of}${subject}`;
  }
  const known = Object.entries(UNSUPPORTED_PLAIN).find(([request]) => {
    const [requestMethod, requestOn, having] = request.split(' ');
    return (
      requestMethod === method && requestOn === on && (having === undefined ? query.size === 0 : query.has(having))
    );
  });
  return known?.[1] ?? `${method} of a ${on} with ${[...query.keys()].join(', ') || 'no parameters'}`;
}

function asksFor({ method, query, message }: S3Request, operation: Operation): boolean {
  const { having, lacking = [], copies } = operation;
  return (
    method === operation.method &&
    (having === undefined || query.has(having)) &&
    !lacking.some((parameter) => query.has(parameter)) &&
    (copies === undefined || copies === (message.headers['x-amz-copy-source'] !== undefined))
  );
}

function refuseHeaders({ message }: S3Request): void {
  const refused = REFUSED_HEADERS.find((name) => message.headers[name] !== undefined);
  if (refused === undefined) return;
  throw new S3Error('NotImplemented', 501, `The header ${refused} is not supported by the local stack. Leave it out.`);
}
