import { ENVIRONMENT } from '../../shared/contract.ts';
import { currentProcess, enterSimulation, World } from './world.ts';

/** The functions' environment, and silent logs that are read all the same. */
export async function prepareSimulation(): Promise<void> {
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    [ENVIRONMENT.table]: 'sim-table',
    [ENVIRONMENT.uploads]: World.buckets.uploads,
    [ENVIRONMENT.receipts]: World.buckets.receipts,
    [ENVIRONMENT.reports]: World.buckets.reports,
    [ENVIRONMENT.queue]: 'sim-queue',
    [ENVIRONMENT.hashKey]: 'sim-key',
    [ENVIRONMENT.codeVersion]: 'sim',
  });
  enterSimulation();
  const { log } = await import('../../functions/aws/log.ts');
  const read =
    (level: string) =>
    (message: unknown, ...more: unknown[]) => {
      const world = currentProcess()?.world;
      world?.log(JSON.stringify([level, message, more]));
      const fault = (more[0] as { fault?: { name: string; message?: string } } | undefined)?.fault;
      if (fault && !EXPECTED_FAULTS.has(fault.name))
        world?.violations.push(`a handler failed: ${fault.name} ${fault.message ?? ''}`);
    };
  Object.assign(log, { info: read('info'), error: read('error') });
}

/** What the simulation does to a handler, and what a handler makes of it. */
const EXPECTED_FAULTS = new Set(['InjectedError', 'ThrottledError', 'OutOfTimeError', 'RefusedReadError']);
