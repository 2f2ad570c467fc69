/**
 * What judged files, oldest first: readers, parsers, header names, rules and limits together. The version is part of
 * every submission id, so one submission is never judged by two of them, and `uplift reparse` judges again what an
 * older one judged. The fingerprint is what they make of a fixed corpus: a test fails until a change of what files are
 * judged to be has a new line here. Words are no part of it.
 */
export const RULE_SETS: readonly { readonly version: string; readonly fingerprint: string }[] = [
  { version: 'r4', fingerprint: 'cases e6e3c354, files ac8c8e4b, city 830ea207, limits 3fefa40f' },
];

export const RULE_SET_VERSION = RULE_SETS.at(-1)?.version ?? '';
