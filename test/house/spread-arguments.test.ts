/** `push(...list)` puts every element on the stack: a list of some 120,000 findings or rows ends the function. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** The texts after each `...` that stands among the arguments themselves. @param source from after the bracket on */
function spreadArguments(source: string): string[] {
  const found: string[] = [];
  let depth = 0;
  for (let at = 0; at < source.length && depth >= 0; at++) {
    const character = source[at] ?? '';
    if (character === "'" || character === '"') {
      const end = source.indexOf(character, at + 1);
      if (end < 0) return found;
      at = end;
    } else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (depth === 0 && source.startsWith('...', at)) {
      found.push(source.slice(at + 3, at + 60));
      at += 2;
    }
  }
  return found;
}

/** Calls that spread a list of any length into an array. A literal is as long as it is written. */
const spreadCalls = (source: string): string[] =>
  [...source.matchAll(/\.(?:push|unshift)\(/g)].flatMap(({ 0: call, index }) =>
    spreadArguments(source.slice(index + call.length))
      .filter((spread) => !spread.startsWith('['))
      .map((spread) => `${call}...${spread}`),
  );

describe('a list that grows with a file', () => {
  it.each([
    ['found.push(...rows);', true],
    ['found.push(first, ...rows.map((row) => ({ ...row })));', true],
    ['found.push(\n  ...(rows ?? []),\n);', true],
    ['found.unshift(...rows)', true],
    ['found.push(...[first, second]);', false],
    ['found.push({ ...row, name });', false],
    ['found.push([...row]);', false],
    ['found.push(makeRow({ ...row }, [...cells]));', false],
    ['lines.push("", `…`);', false],
  ])('%s is found: %s', (source, isFound) => {
    expect(spreadCalls(source).length > 0).toBe(isFound);
  });

  it('is nowhere spread into the arguments of a call', () => {
    const files = globSync(['shared/**/*.ts', 'functions/**/*.ts'], { cwd: ROOT });
    expect(files.length).toBeGreaterThan(200);
    const found = files.flatMap((file) =>
      spreadCalls(readFileSync(join(ROOT, file), 'utf8')).map((call) => `${file}: ${call}`),
    );
    expect(found).toEqual([]);
  });
});
