import type { City } from '../city/city.ts';
import { decidedIn } from '../city/programme.ts';
import { POLICY_VERSIONS } from '../disclosure/policy-versions.ts';
import { limitsOf } from '../disclosure/treatments.ts';
import { TABLE_VERSIONS } from '../tables/table-versions.ts';

/**
 * What is configured and moves a published figure: the year's programme, below what counts are not public, and the
 * versions of the tables and of the policy after their first, so that what was published under those is not published
 * again. Its hash is in the manifest.
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
