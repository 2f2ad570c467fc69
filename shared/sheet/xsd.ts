/**
 * Simple values as XML Schema (part 2) and the programs that write it have them.
 */
const NUMBER = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?$/;

/** Whether an attribute says yes; anything that is no truth value does not. */
export function isTrue(value: string | undefined): boolean {
  return value !== undefined && truthValue(value) === true;
}

/** A truth value; undefined when the text is none. */
export function truthValue(text: string): boolean | undefined {
  switch (text.trim().toLowerCase()) {
    case '1':
    case 'true':
    case 'on':
      return true;
    case '0':
    case 'false':
    case 'off':
      return false;
    default:
      return undefined;
  }
}

/** A finite decimal number; undefined when the text is none. */
export function decimalNumber(text: string): number | undefined {
  const trimmed = text.trim();
  const number = trimmed.length <= 64 && NUMBER.test(trimmed) ? Number(trimmed) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}
