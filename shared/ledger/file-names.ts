/**
 * The names of clerks' files. A key keeps the name as the clerk wrote it, since the object is found by it; wherever else
 * a name goes, into a receipt or its key, a list of uploads, a message, it goes as `maskedName` leaves it.
 */
import { maskNumbers } from '../parse/long-numbers.ts';

/** The clerk's own name of a file, whatever its key is: to compare, not to show. */
export const fileNameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

/** A key without the clerk's name of the file; what is erased keeps its place. */
export const withoutFileName = (key: string): string => `${key.slice(0, key.lastIndexOf('/') + 1)}${ERASED_NAME}`;

const ERASED_NAME = '已清除';

/** The same as it may be shown. */
export const shownFileName = (key: string): string => maskedName(fileNameOf(key));

/**
 * A name or a whole key without the number of a person; the same where it has none. Masked by low lines: no system
 * forbids these in the name of a file, and a receipt is saved under such a name.
 */
export function maskedName(name: string): string {
  const masked = maskNumbers(name);
  return masked === name ? name : masked.replaceAll('*', '_');
}
