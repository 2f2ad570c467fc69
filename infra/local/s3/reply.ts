/** Replies of S3. */
import { type Xml, xmlDocument } from '../endpoint/xml.ts';
import type { VersionIndex } from './version-index.ts';
import type { Version } from './version.ts';

/** A reply. Default: status 200, no headers and no body. */
export type S3Reply = {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A document, or the bytes of a content: those need a content-length among the headers. */
  readonly body?: string | AsyncIterable<Buffer>;
};

/** Returns a document of S3's. */
export function s3Document(root: string, content: Xml): string {
  return xmlDocument(root, content, 'http://s3.amazonaws.com/doc/2006-03-01/');
}

/** Returns the header that names a version: none in a bucket without versioning. */
export function versionHeaders(index: VersionIndex, version: Version): Record<string, string> {
  return index.isVersioned(version.bucket) ? { 'x-amz-version-id': version.id } : {};
}
