import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cityReports, PERIODS, readableReports } from './city-reports.ts';

const texts = readableReports(cityReports());

test.each([...texts.keys()])('%s is what was written down', (name) => {
  expect(texts.get(name)).toBe(readFileSync(join(import.meta.dirname, name), 'utf8'));
});

test('this place is the one that time-zone.campaign.test.ts compares with', () => {
  expect(new Intl.DateTimeFormat().resolvedOptions()).toMatchObject({ timeZone: 'America/Los_Angeles', locale: 'en-US' });
});

test('nothing is written down that is not made', () => {
  const files = PERIODS.flatMap((period) =>
    readdirSync(join(import.meta.dirname, period), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(import.meta.dirname.length + 1)),
  );
  expect(['sha256.txt', ...files].toSorted()).toEqual([...texts.keys()].toSorted());
});
