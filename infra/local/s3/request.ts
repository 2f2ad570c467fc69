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
    return { method: message.method ?? 'GET', ...names, query, message };
  } catch {
    throw new S3Error('InvalidURI', 400, `The path ${url} is not percent-encoded UTF-8.`);
  }
}
