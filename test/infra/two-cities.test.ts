/**
 * Two cities in one account: two stacks, of which one's name begins the other's, and neither reaches what is the
 * other's by any name or wildcard.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { synthesize } from '../../infra/synthesize.ts';
import { readStage, STAGES_FILE } from '../../infra/stages.ts';
import { provinceFiles } from '../city/invented-province.ts';
import { readTemplate, temporaryFunctions, type Resource, type Template } from './synthesis.ts';

const PROJECT = join(import.meta.dirname, '../..');
const NAMES = { first: 'Uplift', second: 'Uplift-Heze' } as const;
type Side = keyof typeof NAMES;
const SIDES = ['first', 'second'] as const;
const otherOf = (side: Side): Side => (side === 'first' ? 'second' : 'first');

let functions: ReturnType<typeof temporaryFunctions>;
const templates = {} as Record<Side, Template & { readonly Parameters?: Readonly<Record<string, { Type: string }>> }>;

beforeAll(() => {
  functions = temporaryFunctions();
  const pack = join(functions.folder, 'pack');
  for (const [file, value] of Object.entries(provinceFiles())) {
    mkdirSync(dirname(join(pack, file)), { recursive: true });
    writeFileSync(join(pack, file), JSON.stringify(value));
  }
  const { prod } = JSON.parse(readFileSync(STAGES_FILE, 'utf8')) as { readonly prod: object };
  const stages = join(functions.folder, 'stages.json');
  writeFileSync(
    stages,
    JSON.stringify({
      first: { ...prod, stackName: NAMES.first },
      second: { ...prod, stackName: NAMES.second, city: relative(PROJECT, pack) },
    }),
  );
  for (const side of SIDES) {
    const stage = readStage(side, { alarmEmail: 'oncall@example.org' }, stages);
    templates[side] = readTemplate(synthesize(join(functions.folder, side), stage, functions.options).templateFile);
  }
});
afterAll(() => functions.remove());

/** A value as the account sees it: `<Uplift/TableB43F>` stands for whatever CloudFormation calls a resource of the stack. */
function evaluated(value: unknown, side: Side): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map((one) => evaluated(one, side)).join();
  const [[name, of] = ['', null]] = Object.entries(value);
  if (name === 'Ref' && of === 'AWS::StackName') return NAMES[side];
  if (name === 'Ref' && String(of).startsWith('AWS::')) return String(of).slice(5);
  if (name === 'Ref') return `<${NAMES[side]}/${String(of)}>`;
  if (name === 'Fn::GetAtt') return `<${NAMES[side]}/${(of as string[]).join('.')}>`;
  if (name === 'Fn::Join')
    return (of as [string, unknown[]])[1].map((one) => evaluated(one, side)).join((of as [string])[0]);
  if (name === 'Fn::Sub') return String(of).replaceAll('${AWS::StackName}', NAMES[side]);
  return Object.entries(value)
    .map(([key, one]) => `${key}=${evaluated(one, side)}`)
    .join();
}

type Statement = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/** Every statement of every policy document, wherever it stands, with the type of its resource. */
function statementsOf(side: Side): (readonly [type: string, statement: Statement])[] {
  const found: (readonly [string, Statement])[] = [];
  const walk = (value: unknown, type: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('Effect' in value && 'Action' in value) found.push([type, value as Statement]);
    for (const one of Object.values(value)) walk(one, type);
  };
  for (const { Type, Properties } of Object.values<Resource>(templates[side].Resources)) walk(Properties, Type);
  return found;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const beforeWildcard = (pattern: string): string => /^[^*?]*/.exec(pattern)?.[0] ?? '';

/** Names that need to be unlike only inside a resource that is the stack's own. */
const INSIDE = new Set([
  'AWS::IAM::Policy PolicyName',
  'AWS::ApiGatewayV2::Stage StageName',
  'AWS::CloudWatch::Alarm MetricName',
]);

/** What the stack calls its resources by itself, and the metrics that its alarms watch. */
function namesOf(side: Side): Map<string, string> {
  const names = new Map<string, string>();
  for (const [id, { Type, Properties = {} }] of Object.entries<Resource>(templates[side].Resources)) {
    const given = { ...Properties, ...Properties.DatabaseInput, ...Properties.Budget } as Record<string, unknown>;
    for (const [key, value] of Object.entries(given))
      if (key.endsWith('Name') && !INSIDE.has(`${Type} ${key}`))
        names.set(`${Type} ${id} ${key}`, evaluated(value, side));
    const { Namespace, MetricName, Dimensions, Metrics } = given;
    if (Type === 'AWS::CloudWatch::Alarm')
      names.set(`${Type} ${id} metric`, evaluated({ Namespace, MetricName, Dimensions, Metrics }, side));
  }
  return names;
}

test('no resource of one is called like one of the other', () => {
  const [first, second] = [namesOf('first'), namesOf('second')];
  expect(first.size).toBeGreaterThan(8);
  const taken = new Set(second.values());
  expect([...first].filter(([, name]) => taken.has(name))).toEqual([]);
});

test.each(SIDES)('no statement of the %s reaches beyond its own stack, wildcards and all', (side) => {
  const own = [...namesOf(side).values()].filter((name) => name.toLowerCase().startsWith(NAMES[side].toLowerCase()));
  const statements = statementsOf(side);
  expect(statements.length).toBeGreaterThan(40);
  for (const [type, { Action, Resource: resources }] of statements) {
    if (resources === undefined) continue;
    const actions = listOf(Action).map(String);
    for (const resource of listOf(resources).map((one) => evaluated(one, side))) {
      // In the policy of a key it is the key; the delivery of logs knows no resources.
      const isOwn =
        type === 'AWS::KMS::Key' || actions.every((action) => /^logs:\w+LogDelivery|^logs:\w+/.test(action));
      if (resource === '*') expect([type, actions, isOwn]).toEqual([type, actions, true]);
      else {
        const fixed = beforeWildcard(resource);
        const isNamed = fixed.includes(`<${NAMES[side]}/`) || own.some((name) => fixed.includes(name));
        expect([type, resource, isNamed]).toEqual([type, resource, true]);
      }
    }
  }
});

test.each(SIDES)('services act for the %s in the name of its own resources alone', (side) => {
  const sources = statementsOf(side).flatMap(([, { Condition = {} }]) =>
    Object.values(Condition).flatMap((keys) =>
      Object.entries(keys).flatMap(([key, value]) =>
        /^aws:SourceArn$/i.test(key) ? listOf(value).map((one) => evaluated(one, side)) : [],
      ),
    ),
  );
  expect(sources.length).toBeGreaterThan(0);
  const others = [...namesOf(otherOf(side)).values()].filter((name) => !name.startsWith('<'));
  for (const source of sources) {
    const pattern = new RegExp(
      `^${source
        .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
    );
    for (const name of others)
      expect([source, name, pattern.test(`arn:Partition:s3:::${name}`)]).toEqual([source, name, false]);
  }
});

test.each(SIDES)('the %s takes no value from another stack and gives none', (side) => {
  const { Outputs, Parameters = {} } = templates[side];
  const text = JSON.stringify(templates[side]);
  expect(text).not.toMatch(/Fn::ImportValue|\{\{resolve:/);
  expect(Object.values(Outputs).filter((output) => 'Export' in output)).toEqual([]);
  // The version of the bootstrap of the account is nobody's data.
  expect(Object.keys(Parameters).filter((name) => name !== 'BootstrapVersion')).toEqual([]);
  if (side === 'first') expect(text.toLowerCase()).not.toContain(NAMES.second.toLowerCase());
});
