/**
 * The local service under fire: `npm run soak [-- --uploads 10000 --kills 50 --seed 1 --out out/soak]`.
 * Uploads, corrections and bulk files of every township go to a real service whose announcements get lost, late and
 * twice, and whose process is killed again and again and started on what it left. Then come the sweep and the
 * summaries, and the same object versions once more without any fault: both must end the same.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { lockDataFolder } from '../../infra/local/data-folder.ts';
import { freePort } from '../local/free-port.ts';
import { randomOf } from '../simulation/random.ts';
import { NO_CHANCES, Service, type Chances } from './lives.ts';
import { bucketOutcome, differences, faultsOf, tableOutcome, type Outcome } from './outcome.ts';
import { copyBucket, storedVersions, type StoredVersion } from './stored.ts';
import { drained, sendUploads, summariseUnderFire, type Sent } from './trouble.ts';
import { SUMMARISED, uploadOf } from './workload.ts';

const CHANCES: Chances = { drop: 0.1, delay: 0.1, repeat: 0.15 };
/** Of the kills, those that meet a summary. */
const KILLED_SUMMARIES = 0.1;
/** Later than the grace that the sweep gives an upload's own announcement. */
const SWEEP_AHEAD_MS = 600_000;
const MOST_SWEEPS = 30;
const MOST_PRINTED = 20;

const { values } = parseArgs({
  options: {
    uploads: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: join('out', 'soak') },
  },
});
const [uploads, kills, seed] = [Number(values.uploads), Number(values.kills), Number(values.seed)];
const out = resolve(values.out);
const folder = { fire: join(out, 'fire'), clean: join(out, 'clean'), keys: join(out, 'keys') };
const logs = { fire: join(out, 'fire.log'), clean: join(out, 'clean.log') };
const started = performance.now();

// An upload that got no answer is sent again by its clerk, who counts it, and not by the SDK.
process.env['AWS_MAX_ATTEMPTS'] = '1';
// Two soaks in one folder would each find the other's losses.
const unlock = lockDataFolder(out);
for (const path of [...Object.values(folder), ...Object.values(logs)]) rmSync(path, { recursive: true, force: true });

function say(text: string): void {
  const seconds = Math.round((performance.now() - started) / 1_000);
  process.stdout.write(
    `${String(Math.floor(seconds / 60)).padStart(3)}:${String(seconds % 60).padStart(2, '0')}  ${text}\n`,
  );
}

/** Uploads, kills, sweeps and summaries; ends with the service stopped. */
async function underFire(port: number): Promise<{ outcome: Outcome; versions: StoredVersion[]; faults: string[] }> {
  const random = randomOf(seed);
  const service = new Service({ data: folder.fire, keys: folder.keys, port, seed, chances: CHANCES }, logs.fire);
  await service.start();
  const killedSummaries = Math.floor(kills * KILLED_SUMMARIES);
  const sent = await sendUploads(service, seed, uploads, kills - killedSummaries, random);
  const { announced, dropped, delayed, repeated } = service.counts;
  say(
    `${sent.acknowledged.size} uploads acknowledged, ${sent.sentAgain} times sent again for want of an answer; ${service.kills} kills`,
  );
  say(`${announced} announcements, of which ${dropped} lost, ${delayed} late, ${repeated} sent twice`);
  await drained(service);
  const sweeps: number[] = [];
  for (let left = Infinity; left > 0 && sweeps.length < MOST_SWEEPS;) {
    ({ unanswered: left } = await service.sweep(new Date(Date.now() + SWEEP_AHEAD_MS)));
    sweeps.push(left);
    await drained(service);
  }
  say(`sweeps found unanswered: ${sweeps.join(', ')}`);
  for (const [at, period] of SUMMARISED.entries())
    await summariseUnderFire(service, period, Math.floor((killedSummaries + at) / SUMMARISED.length), random);
  const last = await service.up;
  const { deaths, ...table } = await tableOutcome(last.outputs.table);
  const deadLetters = await last.deadLetterCount();
  await service.stop();
  say(
    `summaries of ${SUMMARISED.join(' and ')} made; ${service.kills} kills in all, ${deaths} starts of work on a version that died`,
  );
  const outcome = { ...table, ...(await bucketOutcome(folder.fire, last)) };
  const versions = await storedVersions(folder.fire, last.outputs.uploads);
  copyBucket(folder.fire, last.outputs.uploads, folder.clean);
  const faults = [...lostUploads(sent, versions), ...faultsOf(outcome, versions)];
  if (sweeps.at(-1) !== 0) faults.push(`after ${sweeps.length} sweeps ${sweeps.at(-1)} versions are still unanswered`);
  if (deadLetters > 0) faults.push(`${deadLetters} dead letters`);
  return { outcome, versions, faults };
}

/** Uploads whose sender was told that they are kept, and that are not. */
function lostUploads({ acknowledged }: Sent, versions: readonly StoredVersion[]): string[] {
  const kept = new Map(versions.map((version) => [version.versionId, version]));
  return Array.from({ length: uploads }, (_, number) => number).flatMap((number) => {
    const { key, bytes } = uploadOf(seed, number);
    const version = kept.get(acknowledged.get(number) ?? '');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return version?.key === key && version.sha256 === sha256
      ? []
      : [`upload ${number} to ${key} is not as it was sent`];
  });
}

/** The same versions, announced once each in their order to a service that nobody touches. */
async function undisturbed(port: number, versions: readonly StoredVersion[]): Promise<Outcome> {
  const service = new Service({ data: folder.clean, keys: folder.keys, port, seed, chances: NO_CHANCES }, logs.clean);
  const system = await service.start();
  for (const version of versions) await system.announce(version);
  await drained(service);
  for (const period of SUMMARISED) await system.summarise(period);
  const { deaths, ...table } = await tableOutcome(system.outputs.table);
  await service.stop();
  say(`the same ${versions.length} versions without faults: ${deaths} starts of work on a version that died`);
  return { ...table, ...(await bucketOutcome(folder.clean, system)) };
}

const port = await freePort();
say(`${uploads} uploads, ${kills} kills, seed ${seed}, data in ${out}`);
const { outcome, versions, faults } = await underFire(port);
say(
  `${versions.length} object versions stored: ${versions.length - uploads} of them twice, since their first answer was lost`,
);
const clean = await undisturbed(port, versions);
for (const part of Object.keys(clean) as (keyof Outcome)[])
  say(`${part}: ${outcome[part].size} after faults, ${clean[part].size} without`);
const wrong = [...faults, ...differences(outcome, clean)];
for (const text of wrong.slice(0, MOST_PRINTED)) process.stderr.write(`${text.slice(0, 2_000)}\n`);
say(wrong.length === 0 ? 'all the same, byte for byte' : `${wrong.length} faults and differences`);
process.exitCode = wrong.length === 0 ? 0 : 1;
unlock();
