import type { City } from '../city/city.ts';
import { decidedIn } from '../city/programme.ts';
import { POLICY_VERSIONS } from '../disclosure/policy-versions.ts';
import { limitsOf } from '../disclosure/treatments.ts';
import { TABLE_VERSIONS } from '../tables/table-versions.ts';

/**
 * The configuration that moves published figures: the year's programme, the threshold of small counts, and the versions
 * of tables and policy. First versions are left out, so that what was published under them is not published again. The
 * manifest holds its hash.
 */
export const configurationText = ({ programme, profile }: City): string =>
  JSON.stringify([
    decidedIn(programme),
    limitsOf(profile),
    ...[TABLE_VERSIONS, POLICY_VERSIONS].flatMap((versions) =>
      versions
        .slice(1)
        .map(({ version }) => version)
        .slice(-1),
    ),
  ]);
