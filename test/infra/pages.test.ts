import { globSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cityFolder, cityForBundle } from '../../cities/pack.ts';
import { bundlePages } from '../../infra/pages.ts';

const KB = 1_024;
const CITY = cityForBundle(cityFolder());

describe('the pages', () => {
  const files = bundlePages(CITY);
  const names = [...files.keys()];
  const sizeOf = (pattern: RegExp): number =>
    names.filter((name) => pattern.test(name)).reduce((sum, name) => sum + (files.get(name)?.length ?? 0), 0);
  const textOf = (name: string): string => {
    const content = files.get(name) ?? new Uint8Array();
    return (name.endsWith('.gz') ? gunzipSync(content) : Buffer.from(content)).toString('utf8');
  };

  it('are few bytes on a slow line: the page below 60 KB, the validator below 400 KB, packed', () => {
    expect(sizeOf(/^(?!validator)/)).toBeLessThan(60 * KB);
    expect(sizeOf(/^validator/)).toBeLessThan(400 * KB);
  });

  it('ask for nothing from elsewhere, and hold no script and no style in the page itself', () => {
    const html = textOf('index.html');
    expect(html.match(/(?:src|href)="[^"]*"/g)).toEqual([
      'href="data:,"',
      expect.stringMatching(/^href="\/t\/-\/desk\.[0-9a-f]{12}\.css"$/),
      expect.stringMatching(/^src="\/t\/-\/desk\.[0-9a-f]{12}\.js"$/),
    ]);
    expect(html).not.toMatch(/<script>|<style|\son\w+=/);
    const ours = names.filter((name) => name.startsWith('desk.')).map(textOf);
    const asked = ours.flatMap((text) => text.match(/@import|url\(|https?:\/\/[\w.]+/g) ?? []);
    // The name of a language of drawings, which is no address.
    expect(asked.filter((one) => one !== 'http://www.w3.org')).toEqual([]);
  });

  it('write text as text: no line of ours hands over markup', () => {
    const script = textOf(names.find((name) => name.startsWith('desk.') && name.includes('.js')) ?? '');
    // The library sets innerHTML for a property that no line of ours names.
    expect(script.match(/outerHTML|insertAdjacentHTML|document\.write|eval\(/g)).toBeNull();
    const sources = globSync('desk/**/*.{ts,tsx}').map((file) => readFileSync(file, 'utf8'));
    expect(sources.length).toBeGreaterThan(10);
    expect(sources.filter((text) => /HTML\b|dangerously/.test(text.replaceAll(/HTML\w*Element/g, '')))).toEqual([]);
  });

  it('are the same from the same sources', () => {
    expect([...bundlePages(CITY)]).toEqual([...files]);
  });
});
