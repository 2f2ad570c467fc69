/** What stands between a template and its deployment: the app as the cdk CLI runs it, and cfn-lint. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assemblyFolder } from '../../cli/assembly.ts';
import { synthesize } from '../../infra/synthesize.ts';
import { DEFAULT_STACK } from '../../shared/contract.ts';
import { REGIONS, stageIn, temporaryFunctions, type Template } from './synthesis.ts';

const PROJECT = join(import.meta.dirname, '..', '..');
/** Through npm, which installs first and finds the Node of the lockfile: the machine's own may be too old. */
const { app: APP } = JSON.parse(readFileSync(join(PROJECT, 'cdk.json'), 'utf8')) as { readonly app: string };

let functions: ReturnType<typeof temporaryFunctions>;
let folder: string;
beforeAll(() => {
  functions = temporaryFunctions();
  folder = mkdtempSync(join(tmpdir(), 'uplift-deployment-'));
});
afterAll(() => {
  functions.remove();
  rmSync(folder, { recursive: true });
});

describe('the app', () => {
  const run = (context: Record<string, string>) => {
    const env = { ...process.env, CDK_OUTDIR: join(folder, 'cdk.out'), CDK_CONTEXT_JSON: JSON.stringify(context) };
    const { status, stderr } = spawnSync(APP, { cwd: PROJECT, shell: true, env, encoding: 'utf8' });
    return { status, stderr };
  };
  const prod = { stage: 'prod', alarmEmail: 'oncall@example.org' };

  it('does not end well for a stage that keeps its data before it is compared with what is deployed', () => {
    const unsaid = run(prod);
    expect(unsaid).toMatchObject({ status: 1, stderr: expect.stringContaining('get-template') as string });
    const { Resources } = JSON.parse(
      readFileSync(join(folder, 'cdk.out', `${DEFAULT_STACK}.template.json`), 'utf8'),
    ) as Template;
    const deployed = join(folder, 'deployed.json');
    const { StorageTableB43FDCE7: table, ...others } = Resources;
    writeFileSync(deployed, JSON.stringify({ Resources: { ...others, OldTable: table } }));
    expect(run({ ...prod, deployed })).toEqual({
      status: 1,
      stderr: expect.stringContaining('OldTable: AWS::DynamoDB::Table is no longer in the template') as string,
    });
    expect(run({ ...prod, deployed, leave: 'OldTable' })).toEqual({ status: 0, stderr: '' });
  });
});

// Of Python, so it is not among what npm installs: `pip install cfn-lint` brings it.
const hasLint = spawnSync('cfn-lint', ['--version']).status === 0;

describe.skipIf(!hasLint)('cfn-lint', () => {
  /** W3005: CDK names dependencies that a reference implies already, which does no harm. */
  const lint = (region: string, file: string) =>
    spawnSync('cfn-lint', ['--regions', region, '--ignore-checks', 'W3005', '--', file], { encoding: 'utf8' }).stdout;

  it.each(REGIONS)('has nothing to say of the template for %s', (region) => {
    const stage = stageIn(region, folder);
    const { templateFile } = synthesize(join(folder, region), stage, functions.options, false);
    expect(lint(region, templateFile)).toBe('');
  });

  it('nor of the one that runs on one machine; and it is heard where something is wrong', async () => {
    const assembly = join(folder, 'dev');
    cpSync(await assemblyFolder(), assembly, { recursive: true });
    const file = join(assembly, `${DEFAULT_STACK}.template.json`);
    expect(lint('us-east-1', file)).toBe('');
    const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
    const budget = { Type: 'AWS::Budgets::Budget', Properties: {} };
    writeFileSync(file, JSON.stringify({ ...template, Resources: { ...template.Resources, Budget: budget } }));
    expect(lint('ap-east-1', file)).toContain('AWS::Budgets::Budget');
  });
});
