/** Uploads by a form of a web page: POST Object. */
import { readForm } from './form-data.ts';
import { type SizeRange, checkPolicy } from './post-policy.ts';
import { type S3Reply, s3Document, versionHeaders } from './reply.ts';
import type { S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import { accessDenied, compareSignatures, signText, unsupportedMechanism } from './signature.ts';
import type { S3State } from './state.ts';
import { receiveBytes } from './upload-body.ts';
import type { Version } from './version.ts';
import { createVersion, keptHeaders } from './write-operations.ts';

/** Answers POST Object. */
export async function postObject({ bucket, message }: S3Request, s3: S3State): Promise<S3Reply> {
  const body = message.iterator({ destroyOnReturn: false });
  const { fields: sent, file } = await readForm(body, String(message.headers['content-type']));
  const fields = new Map([...sent, ['bucket', sent.get('bucket') ?? bucket]]);
  if (fields.get('bucket') !== bucket) throw accessDenied(`The form is for another bucket than ${bucket}.`);
  const template = fields.get('key') ?? '';
  if (template === '') throw missingField('key');
  const key = template.replaceAll('${filename}', file.name.split(/[\\/]/).at(-1)!);
  const range = checkForm(fields, s3, s3.mustBeSigned(message));
  const headers = { ...Object.fromEntries(fields), host: '' };
  const receiver = { ...s3.receiver, largestBody: Math.min(range.most, s3.receiver.largestBody) };
  const received = await receiveBytes(file.bytes, headers, receiver, (size) => {
    if (size < range.least) throw entityTooSmall(range.least);
    return {};
  });
  const version = createVersion({ bucket, key, message }, s3, {
    by: 'Post',
    file: received.file,
    size: received.size,
    etag: received.md5,
    headers: { ...keptHeaders(headers), ...received.checksums },
  });
  return successReply(fields, s3, version);
}

/** Checks signature and policy. A form without either is one of this machine. @returns the sizes that the file may have */
function checkForm(fields: ReadonlyMap<string, string>, s3: S3State, isRequired: boolean): SizeRange {
  const policy = fields.get('policy');
  if (policy === undefined) {
    if (isRequired) throw accessDenied('The form has no policy, so it is not signed.');
    return { least: 0, most: Number.POSITIVE_INFINITY };
  }
  if (isRequired) {
    if (fields.has('awsaccesskeyid')) throw unsupportedMechanism();
    for (const name of ['x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-signature'])
      if (!fields.has(name)) throw missingField(name);
    const computed = signText(policy, fields.get('x-amz-credential')!, s3.credentials);
    compareSignatures(fields.get('x-amz-signature')!, computed);
  }
  return checkPolicy(policy, fields, s3.clock());
}

function missingField(name: string): S3Error {
  const message = `Bucket POST must contain a field named '${name}'. If it is specified, please check the order of the fields.`;
  return new S3Error('InvalidArgument', 400, message);
}

function entityTooSmall(least: number): S3Error {
  const message = `Your proposed upload is smaller than the minimum allowed size of ${least} bytes.`;
  return new S3Error('EntityTooSmall', 400, message);
}

function successReply(fields: ReadonlyMap<string, string>, { versions }: S3State, version: Version): S3Reply {
  const { bucket, key } = version;
  const etag = `"${version.etag}"`;
  const path = `/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
  const headers = { ...versionHeaders(versions.index, version), etag };
  const redirect = redirectTo(fields.get('success_action_redirect') ?? fields.get('redirect'), { bucket, key, etag });
  if (redirect !== undefined) return { status: 303, headers: { ...headers, location: redirect } };
  const status = fields.get('success_action_status');
  if (status === '200') return { status: 200, headers };
  if (status !== '201') return { status: 204, headers };
  const result = { Location: path, Bucket: bucket, Key: key, ETag: etag };
  return { status: 201, headers: { ...headers, location: path }, body: s3Document('PostResponse', result) };
}

function redirectTo(url: string | undefined, query: Readonly<Record<string, string>>): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const target = new URL(url);
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
  return target.href;
}
