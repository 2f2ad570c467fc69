import { Logger } from '@aws-lambda-powertools/logger';

/**
 * Structured logs. Never a file name, a key, a name or a number of a person: division, period and version id are enough
 * to find the file.
 */
export const log = new Logger({ serviceName: 'uplift' });

export type Fault = {
  readonly name: string;
  readonly message?: string;
  readonly stack?: readonly string[];
  readonly cause?: Fault;
};

/**
 * What a log may say of a failure: the name of the error and the place in the code. The message is left out, because an
 * error of the SDK names keys, which hold file names, and a parser quotes the text that it could not read.
 */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, message, stack = '', cause } = error;
  const quotes = '$fault' in error || error instanceof SyntaxError;
  return {
    name,
    ...(quotes ? {} : { message }),
    stack: stack.split('\n').filter((line) => /^\s+at /.test(line)),
    ...(cause === undefined ? {} : { cause: faultOf(cause) }),
  };
}
