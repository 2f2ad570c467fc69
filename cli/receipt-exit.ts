import type { Receipt } from '../shared/receipt/receipt.ts';
import { EXIT } from './told-errors.ts';

/**
 * The exit code of a command about these files: a fault if the system failed one, bad data if it did not take all of
 * one.
 */
export function exitCodeOf(receipts: readonly Receipt[]): number {
  // A file that is too much for the system (rule F21), or that it cannot open (F25), is its clerk's to mend.
  if (receipts.some(({ status, byRule }) => status === 'failed' && byRule.length === 0)) return EXIT.fault;
  const isBad = ({ status, summary }: Receipt): boolean =>
    summary.rejected > 0 || status === 'rejected' || status === 'failed';
  return receipts.some(isBad) ? EXIT.badData : EXIT.good;
}
