/** A city is a folder of data: code names none. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CITY_PACK } from '../../cities/pack.ts';

const ROOT = join(import.meta.dirname, '../..');
/** The city's name and codes; numbers that begin with 371599 are invented persons', and belong to no place. */
const { code, name } = CITY_PACK.profile;
const NAMED = new RegExp(`${name.zh.replace(/市$/, '')}|${name.en}|${code}(?!99)\\d\\d|\\b${code}\\b`);

/** Names that are also plain words: kinds of zones, and 人 with 和. */
const COMMON = new Set(['经开区', '高新区', '度假区', '新区', '人和']);

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

test('no words that people read name a division of the city', () => {
  const { units, townships } = CITY_PACK.at('2016Q2').register;
  // Two characters of 管委会 and 街道 are as good as the name; single characters and kinds of zones are words of their own.
  const names = [...units, ...townships].flatMap(({ name: full }) => [
    full,
    full.replace(/管委会$|街道$|[县市镇乡]$/, ''),
  ]);
  const wanted = names.filter((one) => one.length >= 2 && !COMMON.has(one));
  const found = ['shared', 'functions', 'infra', 'desk'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .flatMap((file) => {
        const code = readFileSync(join(ROOT, folder, file), 'utf8').replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
        return wanted.filter((one) => code.includes(one)).map((one) => `${folder}/${file}: ${one}`);
      }),
  );
  expect(found).toEqual([]);
});

test('no words say what level the root is of: a register of a city or a province says it', () => {
  const found = ['shared', 'functions', 'infra', 'desk', 'cli'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .flatMap((file) => {
        const code = readFileSync(join(ROOT, folder, file), 'utf8').replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '');
        return (code.match(/全[市省](?!统)|本[市省](?!级)|[市省]扶贫办/g) ?? []).map(
          (words) => `${folder}/${file}: ${words}`,
        );
      }),
  );
  expect(found).toEqual(['shared/city/profile.ts: 全省', 'shared/city/profile.ts: 全市']);
});
