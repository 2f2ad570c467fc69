import type { GoldenCase } from './case.ts';
import { CHANNEL_CASES } from './channel.ts';
import { EXIT_CASES } from './exit.ts';
import { FINANCE_CASES } from './finance.ts';
import { IDENTITY_CASES } from './identity.ts';
import { INCOME_CASES } from './income.ts';
import { PLACE_CASES } from './place.ts';
import { PROJECT_CASES } from './project.ts';
import { TARGET_CASES } from './target.ts';

/** The golden cases of rules about rows. */
export const CASES: readonly GoldenCase[] = [
  ...PLACE_CASES,
  ...IDENTITY_CASES,
  ...INCOME_CASES,
  ...CHANNEL_CASES,
  ...EXIT_CASES,
  ...PROJECT_CASES,
  ...FINANCE_CASES,
  ...TARGET_CASES,
];
