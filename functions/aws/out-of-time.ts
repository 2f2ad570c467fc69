/**
 * The invocation has too little time left for its work. What it has written stays, and the next invocation goes on from
 * there.
 */
export class OutOfTimeError extends Error {
  override name = 'OutOfTimeError';
}
