import type { Text } from '../shared/language/language.ts';

/** An error that is told to a person, in the language that they asked for. */
class ToldError extends Error {
  /** What is told; the error's own message is the Chinese. */
  readonly text: Text;
  constructor(text: Text, options?: ErrorOptions) {
    super(text.zh, options);
    this.text = text;
  }
}

/** The command line itself is wrong; shown with the command's usage. */
export class UsageError extends ToldError {
  override name = 'UsageError';
}

/** The system is not there, or a part of it failed. */
export class SystemError extends ToldError {
  override name = 'SystemError';
}
