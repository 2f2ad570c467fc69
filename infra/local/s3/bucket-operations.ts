/** Answers what can be asked of the buckets themselves. The template makes them; no request does. */
import { REGION } from '../account.ts';
import { readBody } from '../endpoint/request.ts';
import { type S3Reply, s3Document } from './reply.ts';
import type { S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';
import type { S3State } from './state.ts';
import type { VersionIndex } from './version-index.ts';

/** Throws the error that S3 answers for a bucket that does not exist. */
export function requireBucket(index: VersionIndex, bucket: string): void {
  if (index.isVersioned(bucket) !== undefined) return;
  const known = index.buckets().join(', ') || 'none';
  throw new S3Error('NoSuchBucket', 404, `No bucket ${bucket}. The stack has: ${known}.`);
}

/** Answers ListBuckets. */
export async function listBuckets(_request: S3Request, { versions }: S3State): Promise<S3Reply> {
  const buckets = versions.index.buckets();
  const elements = buckets.map((name) => ({ Name: name, CreationDate: new Date(0).toISOString() }));
  return { body: s3Document('ListAllMyBucketsResult', { Owner: { ID: 'local' }, Buckets: { Bucket: elements } }) };
}

/** Answers HeadBucket. */
export async function headBucket(): Promise<S3Reply> {
  return { headers: { 'x-amz-bucket-region': REGION } };
}

/** Answers CreateBucket as us-east-1 does for one's own bucket: clients like rclone make sure of it before they copy. */
export async function createBucket({ bucket, message }: S3Request): Promise<S3Reply> {
  await readBody(message);
  return { headers: { location: `/${bucket}` } };
}

/** Answers GetBucketVersioning. */
export async function getVersioning({ bucket }: S3Request, { versions }: S3State): Promise<S3Reply> {
  const state = versions.index.isVersioned(bucket) ? { Status: 'Enabled' } : {};
  return { body: s3Document('VersioningConfiguration', state) };
}

/** Answers GetBucketLocation. An empty location stands for us-east-1. */
export async function getLocation(): Promise<S3Reply> {
  return { body: s3Document('LocationConstraint', '') };
}
