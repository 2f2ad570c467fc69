/** A version that did not follow a change says a thing that is not true; here it is found by what the code does. */
import { expect, it } from 'vitest';
import { POLICY_VERSIONS } from '../../shared/disclosure/policy-versions.ts';
import { FOLD_VERSIONS } from '../../shared/fold/fold-versions.ts';
import { RULE_SETS } from '../../shared/rules/rule-sets.ts';
import { TABLE_VERSIONS } from '../../shared/tables/table-versions.ts';
import { CHANNEL_CASES } from '../golden/rules/channel.ts';
import { EXIT_CASES } from '../golden/rules/exit.ts';
import { FINANCE_CASES } from '../golden/rules/finance.ts';
import { IDENTITY_CASES } from '../golden/rules/identity.ts';
import { INCOME_CASES } from '../golden/rules/income.ts';
import { PLACE_CASES } from '../golden/rules/place.ts';
import { PROJECT_CASES } from '../golden/rules/project.ts';
import { TARGET_CASES } from '../golden/rules/target.ts';
import { foldFingerprint, judgingFingerprint, policyFingerprint, tablesFingerprint } from './fingerprints.ts';

const CASES = [
  ...CHANNEL_CASES,
  ...EXIT_CASES,
  ...FINANCE_CASES,
  ...IDENTITY_CASES,
  ...INCOME_CASES,
  ...PLACE_CASES,
  ...PROJECT_CASES,
  ...TARGET_CASES,
];

/** What to do when a fingerprint moved. */
const advice = (what: string, file: string, fingerprint: string): string =>
  `${what} otherwise than the newest version of ${file} says. If that version was ever deployed, add a line with the next version and ` +
  `fingerprint: '${fingerprint}'; if it was not, give it this fingerprint. Where only the corpus grew, too.`;

it('the rule set is raised when files are judged otherwise', async () => {
  const now = await judgingFingerprint(CASES);
  expect(RULE_SETS.at(-1)?.fingerprint, advice('files are judged', 'shared/rules/rule-sets.ts', now)).toBe(now);
});

it('the fold version is raised when households are counted otherwise', () => {
  const now = foldFingerprint();
  expect(FOLD_VERSIONS.at(-1)?.fingerprint, advice('households are counted', 'shared/fold/fold-versions.ts', now)).toBe(
    now,
  );
});

it('the version of the tables is raised when they say something else', async () => {
  const now = await tablesFingerprint();
  expect(TABLE_VERSIONS.at(-1)?.fingerprint, advice('tables are made', 'shared/tables/table-versions.ts', now)).toBe(
    now,
  );
});

it('the version of the policy is raised when other figures are public', async () => {
  const now = await policyFingerprint();
  expect(
    POLICY_VERSIONS.at(-1)?.fingerprint,
    advice('figures are left out', 'shared/disclosure/policy-versions.ts', now),
  ).toBe(now);
});

it('no version was used twice', () => {
  for (const versions of [RULE_SETS, FOLD_VERSIONS, TABLE_VERSIONS, POLICY_VERSIONS]) {
    const names = versions.map(({ version }) => String(version));
    expect(new Set(names).size).toBe(names.length);
  }
});
