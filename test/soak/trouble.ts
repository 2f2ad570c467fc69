/**
 * The part of a soak in which things go wrong: uploads from several clerks at once, and kills at moments that a seed
 * chooses.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { System } from '../../cli/system.ts';
import type { Period } from '../../shared/time/period.ts';
import type { Random } from '../simulation/random.ts';
import type { Service } from './lives.ts';
import { uploadOf } from './workload.ts';

/** Uploads under way at one time. */
const CLERKS = 8;
/**
 * Announcements that wait at most before the next upload: kills are to meet files that are being read, not only a long
 * queue.
 */
const MOST_WAITING = 200;
/**
 * Longest time from the upload that a kill was planned for to the kill: half of them meet uploads under way, the others
 * whatever is done then.
 */
const KILL_DELAYS_MS = [30, 3_000] as const;
/** Longest time from the start of a summary to a kill; about what a summary takes. */
const SUMMARY_MS = 12_000;

export type Sent = {
  /** Version id of each upload by its number, as its sender was told it. */
  readonly acknowledged: ReadonlyMap<number, string>;
  /** Uploads whose sender got no answer and sent them once more. */
  readonly sentAgain: number;
};

/** Sends all uploads, each until it is acknowledged, while the service is killed `kills` times. */
export async function sendUploads(
  service: Service,
  seed: number,
  uploads: number,
  kills: number,
  random: Random,
): Promise<Sent> {
  const acknowledged = new Map<number, string>();
  const now = { next: 0, begun: 0, sentAgain: 0, waiting: 0, done: false };

  const clerk = async (): Promise<void> => {
    for (let number = now.next++; number < uploads; number = now.next++) {
      while (now.waiting > MOST_WAITING) await sleep(50);
      const { key, bytes } = uploadOf(seed, number);
      now.begun++;
      for (let system = await service.up; !acknowledged.has(number); system = await service.up) {
        try {
          acknowledged.set(number, await system.upload(key, bytes));
        } catch {
          now.sentAgain++;
          await sleep(20);
        }
      }
    }
  };
  const watch = async (): Promise<void> => {
    for (; !now.done; await sleep(100)) now.waiting = await queueDepth(await service.up).catch(() => now.waiting);
  };
  const killer = async (): Promise<void> => {
    for (const moment of Array.from({ length: kills }, () => random.below(uploads)).sort((a, b) => a - b)) {
      while (now.begun < moment) await sleep(1);
      await sleep(random.below(random.pick(KILL_DELAYS_MS)));
      await service.killAndStart();
      // Now and then the next kill meets a service that is not up yet.
      if (random.chance(0.85)) await service.up;
    }
  };
  const watching = watch();
  await Promise.all([killer(), ...Array.from({ length: CLERKS }, clerk)]);
  now.done = true;
  await watching;
  return { acknowledged, sentAgain: now.sentAgain };
}

/** Starts the summary of a period again and again, kills the service in the middle, and brings it to its end. */
export async function summariseUnderFire(
  service: Service,
  period: Period,
  kills: number,
  random: Random,
): Promise<void> {
  for (let kill = 0; kill < kills; kill++) {
    const running = (await service.up).summarise(period).catch(() => null);
    await sleep(random.below(SUMMARY_MS));
    await service.killAndStart();
    await running;
  }
  await (await service.up).summarise(period);
}

/** Messages of the ingest queue, those included that are being worked on. */
export async function queueDepth({ outputs }: System): Promise<number> {
  const client = new SQSClient({});
  try {
    const { Attributes = {} } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: outputs.ingestQueue, AttributeNames: ['All'] }),
    );
    const {
      ApproximateNumberOfMessages: ready,
      ApproximateNumberOfMessagesNotVisible: taken,
      ApproximateNumberOfMessagesDelayed: late,
    } = Attributes;
    return Number(ready ?? 0) + Number(taken ?? 0) + Number(late ?? 0);
  } finally {
    client.destroy();
  }
}

/**
 * Waits until no announcement is to come and the queue is empty, several times over: what the service says may be
 * behind what it does.
 */
export async function drained(service: Service): Promise<void> {
  const system = await service.up;
  for (let empty = 0; empty < 5; await sleep(100))
    empty = service.awaited === 0 && (await queueDepth(system)) === 0 ? empty + 1 : 0;
}
