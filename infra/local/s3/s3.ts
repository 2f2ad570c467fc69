/**
 * S3: objects, versions, multipart uploads and listings. It is written here and not laid over the S3 of fauxqs, which
 * keeps no versions, drops conditions and limits a body to 11 MB. A request from elsewhere than this machine
 * must be signed. It ignores access control, encryption and object lock, and answers an operation that it does not know with NotImplemented.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mustBeSigned } from '../endpoint/access.ts';
import type { RequestHandler } from '../endpoint/request.ts';
import { xmlDocument } from '../endpoint/xml.ts';
import { answerRequest } from './operations.ts';
import type { S3Reply } from './reply.ts';
import { type S3Request, isForm, parseRequest } from './request.ts';
import { S3Error } from './s3-error.ts';
import { checkSignature } from './signature.ts';
import type { S3State } from './state.ts';
import { LARGEST_BODY } from './upload-body.ts';
import { type VersionStore, type VersionStoreOptions, openVersions } from './version-store.ts';

/** How to start S3. */
export type S3Options = VersionStoreOptions &
  Pick<S3State, 'created' | 'credentials'> & {
    /** Whether a request is refused unless it is signed. Default: whether it comes from elsewhere than this machine. */
    readonly mustBeSigned?: (message: IncomingMessage) => boolean;
    /** The most bytes that one request may bring. Default: as S3, 5 GB. */
    readonly largestBody?: number;
  };

/** S3 while it runs. */
export type S3 = {
  /** Answers a request that came to the stack's endpoint. */
  readonly handle: RequestHandler;
  /** Reads the text of an object. */
  readObject(bucket: string, key: string): Promise<string>;
  close(): Promise<void>;
};

/** Starts S3 with the objects that an earlier run left. */
export async function startS3(options: S3Options): Promise<S3> {
  const { created, credentials, clock, largestBody = LARGEST_BODY } = options;
  const versions = openVersions(options);
  const receiver = { contents: versions.contents, largestBody };
  const s3: S3State = {
    versions,
    uploads: new Map(),
    receiver,
    clock,
    credentials,
    mustBeSigned: options.mustBeSigned ?? mustBeSigned,
    created,
  };
  return {
    handle: async (message, response) => {
      const { request, reply } = await replyTo(message, s3);
      await sendReply(response, request, { ...reply, date: clock() });
    },
    readObject: (bucket, key) => readObject(versions, bucket, key),
    close: async () => versions.close(),
  };
}

async function replyTo(message: IncomingMessage, s3: S3State): Promise<{ request: S3Request; reply: S3Reply }> {
  let request: S3Request = {
    method: message.method ?? 'GET',
    bucket: '',
    key: '',
    query: new URLSearchParams(),
    message,
  };
  try {
    request = parseRequest(message);
    // A form is signed by its fields.
    const isRequired = !isForm(request) && s3.mustBeSigned(message);
    checkSignature(request, { credentials: s3.credentials, now: s3.clock(), isRequired });
    return { request, reply: await answerRequest(request, s3) };
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return { request, reply: errorReply(error, request) };
  }
}

function errorReply({ code, status, message, headers }: S3Error, { bucket, key }: S3Request): S3Reply {
  const body = xmlDocument('Error', { Code: code, Message: message, Resource: `/${bucket}/${key}` });
  return { status, headers, body };
}

async function sendReply(
  response: ServerResponse,
  { method, message }: S3Request,
  reply: S3Reply & { readonly date: Date },
): Promise<void> {
  const { status = 200, headers = {}, body = '', date } = reply;
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
  const isDocument = method !== 'HEAD' && typeof body === 'string' && body !== '';
  response.writeHead(status, {
    'x-amz-request-id': 'LOCAL',
    date: date.toUTCString(),
    ...(hasBody && typeof body === 'string' ? { 'content-length': String(Buffer.byteLength(body)) } : {}),
    ...headers,
    ...(isDocument ? { 'content-type': 'application/xml' } : {}),
  });
  // Of a body that was refused the rest is still to come, and must go somewhere for the client to read the answer.
  if (!message.complete) message.resume();
  if (!hasBody || typeof body === 'string') response.end(hasBody ? body : undefined);
  else await pipeline(Readable.from(body, { objectMode: false }), response);
}

async function readObject(versions: VersionStore, bucket: string, key: string): Promise<string> {
  const isBucket = versions.index.isVersioned(bucket) !== undefined;
  const version = isBucket ? versions.index.find(bucket, key) : undefined;
  if (!version || version.marker) throw new Error(`There is no object ${bucket}/${key}.`);
  return (await versions.read(version)).toString('utf8');
}
