/** Requests to S3. */
import type { IncomingMessage } from 'node:http';
import { S3Error } from './s3-error.ts';

/** A request, its path and query taken apart. Without a key it asks for the bucket, without a bucket for S3 itself. */
export type S3Request = {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly message: IncomingMessage;
};

/** Takes a request apart by hand: a URL parser resolves `..` and repeated slashes, which a key may contain. */
export function parseRequest(message: IncomingMessage): S3Request {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(mark < 0 ? url : url.slice(0, mark)) ?? [];
  const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  try {
    const names = { bucket: decodeURIComponent(bucket), key: decodeURIComponent(key) };
    return { method: message.method ?? 'GET', ...namesOf(message, names), query, message };
  } catch {
    throw new S3Error('InvalidURI', 400, `The path ${url} is not percent-encoded UTF-8.`);
  }
}

type Names = { readonly bucket: string; readonly key: string };

/** An SDK may put the bucket before the host's name: `http://bucket.localhost:4566/key`. */
function namesOf({ headers, url = '/' }: IncomingMessage, names: Names): Names {
  const [, bucket] = /^([^:]+)\.localhost(:\d+)?$/i.exec(headers.host ?? '') ?? [];
  if (bucket === undefined) return names;
  return { bucket, key: decodeURIComponent(url.split('?')[0]!.slice(1)) };
}

/** Whether a request brings a file by a form of a web page. */
export function isForm({ method, bucket, key, query, message }: S3Request): boolean {
  const type = message.headers['content-type'] ?? '';
  const names = bucket !== '' && key === '' && query.size === 0;
  return method === 'POST' && names && type.startsWith('multipart/form-data');
}
