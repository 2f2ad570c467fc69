import type { Programme } from '../city/programme.ts';
import { SMALL_BELOW } from '../disclosure/treatments.ts';

/** What is configured and moves a published figure: the year's programme, and below what counts are not public. Its hash is in the manifest. */
export const configurationText = (programme: Programme): string => JSON.stringify([programme, SMALL_BELOW]);
