import type { SummaryInput } from '../../shared/contract.ts';
import { isPeriod, lastEndedPeriod, type Period } from '../../shared/time/period.ts';

/** The summary was asked for something that is no period. */
export class SummaryInputError extends Error {
  override name = 'SummaryInputError';
}

/** The period asked for, else the last that had ended at the scheduled time. @throws SummaryInputError */
export function periodOf(input: SummaryInput): Period {
  if (input.period !== undefined) {
    if (!isPeriod(input.period))
      throw new SummaryInputError(`got period ${JSON.stringify(input.period)}, expected one such as 2016Q2`);
    return input.period;
  }
  const time = new Date(input.scheduledTime ?? Number.NaN);
  if (Number.isNaN(time.getTime()))
    throw new SummaryInputError('got neither a period nor a scheduled time; give {"period": "2016Q2"}');
  return lastEndedPeriod(time);
}
