import type { Language, Text } from '../shared/language/language.ts';

/** Exit codes of every command. */
export const EXIT = { good: 0, badData: 1, usage: 2, fault: 3 } as const;

/** The value of an option, before anything else of the command line is understood. */
export function optionIn(argv: readonly string[], name: string): string | undefined {
  const at = argv.findIndex((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  return at < 0 ? undefined : argv[at]?.includes('=') ? argv[at].slice(name.length + 3) : argv[at + 1];
}

/** The language that a command line asks for. */
export const languageAskedFor = (argv: readonly string[]): Language => (optionIn(argv, 'lang') === 'en' ? 'en' : 'zh');

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

/** The data are wrong, so that what was asked for was not made. */
export class BadDataError extends ToldError {
  override name = 'BadDataError';
}

/** The system is not there, or a part of it failed. */
export class SystemError extends ToldError {
  override name = 'SystemError';
}
