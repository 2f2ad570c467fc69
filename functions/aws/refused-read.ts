/**
 * S3 does not hand out the content of one object version: a key that the function may not use, a customer's own key, an
 * archive. Whether the version is at fault or a permission of ours, its neighbours tell.
 */
export class RefusedReadError extends Error {
  override name = 'RefusedReadError';
}

/** What S3 calls such refusals. A throttled key service is none: KMS.ThrottlingException. */
const REFUSALS = new Set([
  'AccessDenied',
  'InvalidObjectState',
  'InvalidRequest',
  'KMS.DisabledException',
  'KMS.InvalidStateException',
  'KMS.KMSInvalidStateException',
  'KMS.NotFoundException',
]);

export const isRefusal = (name: string): boolean => REFUSALS.has(name);
