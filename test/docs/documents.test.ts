import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DOCUMENTS } from '../../cli/documents.ts';

const root = join(import.meta.dirname, '..', '..');

describe('documents', () => {
  it.each(DOCUMENTS.map(([name]) => name))('docs/%s is what its catalogue says (npm run docs)', (name) => {
    const make = DOCUMENTS.find(([document]) => document === name)?.[1];
    expect(readFileSync(join(root, 'docs', name), 'utf8')).toBe(make?.());
  });

  const pages = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name)),
  ];

  it.each(pages)('%s links only to files that are there', (page) => {
    const links = [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(
      (match) => match[1] ?? '',
    );
    for (const link of links) expect(existsSync(join(root, dirname(page), link)), link).toBe(true);
  });

  it('the README names commands that package.json has', () => {
    const scripts = (
      JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
    ).scripts;
    for (const [, name = ''] of readFileSync(join(root, 'README.md'), 'utf8').matchAll(/npm run (?:-s )?(\w+)/g))
      expect(Object.keys(scripts)).toContain(name);
  });
});
