/** Multipart uploads in progress. They live in memory: a restart forgets them, as S3 forgets those that are aborted. */
import { createHash, randomUUID } from 'node:crypto';
import { S3Error, type S3Request } from './s3-protocol.ts';
import { elementText, elements } from './xml.ts';

type Part = { readonly bytes: Buffer; readonly etag: string };
type Upload = {
  readonly bucket: string;
  readonly key: string;
  readonly headers: Record<string, string>;
  readonly parts: Map<number, Part>;
};

/** The uploads in progress of one endpoint. */
export function multipartUploads() {
  const uploads = new Map<string, Upload>();
  const find = ({ bucket, key, query }: S3Request): { id: string; upload: Upload } => {
    const id = query.get('uploadId') ?? '';
    const upload = uploads.get(id);
    if (upload?.bucket === bucket && upload.key === key) return { id, upload };
    throw new S3Error(
      'NoSuchUpload',
      404,
      `No upload ${id} of ${bucket}/${key}: it was completed, aborted or lost in a restart. Start a new one.`,
    );
  };
  return {
    create(
      { bucket, key }: S3Request,
      headers: Record<string, string>,
    ): { Bucket: string; Key: string; UploadId: string } {
      const id = randomUUID();
      uploads.set(id, { bucket, key, headers, parts: new Map() });
      return { Bucket: bucket, Key: key, UploadId: id };
    },
    addPart(request: S3Request, bytes: Buffer, etag: string): string {
      const number = Number(request.query.get('partNumber'));
      if (!Number.isInteger(number) || number < 1 || number > 10_000) {
        throw new S3Error(
          'InvalidArgument',
          400,
          `partNumber must be 1 to 10000, got ${request.query.get('partNumber')}.`,
        );
      }
      find(request).upload.parts.set(number, { bytes, etag });
      return etag;
    },
    /** The object that the parts named in a CompleteMultipartUpload request make. The upload stays until it is aborted. */
    assemble(
      request: S3Request,
      xml: string,
    ): { id: string; bytes: Buffer; etag: string; headers: Record<string, string> } {
      const { id, upload } = find(request);
      const named = elements(xml, 'Part').map((part) => {
        const number = Number(elementText(part, 'PartNumber'));
        const etag = elementText(part, 'ETag')?.replaceAll('"', '');
        const stored = upload.parts.get(number);
        if (stored && stored.etag === etag) return stored;
        throw new S3Error(
          'InvalidPart',
          400,
          `Part ${number} with ETag ${etag} was not uploaded; there is ${stored?.etag ?? 'none'}. Send the part again.`,
        );
      });
      if (named.length === 0) throw new S3Error('MalformedXML', 400, 'The request names no part.');
      const digests = createHash('md5').update(Buffer.concat(named.map(({ etag }) => Buffer.from(etag, 'hex'))));
      return {
        id,
        bytes: Buffer.concat(named.map(({ bytes }) => bytes)),
        etag: `${digests.digest('hex')}-${named.length}`,
        headers: upload.headers,
      };
    },
    abort(id: string): void {
      uploads.delete(id);
    },
  };
}
