/** Checks the signatures of requests (AWS Signature Version 4), in headers and in presigned addresses, as S3 does. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { REGION } from '../account.ts';
import type { S3Request } from './request.ts';
import { S3Error } from './s3-error.ts';

/** The key with which requests to the local service are signed. */
export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string };

/** What a signature is checked against. */
export type SignatureCheck = {
  readonly credentials: Credentials;
  readonly now: Date;
  /** Whether a request without a signature of ours is refused. Otherwise only an expired address is. */
  readonly isRequired: boolean;
};

const ALGORITHM = 'AWS4-HMAC-SHA256';
const UNSIGNED = 'UNSIGNED-PAYLOAD';
/** Clocks may differ by this much. */
const SKEW_MS = 15 * 60_000;
/** A presigned address may be valid for a week. */
const LONGEST_EXPIRY_S = 604_800;

/** What was signed, and with what. */
type Claim = {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** When it was signed, as `20160701T000000Z`. */
  readonly date: string;
  readonly payloadHash: string;
};

/** Throws S3's error for a request that is not signed as it must be, or whose address has expired. */
export function checkSignature(request: S3Request, { credentials, now, isRequired }: SignatureCheck): void {
  const { query, message } = request;
  if (query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')) {
    const claim = readQuery(request);
    checkExpiry(claim.date, Number(query.get('X-Amz-Expires')), now);
    if (isRequired) checkClaim(request, claim, credentials);
    return;
  }
  if (!isRequired) return;
  const { authorization } = message.headers;
  if (query.has('Signature') || authorization?.startsWith('AWS ') === true) throw unsupportedMechanism();
  if (authorization === undefined) throw accessDenied('The request is not signed.');
  const claim = readHeader(request, authorization);
  if (Math.abs(timeOf(claim.date) - now.getTime()) > SKEW_MS) {
    const message = 'The difference between the request time and the current time is too large.';
    throw new S3Error('RequestTimeTooSkewed', 403, message);
  }
  checkClaim(request, claim, credentials);
}

/** Returns the hexadecimal signature of a text under a credential `<key>/<day>/<region>/s3/aws4_request`. */
export function signText(text: string, credential: string, { accessKeyId, secretAccessKey }: Credentials): string {
  const [id, day = '', region, service, end] = credential.split('/');
  if (id !== accessKeyId) {
    throw new S3Error('InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.');
  }
  if (!/^\d{8}$/.test(day) || region !== REGION || service !== 's3' || end !== 'aws4_request') {
    throw queryError(`The credential must be ${id}/<date>/${REGION}/s3/aws4_request, got ${credential}.`);
  }
  let key: string | Buffer = `AWS4${secretAccessKey}`;
  for (const part of [day, region, service, end]) key = createHmac('sha256', key).update(part).digest();
  return createHmac('sha256', key).update(text).digest('hex');
}

/** Throws unless two signatures are the same. */
export function compareSignatures(given: string, computed: string): void {
  const [one, other] = [Buffer.from(given), Buffer.from(computed)];
  if (one.length === other.length && timingSafeEqual(one, other)) return;
  throw new S3Error(
    'SignatureDoesNotMatch',
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );
}

/** Returns S3's error for signatures of earlier versions. */
export function unsupportedMechanism(): S3Error {
  const message = `The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`;
  return new S3Error('InvalidRequest', 400, message);
}

/** Returns S3's error for what a request may not do. */
export function accessDenied(message: string): S3Error {
  return new S3Error('AccessDenied', 403, message);
}

function queryError(message: string): S3Error {
  return new S3Error('AuthorizationQueryParametersError', 400, message);
}

function readQuery({ query, message }: S3Request): Claim {
  const names = ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires'];
  const missing = names.find((name) => !query.has(`X-Amz-${name}`));
  if (missing !== undefined || query.get('X-Amz-Algorithm') !== ALGORITHM) {
    throw queryError(`X-Amz-Algorithm must be ${ALGORITHM}, with X-Amz-${names.slice(1).join(', X-Amz-')}.`);
  }
  const expires = query.get('X-Amz-Expires')!;
  if (!/^\d{1,6}$/.test(expires) || Number(expires) > LONGEST_EXPIRY_S) {
    throw queryError('X-Amz-Expires must be less than a week (in seconds); that is, it must be 604800 at most.');
  }
  const date = query.get('X-Amz-Date')!;
  if (Number.isNaN(timeOf(date)))
    throw queryError("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");
  const hash = query.get('X-Amz-Content-Sha256') ?? message.headers['x-amz-content-sha256']?.toString();
  return {
    credential: query.get('X-Amz-Credential')!,
    signedHeaders: query.get('X-Amz-SignedHeaders')!.split(';'),
    signature: query.get('X-Amz-Signature')!,
    date,
    payloadHash: hash ?? UNSIGNED,
  };
}

function readHeader({ message: { headers } }: S3Request, authorization: string): Claim {
  const [, credential, signedHeaders, signature] =
    /^AWS4-HMAC-SHA256 +Credential=([^ ,]+), *SignedHeaders=([^ ,]+), *Signature=([0-9a-f]+)$/.exec(authorization) ??
    [];
  const date = String(headers['x-amz-date']);
  if (credential === undefined || Number.isNaN(timeOf(date))) {
    const message = `The authorization header must be ${ALGORITHM} with Credential, SignedHeaders and Signature.`;
    throw new S3Error('AuthorizationHeaderMalformed', 400, message);
  }
  const payloadHash = String(headers['x-amz-content-sha256']);
  return { credential, signedHeaders: signedHeaders!.split(';'), signature: signature!, date, payloadHash };
}

/** Milliseconds since 1970 of `20160701T000000Z`; not a number for anything else. */
function timeOf(date: string): number {
  const digits = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  return digits
    ? Date.parse(`${digits[1]}-${digits[2]}-${digits[3]}T${digits[4]}:${digits[5]}:${digits[6]}Z`)
    : Number.NaN;
}

function checkExpiry(date: string, seconds: number, now: Date): void {
  const from = timeOf(date);
  if (now.getTime() > from + seconds * 1000) throw accessDenied('Request has expired');
  if (now.getTime() < from - SKEW_MS) throw accessDenied('Request is not yet valid');
}

function checkClaim(request: S3Request, claim: Claim, credentials: Credentials): void {
  const { signedHeaders, payloadHash, date, credential, signature } = claim;
  if (payloadHash.startsWith('STREAMING-AWS4-')) {
    const text = `${payloadHash} is not supported by the local stack: it does not check the signatures of chunks.`;
    throw new S3Error('NotImplemented', 501, text);
  }
  const unsigned = Object.keys(request.message.headers).find(
    (name) => (name.startsWith('x-amz-') || name === 'host') && !signedHeaders.includes(name),
  );
  if (unsigned !== undefined && !(unsigned === 'x-amz-content-sha256' && request.query.has('X-Amz-Signature'))) {
    throw accessDenied(`There were headers present in the request which were not signed: ${unsigned}.`);
  }
  const canonical = createHash('sha256').update(canonicalRequest(request, claim)).digest('hex');
  const scope = credential.split('/').slice(1).join('/');
  compareSignatures(signature, signText([ALGORITHM, date, scope, canonical].join('\n'), credential, credentials));
}

function canonicalRequest({ method, query, message }: S3Request, { signedHeaders, payloadHash }: Claim): string {
  const [path = '/'] = (message.url ?? '/').split('?');
  const pairs = [...query]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .toSorted(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0));
  const headers = signedHeaders.map((name) => {
    const value = message.headers[name];
    return `${name}:${(Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replaceAll(/ +/g, ' ')}\n`;
  });
  return [
    method,
    encode(decodeURIComponent(path)).replaceAll('%2F', '/'),
    pairs.map((pair) => pair.join('=')).join('&'),
    headers.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

/** Encodes all but the unreserved characters of RFC 3986. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}
