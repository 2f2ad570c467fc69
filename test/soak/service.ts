/**
 * The local service as `uplift local` runs it, but that announcements of uploads get lost, late and twice: by the seed,
 * the life of the process and the object. The soak starts it, kills it and starts it again on the same data folder.
 */
import { createHash } from 'node:crypto';
import { writeSync } from 'node:fs';
import { assemblyFolder } from '../../cli/assembly.ts';
import { startStack } from '../../infra/local/stack.ts';
import { randomOf } from '../simulation/random.ts';
import type { FromService, ServiceStart, ToService } from './lives.ts';

const { data, keys, port, seed, life, chances } = JSON.parse(process.argv[2] ?? '') as ServiceStart;

/** At once with the operating system, so that it is known after a kill. */
const say = (message: FromService): void => void writeSync(1, `${JSON.stringify(message)}\n`);

const LONGEST_DELAY_MS = 3_000;

const stack = await startStack({
  assembly: await assemblyFolder(),
  data,
  keys,
  port,
  log: (line) => void writeSync(2, `${line}\n`),
  announce: (send, { key, etag }) => {
    const digest = createHash('sha256').update(`${seed} ${life} ${key} ${etag}`).digest();
    const random = randomOf(digest.readUInt32LE(0));
    say({ said: 'announced' });
    const sendLater = (): void => {
      setTimeout(() => {
        send();
        say({ said: 'sent late' });
      }, random.below(LONGEST_DELAY_MS));
    };
    if (random.chance(chances.drop)) return say({ said: 'dropped' });
    if (random.chance(chances.delay)) {
      say({ said: 'delayed' });
      sendLater();
    } else send();
    if (!random.chance(chances.repeat)) return;
    say({ said: 'repeated' });
    sendLater();
  },
});
const sweep = stack.schedules.find(({ targetArn }) => targetArn.includes(':function:'));
if (!sweep) throw new Error('the template has no schedule that calls a function: nothing sweeps');

process.on('message', (message: ToService) => {
  void (async () => {
    if (message.ask === 'stop') {
      await stack.close();
      process.disconnect();
    } else {
      const time = new Date(message.time);
      say({ said: 'swept', result: (await stack.fireSchedule(sweep.logicalId, time)) as never });
    }
  })();
});
// Whoever started it is gone, and nobody else would end it.
process.on('disconnect', () => process.exit());
say({ said: 'ready', outputs: stack.outputs });
