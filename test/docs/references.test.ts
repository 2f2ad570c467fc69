/** What guides name is there: files, headings that links lead to, commands and their options. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { upliftHere } from '../e2e/programs.ts';

const ROOT = join(import.meta.dirname, '../..');
const GUIDES = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`),
].filter((name) => name.endsWith('.md'));
const FOLDERS = ['shared', 'functions', 'infra', 'desk', 'cli', 'cities', 'test', 'bench', 'docs', 'events'];
const read = (guide: string): string => readFileSync(join(ROOT, guide), 'utf8');

/** Every file of the project, by its path and by its name alone. */
const FILES = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
);
const NAMES = new Set(FILES.map((path) => basename(path)));

/** As GitHub makes the anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

/** Files that a text names by their paths and that are not there. */
function goneFrom(text: string): string[] {
  const path = new RegExp(`(?<![\\w/<.…-])(?:${FOLDERS.join('|')})/[\\w./-]+\\.(?:ts|tsx|mjs|json|md|sql|css)\\b`, 'g');
  // The city that docs/new-city.md makes is there for whoever follows it.
  const named = [...text.matchAll(path)]
    .map(([file]) => file)
    .filter((file) => !file.startsWith('cities/379800-yunxi'));
  return named.filter((file) => !existsSync(join(ROOT, file)));
}

it('decision records and comments name files that are there', () => {
  const records = FILES.filter((file) => /^docs\/decisions\/.*\.md$/.test(file)).map(
    (file) => [file, read(file)] as const,
  );
  const comments = FILES.filter((file) => /\.tsx?$/.test(file)).map(
    (file) => [file, [...read(file).matchAll(/^ *(?:\/?\*|\/\/).*$/gm)].join('\n')] as const,
  );
  expect([...records, ...comments].flatMap(([file, text]) => goneFrom(text).map((gone) => `${file}: ${gone}`))).toEqual(
    [],
  );
});

describe.each(GUIDES)('%s', (guide) => {
  const text = read(guide);

  it('names files that are there', () => {
    expect(goneFrom(text)).toEqual([]);
  });

  it('names program files that are there, also without their folder', () => {
    const alone = [...text.matchAll(/`([\w-]+\.tsx?)`/g)].map(([, name = '']) => name);
    expect(alone.filter((name) => !NAMES.has(name))).toEqual([]);
  });

  it('has links that lead to files and headings', () => {
    const dead = [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(([, path = '', anchor]) => {
      const target = path === '' ? guide : join(dirname(guide), path);
      if (!existsSync(join(ROOT, target))) return [target];
      if (anchor === undefined) return [];
      const anchors = [...read(target).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
      return anchors.includes(anchor) ? [] : [`${target}#${anchor}`];
    });
    expect(dead).toEqual([]);
  });
});

describe('commands in guides', () => {
  /** What a guide says to type: whole lines of blocks, and what stands in backticks. */
  const typed = GUIDES.flatMap((guide) =>
    [...read(guide).matchAll(/(?:^|`)(?:npm run -s )?uplift (?:-- )?([a-z]+)([^`\n]*)/gm)].map(
      ([, name = '', words = '']) => ({ guide, name, words }),
    ),
  );

  it('are commands, with options that they have', async () => {
    const helps = new Map<string, string>();
    for (const { name } of typed) if (!helps.has(name)) helps.set(name, (await upliftHere([name, '--help'])).stdout);
    const wrong = typed.flatMap(({ guide, name, words }) =>
      [...words.replace(/#.*/, '').matchAll(/(?<!\S)--?[a-z][a-z-]*/g)]
        .map(([option]) => option)
        .filter((option) => !new RegExp(`(?:^|[ ,])${option}(?:[ ,]|$)`, 'm').test(helps.get(name) ?? ''))
        .map((option) => `${guide}: ${name} ${option}`),
    );
    expect([...helps].filter(([, help]) => help === '').map(([name]) => name)).toEqual([]);
    expect(wrong).toEqual([]);
    expect(typed.length).toBeGreaterThan(40);
  });

  it('are scripts of package.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const run = GUIDES.flatMap((guide) => [...read(guide).matchAll(/npm run (?:-s )?([\w:-]+)/g)]);
    expect(run.map(([, name = '']) => name).filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe('the commands of README.md', () => {
  /** First cells of the table: what stands in backticks there. */
  const cells = [...read('README.md').matchAll(/^\| (`.+?) \| /gm)].map(([, cell = '']) => cell.replaceAll('\\|', '|'));
  const written = cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, words = '']) => words));

  it('are all that there are', async () => {
    const { stdout } = await upliftHere(['help']);
    const there = [...stdout.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name = '']) => name);
    const named = written.map((words) => words.split(' ')[0] ?? '').filter((word) => /^[a-z]+$/.test(word));
    expect([...new Set(named)].toSorted()).toEqual(there.toSorted());
  });

  it('have the options that are named', async () => {
    const unknown: string[] = [];
    for (const cell of cells) {
      const commands = [...cell.matchAll(/`([a-z]+)[ `]/g)].map(([, name = '']) => name);
      const options = [...cell.matchAll(/--[a-z-]+/g)].map(([option]) => option);
      const helps: string[] = [];
      for (const name of commands) helps.push((await upliftHere([name, '--help'])).stdout);
      for (const option of options)
        if (!helps.some((help) => help.includes(`${option} `))) unknown.push(`${commands.join(', ')}: ${option}`);
    }
    expect(unknown).toEqual([]);
  });
});
