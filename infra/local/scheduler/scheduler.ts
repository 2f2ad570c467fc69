/** The scheduler fires schedules when they are due, or when a test or a command asks for it and gives the time. */
import { TemplateError } from '../template/template-error.ts';
import type { Schedule } from './schedule.ts';
import { watchSchedules } from './watch-schedules.ts';

/** How to start the scheduler. */
export type SchedulerOptions = {
  readonly schedules: readonly Schedule[];
  /** Starts the target of a schedule, as if it were `time`, and returns what came of it. */
  readonly fire: (schedule: Schedule, time: Date) => Promise<unknown>;
  /** Whether schedules fire by themselves when they are due. */
  readonly watches: boolean;
  /** Gets a line for each schedule that was due and failed. */
  readonly log: (line: string) => void;
};

/** The running scheduler. */
export type Scheduler = {
  /** Fires a schedule as if it were `time`, and returns what came of it. */
  fire(logicalId: string, time: Date): Promise<unknown>;
  close(): Promise<void>;
};

/** Starts the scheduler. */
export async function startScheduler({ schedules, fire, watches, log }: SchedulerOptions): Promise<Scheduler> {
  const fireDue = (schedule: Schedule, due: Date): void => {
    fire(schedule, due).catch((error: unknown) =>
      log(`${schedule.logicalId}, due at ${due.toISOString()}, failed: ${String(error)}`),
    );
  };
  const stop = watches ? watchSchedules(schedules, fireDue) : () => undefined;
  return {
    fire: async (logicalId, time) => fire(findSchedule(schedules, logicalId), time),
    close: async () => stop(),
  };
}

function findSchedule(schedules: readonly Schedule[], logicalId: string): Schedule {
  const schedule = schedules.find((candidate) => candidate.logicalId === logicalId);
  if (schedule) return schedule;
  const known = schedules.map((other) => other.logicalId).join(', ') || 'none';
  throw new TemplateError(`There is no schedule ${logicalId}. The template has: ${known}.`);
}
