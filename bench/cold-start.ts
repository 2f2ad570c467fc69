/** What it costs to import the bundle of each function, against one that has only clients, logger and zod. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { bundleFunctions, DEFINE_REQUIRE, FUNCTION_NAMES } from '../infra/bundle.ts';
import { resultOf, TURNS, type Result } from './measure.ts';

/** The same clients, logger and checker in one bundle, made at once as most functions do. */
const PEER = `
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Logger } from '@aws-lambda-powertools/logger';
import * as z from 'zod';
const clients = [new S3Client({}), new DynamoDBClient({}), new Logger(), z.object({ key: z.string() })];
export const handler = () => clients;
`;
const TARGET = 2;

/** A row for each function: how many times less processor time its import takes. */
export function coldStarts(folder: string): Result[] {
  const bundles = bundleFunctions({ outdir: join(folder, 'functions') });
  const peer = join(folder, 'functions', 'peer.mjs');
  buildSync({
    stdin: { contents: PEER, resolveDir: import.meta.dirname, loader: 'ts' },
    outfile: peer,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: DEFINE_REQUIRE },
    logLevel: 'silent',
  });
  const files = FUNCTION_NAMES.map((name) => join(bundles[name].directory, 'index.mjs'));
  const peers: number[] = [];
  const ours = files.map((): number[] => []);
  for (let turn = 0; turn < TURNS; turn++) {
    peers.push(importCost(peer));
    for (const [at, file] of files.entries()) ours[at]?.push(importCost(file));
  }
  return FUNCTION_NAMES.map((name, at) =>
    resultOf(
      { name: `cold start of ${name}`, peerName: 'S3 + DynamoDB clients, logger, zod', target: TARGET },
      ours[at] ?? [],
      peers,
    ),
  );
}

const MEASURE = `
const before = process.cpuUsage();
await import(process.argv[1]);
const { user, system } = process.cpuUsage(before);
console.log(user + system);
process.exit();
`;

/** Processor time of an import in a process of its own, in microseconds. */
function importCost(file: string): number {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', MEASURE, pathToFileURL(file).href],
    { encoding: 'utf8', env: { ...process.env, AWS_REGION: 'cn-north-1' } },
  );
  const time = Number(stdout.trim());
  if (!(time > 0)) throw new Error(`${file} cannot be imported: ${stderr}`);
  return time;
}
