import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { synthesize } from '../../infra/synthesize.ts';
import { readTemplate, temporaryFunctions } from './synthesis.ts';

const PROJECT = join(import.meta.dirname, '..', '..');

it('the template comes without credentials, network or cdk CLI', () => {
  const functions = temporaryFunctions();
  onTestFinished(() => functions.remove());
  // The pages are bundled, too.
  const { pages: _, ...folders } = functions.options;
  const outdir = join(functions.folder, 'offline');
  const script = `
    import net from 'node:net';
    import dns from 'node:dns';
    const closed = () => { throw new Error('there is no network'); };
    net.Socket.prototype.connect = closed;
    dns.lookup = closed;
    const { synthesize } = await import(${JSON.stringify(pathToFileURL(join(PROJECT, 'infra', 'synthesize.ts')).href)});
    synthesize(${JSON.stringify(outdir)}, undefined, ${JSON.stringify(folders)});`;
  execFileSync(join(PROJECT, 'node_modules', '.bin', 'node'), ['--input-type=module', '--eval', script], {
    cwd: functions.folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: functions.folder },
    stdio: 'pipe',
  });
  const here = synthesize(join(functions.folder, 'here'), 'dev', folders);
  expect(readTemplate(join(outdir, 'Uplift.template.json'))).toEqual(readTemplate(here.templateFile));
});
