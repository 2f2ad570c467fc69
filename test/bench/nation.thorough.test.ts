/** A small part of `npm run nation`: what is read and made grows with the townships, and no faster. */
import { describe, expect, test } from 'vitest';
import { power } from '../../bench/nation/growth.ts';
import { measure, type Measured, STAGES, type Stage } from '../../bench/nation/stages.ts';

const SIZES = [50, 200, 800] as const;
/** A quarter and the one before it. */
const QUARTERS = 2;

const measured = async (stage: Stage): Promise<Measured[]> => {
  const all: Measured[] = [];
  for (const townships of SIZES) all.push(await measure(stage, townships));
  return all;
};
const powerOf = (all: readonly Measured[], of: 'reads' | 'read' | 'made'): number =>
  power(all.map((one, index) => ({ townships: SIZES[index] ?? 0, value: one[of] })));

test('plan reads the identities of each township once a quarter', async () => {
  const all = await measured('plan');
  expect(all.map(({ reads }) => reads)).toEqual(SIZES.map((townships) => QUARTERS * townships));
  expect(powerOf(all, 'read')).toBeLessThan(1.01);
});

test('one fold reads the same of a small country and of a large one', async () => {
  const [small, ...larger] = await measured('one fold');
  for (const { reads, read, made } of larger)
    expect({ reads, read, made }).toEqual({ reads: QUARTERS, read: small?.read, made: small?.made });
});

describe.each(STAGES.filter((stage) => stage !== 'one fold'))('%s', (stage) => {
  test('makes no more of a township the more there are', async () => {
    // Codes and counts get a digit longer.
    expect(powerOf(await measured(stage), 'made')).toBeLessThan(1.05);
  });
});
