/** A city is a folder of data: code names none. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The city's name and codes; numbers that begin with 371599 are invented persons', and belong to no place. */
const { code, name } = CITY_PACK.profile;
const NAMED = new RegExp(`${name.zh.replace(/市$/, '')}|${name.en}|${code}(?!99)\\d\\d|\\b${code}\\b`);

test.each(['shared', 'functions', 'infra', 'cli'])('%s names no city and no division', (folder) => {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(?:ts|mjs|csv)$/.test(file),
  );
  expect(files.length).toBeGreaterThan(0);
  const named = files.flatMap((file) =>
    readFileSync(join(ROOT, folder, file), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        NAMED.test(line) ? [`${folder}/${file}:${index + 1}: ${line.trim().slice(0, 100)}`] : [],
      ),
  );
  expect(named).toEqual([]);
});
