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
 * What a log may say of a failure. Errors of the SDK name keys in their message and attributes, and so file names; a
 * parser quotes the text that it could not read. Of these only the name and the place are kept.
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
