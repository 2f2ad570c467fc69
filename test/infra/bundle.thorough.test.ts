import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BundleError, FUNCTION_NAMES, bundleFunctions, codeVersion } from '../../infra/bundle.ts';
import { temporaryFunctions, writeHandler } from './synthesis.ts';

let functions: ReturnType<typeof temporaryFunctions>;
beforeEach(() => {
  functions = temporaryFunctions();
});
afterEach(() => functions.remove());

describe('bundleFunctions', () => {
  it('gives a module with a handler for each function', async () => {
    const bundles = bundleFunctions(functions.options);
    for (const name of FUNCTION_NAMES) {
      const pages = name === 'door' || name === 'office' ? ['pages'] : [];
      expect(readdirSync(bundles[name].directory).sort()).toEqual(['index.mjs', 'index.mjs.map', ...pages]);
      const module = (await import(pathToFileURL(join(bundles[name].directory, 'index.mjs')).href)) as {
        handler: () => Promise<string>;
      };
      expect(await module.handler()).toBe(name);
    }
  });

  it('gives the same bytes from the same sources in another folder', () => {
    const elsewhere = temporaryFunctions();
    try {
      const one = bundleFunctions(functions.options);
      const other = bundleFunctions(elsewhere.options);
      for (const name of FUNCTION_NAMES) {
        expect(other[name].hash).toBe(one[name].hash);
        expect(readFileSync(join(other[name].directory, 'index.mjs'))).toEqual(
          readFileSync(join(one[name].directory, 'index.mjs')),
        );
      }
    } finally {
      elsewhere.remove();
    }
  });

  it('lets CommonJS dependencies require modules of Node, and takes JSON in', async () => {
    const { source = '' } = functions.options;
    writeHandler(
      source,
      'plan',
      `import dep from './dep.cjs';\nimport data from './data.json';\nexport const handler = () => dep.sep + data.word;\n`,
    );
    writeFileSync(join(source, 'plan', 'dep.cjs'), `module.exports = { sep: require('node:path').posix.sep };\n`);
    writeFileSync(join(source, 'plan', 'data.json'), '{"word":"聊城"}');
    const { plan } = bundleFunctions(functions.options);
    const module = (await import(pathToFileURL(join(plan.directory, 'index.mjs')).href)) as { handler: () => string };
    expect(module.handler()).toBe('/聊城');
  });

  it('loads no fetch and no web sockets with http', () => {
    const { source = '' } = functions.options;
    const imports = `import http from 'node:http';\nimport { Agent } from 'node:http';\n`;
    writeHandler(
      source,
      'plan',
      `${imports}export const handler = async () => [new Agent(), (await import('node:http')).default === http];\n`,
    );
    const { plan } = bundleFunctions(functions.options);
    const script = `
      const { handler } = await import(${JSON.stringify(pathToFileURL(join(plan.directory, 'index.mjs')).href)});
      const [agent, isSame] = await handler();
      const isLoaded = process.moduleLoadList.some((name) => name.includes('undici'));
      console.log(agent.constructor.name, isSame, isLoaded);`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    });
    expect(stderr + stdout).toBe('Agent true false\n');
  });

  it('removes what an earlier build left', () => {
    const { plan } = bundleFunctions(functions.options);
    writeFileSync(join(plan.directory, 'old.mjs'), '');
    bundleFunctions(functions.options);
    expect(readdirSync(plan.directory).sort()).toEqual(['index.mjs', 'index.mjs.map']);
  });

  it('names the handlers that are missing', () => {
    const bundle = () => bundleFunctions({ ...functions.options, source: join(functions.folder, 'nowhere') });
    expect(bundle).toThrow(BundleError);
    for (const name of FUNCTION_NAMES) expect(bundle).toThrow(join('nowhere', name, 'handler.ts'));
  });

  it('refuses a handler.ts without a handler', () => {
    writeHandler(functions.options.source ?? '', 'fold', 'export const main = 1;\n');
    expect(() => bundleFunctions(functions.options)).toThrow(/fold.handler\.ts exports no "handler"/);
  });
});

describe('codeVersion', () => {
  it('changes with the code of the functions that it covers, and with no other', () => {
    const before = bundleFunctions(functions.options);
    writeHandler(functions.options.source ?? '', 'ingest', `export const handler = async () => 'changed';\n`);
    const after = bundleFunctions(functions.options);
    expect(codeVersion('1.2.3', before, ['ingest'])).toMatch(/^1\.2\.3\+[0-9a-f]{12}$/);
    expect(codeVersion('1.2.3', after, ['ingest'])).not.toBe(codeVersion('1.2.3', before, ['ingest']));
    expect(codeVersion('1.2.3', after, ['plan', 'fold'])).toBe(codeVersion('1.2.3', before, ['plan', 'fold']));
  });
});
