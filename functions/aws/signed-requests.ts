/** Requests to S3 that are signed here and sent by a browser, which has no credentials. */
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const client = new S3Client({});

/** What a browser needs to send one file. */
export type SignedUpload = {
  readonly url: string;
  /** Fields of the form that come before the file. */
  readonly fields: Readonly<Record<string, string>>;
};

/** A file of so many bytes with this SHA-256 (hexadecimal), to exactly this key, for so many seconds. */
export type AllowedUpload = {
  readonly key: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly seconds: number;
};

/** Signs an upload. S3 refuses any other key, length or content, and any other time. */
export async function signUpload(bucket: string, allowed: AllowedUpload): Promise<SignedUpload> {
  const { key, bytes, seconds } = allowed;
  const checksum = Buffer.from(allowed.sha256, 'hex').toString('base64');
  const fields = { 'x-amz-checksum-algorithm': 'SHA256', 'x-amz-checksum-sha256': checksum };
  const { url, fields: signed } = await createPresignedPost(client, {
    Bucket: bucket,
    Key: key,
    Fields: fields,
    Conditions: [
      ['content-length-range', bytes, bytes],
      ...Object.entries(fields).map(([name, value]): ['eq', string, string] => ['eq', `$${name}`, value]),
    ],
    Expires: seconds,
  });
  return { url, fields: signed };
}

/** Where a browser finds a bucket: the origin that a page must be allowed to send to. */
export async function originOf(bucket: string): Promise<string> {
  return new URL(await signRead(bucket, { key: 'x', seconds: 1 })).origin;
}

/** How a browser shall take an object: it is shown, or saved under a name. */
export type AllowedRead = {
  readonly key: string;
  readonly seconds: number;
  readonly saveAs?: string;
};

/** Signs a read of one object. */
export function signRead(bucket: string, { key, seconds, saveAs }: AllowedRead): Promise<string> {
  const disposition =
    saveAs === undefined ? {} : { ResponseContentDisposition: `attachment; filename*=UTF-8''${rfc5987(saveAs)}` };
  return getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key, ...disposition }), {
    expiresIn: seconds,
  });
}

/** A name as a header takes it (RFC 5987). */
const rfc5987 = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
