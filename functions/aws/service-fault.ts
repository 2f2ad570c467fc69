import { OutOfTimeError } from './pages.ts';
import { ThrottledError } from './table.ts';
import { TornReadError } from './visible.ts';

/**
 * Whether an error is of the services that a function stands on, or of time: the work is sound and may succeed another day. Errors of the
 * SDK carry `$metadata`; those of the network below it have a code such as ECONNRESET.
 */
export function isServiceFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof OutOfTimeError || error instanceof ThrottledError || error instanceof TornReadError) return true;
  if ('$metadata' in error || error.name === 'TimeoutError') return true;
  return 'code' in error && typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code);
}
