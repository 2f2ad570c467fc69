import { OutOfTimeError } from './out-of-time.ts';
import { RefusedReadError } from './refused-read.ts';
import { ThrottledError } from './table.ts';

/** Errors of the SDK that waiting or an operator heals, whatever the request was. */
const NOT_THE_REQUEST =
  /Throttl|ThroughputExceeded|TooManyRequests|RequestLimitExceeded|SlowDown|AccessDenied|ExpiredToken|^KMS|DisabledException/;

/**
 * Whether a service that the function uses has failed, or its time has run out, so that the same work may succeed
 * later. A request that a service refuses for its content does not count, nor does a table that lacks what the ledger
 * names: waiting heals neither.
 */
export function isServiceFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof OutOfTimeError || error instanceof ThrottledError || error.name === 'TimeoutError') return true;
  if (error instanceof RefusedReadError) return true;
  if ('$metadata' in error) return ('$fault' in error && error.$fault === 'server') || NOT_THE_REQUEST.test(error.name);
  // Of the network below the SDK: ECONNRESET and its kin.
  return 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code);
}
