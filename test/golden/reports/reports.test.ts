import { expect, test } from 'vitest';
import { compareWithWritten } from '../compared.ts';
import { cityReports, readableReports } from './city-reports.ts';

compareWithWritten(import.meta.dirname, readableReports(cityReports()));

test('this place is the one that time-zone.campaign.test.ts compares with', () => {
  const here = new Intl.DateTimeFormat().resolvedOptions();
  expect(here).toMatchObject({ timeZone: 'America/Los_Angeles', locale: 'en-US' });
});
