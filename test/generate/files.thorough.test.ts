import { CITY_PACK } from '../../cities/pack.ts';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { generateCity } from '../../cli/generate/city.ts';
import type { ExpectedFinding } from '../../cli/generate/dirty.ts';
import { FAULTS } from '../../cli/generate/faults.ts';
import { LIAOCHENG } from './liaocheng.ts';
import { encodeGb18030 } from '../../cli/generate/gb18030.ts';

const directories: string[] = [];
function fresh(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'city-'));
  directories.push(directory);
  return directory;
}
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true });
});

function contents(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
    .map(
      (file) => `${path.relative(directory, file)} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`,
    );
}

describe('generated files', () => {
  it('are the same bytes in every run', async () => {
    const [one, two] = [fresh(), fresh()];
    const made = await generateCity({ pack: CITY_PACK, out: one, periods: ['2016Q2'], townships: ['371524'] });
    await generateCity({ pack: CITY_PACK, out: two, periods: ['2016Q2'], townships: ['371524'] });
    expect(contents(one)).toEqual(contents(two));
    expect(made).toEqual({ files: 12, rows: expect.any(Number) });
    expect(contents(one)).toHaveLength(12);
  });

  it('carry each mistake of the table where the list of expected findings says', async () => {
    const out = fresh();
    const townships = Object.values(LIAOCHENG.figures.faults ?? {});
    const { expected = '' } = await generateCity({ pack: CITY_PACK, out, periods: ['2016Q2'], townships, dirty: true });
    const findings = JSON.parse(readFileSync(expected, 'utf8')) as ExpectedFinding[];
    expect(findings.map(({ rule }) => rule).sort()).toEqual(FAULTS.map(({ rule }) => rule).sort());
    const c04 = findings.find(({ rule }) => rule === 'C04');
    const lines = readFileSync(path.join(out, c04?.file ?? ''), 'utf8').split('\r\n');
    expect(lines[(c04?.row ?? 0) - 1]).toContain('跳伞');
  });

  it('refuse a period without a programme, and name the file that is missing', async () => {
    await expect(generateCity({ pack: CITY_PACK, out: fresh(), periods: ['2017Q1'] })).rejects.toThrow(
      'programme/2017.json',
    );
  });
});

describe('encodeGb18030', () => {
  it('is what the decoder reads back, four-byte characters included', () => {
    const decoder = new TextDecoder('gb18030', { fatal: true });
    const text = '户编号,户主姓名,买买提·艾力,王𬭎,㛃𡐓𬱖,䶮㭎,√×「」３７１５"\r\n';
    expect(decoder.decode(encodeGb18030(text))).toBe(text);
    expect([...encodeGb18030('𬭎')]).toEqual([0x99, 0x33, 0xa9, 0x32]);
    expect([...encodeGb18030('㛃')]).toEqual([0x82, 0x30, 0xb7, 0x31]);
  });

  it('takes every character of the basic plane that the decoder knows', () => {
    const decoder = new TextDecoder('gb18030', { fatal: true });
    let text = '';
    for (let point = 0x4e00; point < 0x9fa6; point++) text += String.fromCodePoint(point);
    for (let point = 0x3400; point < 0x4db6; point++) text += String.fromCodePoint(point);
    expect(decoder.decode(encodeGb18030(text))).toBe(text);
  });
});
