/** Synthesizes the stack in a temporary folder, with tiny handlers and pages in place of the real ones. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BundleOptions } from '../../infra/bundle.ts';
import { FUNCTION_NAMES } from '../../infra/bundle.ts';
import { readStage, type Stage, STAGES_FILE } from '../../infra/stages.ts';

export type Resource = {
  readonly Type: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- a template is JSON, and the tests say what they expect of it
  readonly Properties: any;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
};

export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
};

/** In place of the real ones, of which test/infra/pages.test.ts tells. */
const PAGES = new Map(['index.html', 'office.html'].map((name) => [name, new TextEncoder().encode(name)]));

/** A temporary folder with a handler for each function; `remove` deletes it. */
export function temporaryFunctions(): {
  readonly folder: string;
  readonly options: BundleOptions;
  readonly remove: () => void;
} {
  const folder = mkdtempSync(join(tmpdir(), 'uplift-infra-'));
  const source = join(folder, 'functions');
  for (const name of FUNCTION_NAMES) writeHandler(source, name, `export const handler = async () => '${name}';\n`);
  return {
    folder,
    options: { source, outdir: join(folder, 'build'), pages: PAGES },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Writes `<source>/<name>/handler.ts`. */
export function writeHandler(source: string, name: string, code: string): void {
  mkdirSync(join(source, name), { recursive: true });
  writeFileSync(join(source, name, 'handler.ts'), code);
}

export function readTemplate(file: string): Template {
  return JSON.parse(readFileSync(file, 'utf8')) as Template;
}

/** The resources of one type, as pairs of logical id and resource. */
export function resourcesOf(template: Template, type: string): readonly (readonly [string, Resource])[] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** The one resource of a type whose logical id begins so. */
export function resource(template: Template, type: string, idPrefix: string): Resource & { readonly id: string } {
  const found = resourcesOf(template, type).filter(([id]) => id.startsWith(idPrefix));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} resources ${type} ${idPrefix}*`);
  return { id: first[0], ...first[1] };
}

/** Writes a value of a template on one line: `${Id}` for Ref, `${Id.Attribute}` for Fn::GetAtt, joins put together. */
export function inline(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const intrinsic = value as Record<string, unknown>;
  if (typeof intrinsic['Ref'] === 'string') return `\${${intrinsic['Ref']}}`;
  if (Array.isArray(intrinsic['Fn::GetAtt'])) return `\${${intrinsic['Fn::GetAtt'].join('.')}}`;
  const joined = intrinsic['Fn::Join'];
  if (Array.isArray(joined)) return (joined[1] as unknown[]).map(inline).join(String(joined[0]));
  return JSON.stringify(value);
}

/** Regions of both partitions that the template is held for. */
export const REGIONS = ['us-east-1', 'ap-east-1', 'cn-north-1', 'cn-northwest-1'] as const;

/** prod as its file would have it in a region, with all that the region has. `folder` gets the file. */
export function stageIn(region: (typeof REGIONS)[number], folder: string): Stage {
  const { prod } = JSON.parse(readFileSync(STAGES_FILE, 'utf8')) as {
    prod: { readonly retention: object };
  };
  const budget = { monthlyAmount: 100, currency: region.startsWith('cn-') ? 'CNY' : 'USD' };
  const own = {
    ...prod,
    region,
    account: '111122223333',
    architecture: 'x86_64',
    dataEvents: true,
    retention: { ...prod.retention, recordLockDays: 1095 },
    reminders: { 3715: { email: ['office@example.org'], webhook: ['https://example.org/hook'] }, 371525: {} },
    budget: region === 'ap-east-1' ? undefined : budget,
  };
  const file = join(folder, `stages-${region}.json`);
  writeFileSync(file, JSON.stringify({ prod: own }));
  return readStage('prod', { alarmEmail: 'oncall@example.org' }, file);
}
