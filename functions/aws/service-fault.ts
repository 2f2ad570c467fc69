import { OutOfTimeError } from './out-of-time.ts';
import { RefusedReadError } from './refused-read.ts';
import { ThrottledError } from './table.ts';

/** Errors of the SDK that waiting or an operator heals, whatever was asked for. */
const NOT_THE_REQUEST =
  /Throttl|ThroughputExceeded|TooManyRequests|RequestLimitExceeded|SlowDown|AccessDenied|ExpiredToken|^KMS|DisabledException/;

/**
 * Whether an error is of the services that a function stands on, or of time: the same work may succeed another day. A
 * request that a service refuses for what is in it is none, nor is a table that does not hold what the ledger says:
 * waiting heals neither.
 */
export function isServiceFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof OutOfTimeError || error instanceof ThrottledError || error.name === 'TimeoutError') return true;
  if (error instanceof RefusedReadError) return true;
  if ('$metadata' in error) return ('$fault' in error && error.$fault === 'server') || NOT_THE_REQUEST.test(error.name);
  // Of the network below the SDK: ECONNRESET and its kin.
  return 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code);
}
