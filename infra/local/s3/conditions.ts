/** Conditions of requests: If-Match, If-None-Match and Range. */
import type { S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import type { Version } from './version.ts';

/** Throws if the conditions of a write do not hold for the object's current version. */
export function checkWriteConditions(
  { message: { headers }, key }: Pick<S3Request, 'message' | 'key'>,
  current: Version | undefined,
): void {
  const existing = current?.marker ? undefined : current;
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers;
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*')
      throw new S3Error('NotImplemented', 501, `If-None-Match of a PUT must be *, got ${ifNoneMatch}.`);
    if (existing) throw preconditionFailed(`If-None-Match *: ${key} exists already.`);
  }
  if (ifMatch === undefined) return;
  if (!existing) throw new S3Error('NoSuchKey', 404, `If-Match ${ifMatch}: ${key} does not exist.`);
  const etag = `"${existing.etag}"`;
  if (!matches(ifMatch, etag)) throw preconditionFailed(`If-Match ${ifMatch}: ${key} is ${etag}.`);
}

/** Throws unless what a DELETE is to remove is what its If-Match says: an ETag, or `*` for any object. */
export function checkDeleteCondition(key: string, ifMatch: string | undefined, current: Version | undefined): void {
  if (ifMatch === undefined) return;
  if (!current) throw new S3Error('NoSuchKey', 404, `If-Match ${ifMatch}: ${key} does not exist.`);
  if (current.marker) throw preconditionFailed(`If-Match ${ifMatch}: ${key} was deleted.`);
  if (!matches(ifMatch, current.etag)) throw preconditionFailed(`If-Match ${ifMatch}: ${key} is "${current.etag}".`);
}

/** Throws if a read's If-Match does not hold. @returns whether its If-None-Match says that the reader has the object */
export function isNotModified({ message: { headers } }: S3Request, etag: string): boolean {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers;
  if (ifMatch !== undefined && !matches(ifMatch, etag))
    throw preconditionFailed(`If-Match ${ifMatch}, the object is ${etag}.`);
  return ifNoneMatch !== undefined && matches(ifNoneMatch, etag);
}

function matches(condition: string, etag: string): boolean {
  return condition
    .split(',')
    .some((item) => item.trim() === '*' || item.trim().replaceAll('"', '') === etag.replaceAll('"', ''));
}

function preconditionFailed(message: string): S3Error {
  return new S3Error('PreconditionFailed', 412, message);
}

/** Returns start and exclusive end of a `bytes=` range, and undefined for a form that servers may ignore. */
export function rangeOf(header: string | undefined, size: number): [number, number] | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (start < end) return [start, end];
  throw new S3Error('InvalidRange', 416, `Range ${header} is outside an object of ${size} bytes.`, {
    'content-range': `bytes */${size}`,
  });
}
