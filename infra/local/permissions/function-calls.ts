/** What a request of a function asks for, in the words of IAM: an action on a resource; and what it is billed as. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ACCOUNT, REGION } from '../account.ts';
import type { RequestHandler } from '../endpoint/request.ts';
import { itemsOf, objectOf, textOf, type JsonObject } from '../template/json.ts';
import type { ResolvedTemplate } from '../template/resolved-template.ts';
import { isForm, parseRequest, type S3Request } from '../s3/request.ts';
import { isLike } from './policies.ts';
import { NO_UNITS, type Units, unitsOf } from './table-units.ts';

/** One thing that a caller must be allowed to do. */
export type Call = {
  /** Logical id of the function; {@link BEARER} where a browser uses what a function signed. */
  readonly caller: string;
  /** As a policy names it, for example `s3:GetObject`. */
  readonly action: string;
  /** ARN of a bucket, an object, a table, a queue, a topic or a key. */
  readonly resource: string;
  /** Partitions of a table that the call names. */
  readonly partitions: readonly string[];
};

/** A call as it was heard. */
export type HeardCall = Call & {
  /** Whether it is the request itself. A copy is one request, for which the caller must be allowed to write and to read. */
  readonly isRequest: boolean;
  /** What a request to a table costs. */
  readonly units: Units;
};

/** Who brings a signed address or form: it may what the one may who signed it. */
export const BEARER = 'signed request';

/** The ARN of each bucket's key, where it has one, by the bucket's name. */
type BucketKeys = ReadonlyMap<string, string>;

/** The keys of the template's buckets that a caller must be allowed to use. */
export function bucketKeys(template: ResolvedTemplate): BucketKeys {
  const open = keysOpenThroughStorage(template);
  return new Map(
    template.ofType('AWS::S3::Bucket').flatMap(({ ref, logicalId, properties }) => {
      const encryption = objectOf(properties['BucketEncryption'], logicalId);
      const [rule] = itemsOf(encryption['ServerSideEncryptionConfiguration']);
      const key = objectOf(objectOf(rule, logicalId)['ServerSideEncryptionByDefault'], logicalId)['KMSMasterKeyID'];
      return key === undefined || open.has(textOf(key)) ? [] : [[ref, textOf(key)] as const];
    }),
  );
}

/** ARNs of keys whose own policies let everybody of the account use them for what S3 lets them do. */
function keysOpenThroughStorage(template: ResolvedTemplate): ReadonlySet<string> {
  const isOpen = (statement: JsonObject, where: string): boolean => {
    const { StringEquals, StringLike } = objectOf(statement['Condition'], where);
    const through = itemsOf(objectOf(StringLike, where)['kms:ViaService']).map(textOf);
    const actions = itemsOf(statement['Action']).map(textOf);
    return (
      statement['Effect'] === 'Allow' &&
      objectOf(statement['Principal'], where)['AWS'] === '*' &&
      objectOf(StringEquals, where)['kms:CallerAccount'] === ACCOUNT &&
      through.some((service) => isLike(`s3.${REGION}.amazonaws.com`, service)) &&
      ['kms:Decrypt', 'kms:GenerateDataKey'].every((action) => actions.some((allowed) => isLike(action, allowed)))
    );
  };
  return new Set(
    template.ofType('AWS::KMS::Key').flatMap(({ logicalId, attributes, properties }) => {
      const statements = itemsOf(objectOf(properties['KeyPolicy'], logicalId)['Statement']);
      return statements.some((one) => isOpen(objectOf(one, logicalId), logicalId)) ? [attributes['Arn'] ?? ''] : [];
    }),
  );
}

/**
 * Returns a handler that tells of each call of a function after it was answered, and passes every request on.
 * A function is known by the name that the SDK writes into `user-agent` (AWS_SDK_UA_APP_ID).
 */
export function tellCalls(handle: RequestHandler, keys: BucketKeys, tell: (call: HeardCall) => void): RequestHandler {
  return (request, response) => {
    const caller = callerOf(request);
    if (caller === null) return handle(request, response);
    const body = copyOfBody(request);
    const answer = copyOfAnswer(request, response);
    response.once('finish', () => {
      const asked = askedFor(request, { response, body: body(), keys });
      const units = unitsIn(request, body(), answer());
      for (const [at, call] of asked.entries())
        tell({ caller, partitions: [], ...call, isRequest: at === 0, units: at === 0 ? units : NO_UNITS });
    });
    return handle(request, response);
  };
}

function callerOf({ headers, url = '', method }: IncomingMessage): string | null {
  const [, app] = /\bapp\/([A-Za-z0-9]+)/.exec(headers['user-agent'] ?? '') ?? [];
  if (app !== undefined) return app;
  const isSigned = url.includes('X-Amz-Signature=');
  const isPosted = method === 'POST' && (headers['content-type'] ?? '').startsWith('multipart/form-data');
  return isSigned || isPosted ? BEARER : null;
}

/** Keeps a copy of what arrives; whoever handles the request reads it as ever. */
function copyOfBody(request: IncomingMessage): () => Buffer {
  const chunks: Buffer[] = [];
  if (typeof request.headers['x-amz-target'] !== 'string' && !isQuery(request)) return () => Buffer.alloc(0);
  const push = request.push.bind(request);
  request.push = (chunk: Buffer | null, encoding) => {
    if (chunk) chunks.push(chunk);
    return push(chunk, encoding);
  };
  return () => Buffer.concat(chunks);
}

/** The operation of a request to a table; null for any other. */
const tableOperation = ({ headers }: IncomingMessage): string | null => {
  const [service = '', operation = ''] = String(headers['x-amz-target'] ?? '').split('.');
  return service.startsWith('DynamoDB_') ? operation : null;
};

/** Keeps a copy of what a table answers. */
function copyOfAnswer(request: IncomingMessage, response: ServerResponse): () => Buffer {
  const chunks: Buffer[] = [];
  if (tableOperation(request) === null) return () => Buffer.alloc(0);
  for (const method of ['write', 'end'] as const) {
    const pass = response[method].bind(response) as (...given: unknown[]) => never;
    response[method] = (...given: unknown[]): never => {
      const [chunk] = given;
      if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
      return pass(...given);
    };
  }
  return () => Buffer.concat(chunks);
}

function unitsIn(request: IncomingMessage, body: Buffer, answer: Buffer): Units {
  const operation = tableOperation(request);
  if (operation === null) return NO_UNITS;
  return unitsOf(operation, JSON.parse(body.toString('utf8')) as object, JSON.parse(answer.toString('utf8')) as object);
}

/** A request of SNS, whose body is a form that names the action. */
const isQuery = ({ headers }: IncomingMessage): boolean =>
  (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');

type Asked = Pick<Call, 'action' | 'resource'> & Partial<Pick<Call, 'partitions'>>;
type Answered = { readonly response: ServerResponse; readonly body: Buffer; readonly keys: BucketKeys };

function askedFor(request: IncomingMessage, { response, body, keys }: Answered): Asked[] {
  const target = request.headers['x-amz-target'];
  if (isQuery(request)) {
    const form = new URLSearchParams(body.toString('utf8'));
    return [{ action: `sns:${form.get('Action')}`, resource: form.get('TopicArn') ?? '*' }];
  }
  if (typeof target !== 'string') return s3Calls(parseRequest(request), response.statusCode, keys);
  const [service = '', operation = ''] = target.split('.');
  const input = JSON.parse(body.toString('utf8')) as Input;
  if (service.startsWith('DynamoDB_')) return tableCalls(operation, input);
  const arn = (kind: string, name: string): string => `arn:aws:${kind}:${REGION}:${ACCOUNT}:${name}`;
  // One permission is for a single message and for several.
  const action = operation.replace(/Batch$/, '');
  if (service === 'AmazonSQS')
    return [{ action: `sqs:${action}`, resource: arn('sqs', String(input['QueueUrl']).split('/').at(-1) ?? '') }];
  if (service === 'TrentService')
    return [{ action: `kms:${operation}`, resource: arn('kms', `key/${String(input['KeyId'])}`) }];
  if (service === 'AWSStepFunctions') {
    const { stateMachineArn, executionArn } = input as Readonly<Record<string, string | undefined>>;
    return [{ action: `states:${operation}`, resource: stateMachineArn ?? executionArn ?? '*' }];
  }
  return [{ action: `${service}:${operation}`, resource: '*' }];
}

type Input = Readonly<Record<string, unknown>>;

function s3Calls(request: S3Request, status: number, keys: BucketKeys): Asked[] {
  const { bucket, key } = request;
  const bucketArn = `arn:aws:s3:::${bucket}`;
  const reads = (name: string, of = bucket): Asked[] => [
    { action: name, resource: `arn:aws:s3:::${of}/${key}` },
    // S3 says "not found" to those alone who may list; to others it says "forbidden".
    ...(status === 404 ? [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${of}` }] : []),
    ...kms('kms:Decrypt', of),
  ];
  const kms = (action: string, of = bucket): Asked[] => {
    const resource = keys.get(of);
    return resource === undefined ? [] : [{ action, resource }];
  };
  const writes = (name = key): Asked[] => [
    { action: 's3:PutObject', resource: `${bucketArn}/${name}` },
    ...kms('kms:GenerateDataKey'),
  ];
  if (isForm(request)) return writes('*');
  const { method, query, message } = request;
  if (key === '')
    return [{ action: query.has('versions') ? 's3:ListBucketVersions' : 's3:ListBucket', resource: bucketArn }];
  const version = query.has('versionId') ? 'Version' : '';
  if (method === 'GET' || method === 'HEAD') return reads(`s3:GetObject${version}`);
  if (method === 'DELETE') return [{ action: `s3:DeleteObject${version}`, resource: `${bucketArn}/${key}` }];
  const source = message.headers['x-amz-copy-source'];
  if (typeof source !== 'string') {
    // "Only where it still has this tag" says something of the content, so it is a read too.
    return [...writes(), ...(message.headers['if-match'] === undefined ? [] : reads('s3:GetObject'))];
  }
  const [, from = '', name = ''] = /^\/?([^/]+)\/(.+)$/.exec(decodeURIComponent(source)) ?? [];
  return [
    ...writes(),
    { action: 's3:GetObject', resource: `arn:aws:s3:::${from}/${name}` },
    ...(status === 404 ? [{ action: 's3:ListBucket', resource: `arn:aws:s3:::${from}` }] : []),
    ...kms('kms:Decrypt', from),
  ];
}

type Named = { readonly S?: string };
type Keyed = Readonly<Record<string, Named | undefined>>;
type Request = { readonly PutRequest?: { readonly Item: Keyed }; readonly DeleteRequest?: { readonly Key: Keyed } };
type Batch = Record<string, { readonly Keys?: readonly Keyed[] } | readonly Request[]>;

/** The name of the partition key is that of the table, and the only one that a key condition names `#pk`. */
const partitionIn = (keyed: Keyed | undefined): string => keyed?.['pk']?.S ?? '';

function tableCalls(operation: string, input: Input): Asked[] {
  const call = (table: string, partitions: readonly string[]): Asked => ({
    action: `dynamodb:${operation}`,
    resource: `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${table}`,
    partitions,
  });
  const batches = input['RequestItems'] as Batch | undefined;
  if (batches)
    return Object.entries(batches).map(([table, asked]) => {
      const keyed = 'Keys' in asked ? (asked.Keys ?? []) : [];
      const written = Array.isArray(asked) ? (asked as Request[]) : [];
      return call(
        table,
        [...keyed, ...written.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key)].map(
          partitionIn,
        ),
      );
    });
  const values = input['ExpressionAttributeValues'] as Keyed | undefined;
  const keyed = (input['Key'] ?? input['Item'] ?? { pk: values?.[':pk'] }) as Keyed;
  return [call(String(input['TableName']), [partitionIn(keyed)])];
}
