/** The invocation ends before the work does. What is written stays, and the next one goes on from there. */
export class OutOfTimeError extends Error {
  override name = 'OutOfTimeError';
}
