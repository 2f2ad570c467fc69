/**
 * S3 does not hand out the content of one object version: a key that the function may not use, a customer's own key, an
 * archive. Other versions of the bucket tell whether this version is at fault or a permission of ours: if they can be
 * read, it is the version.
 */
export class RefusedReadError extends Error {
  override name = 'RefusedReadError';
}

/** The names of such errors. KMS.ThrottlingException is not among them: it heals by waiting. */
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
