import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Text } from '../../shared/language/language.ts';
import type { SummaryRun, SummaryView } from '../../shared/office/summary-view.ts';
import { ask, DoorError } from '../door-client.ts';

type Told = { readonly newest: SummaryView | null; readonly run: SummaryRun };

/** A run takes from seconds to a few minutes. */
const ASK_AGAIN_MS = 2_000;

/** The newest revision of a quarter, and the run that this page has started. */
export function useSummary(period: string) {
  const [told, setTold] = useState<Told | null>(null);
  const [name, setName] = useState<string | null>(null);
  const [failure, setFailure] = useState<Text | null>(null);
  const attempt = useCallback(async (deed: () => Promise<void>): Promise<void> => {
    try {
      setFailure(null);
      await deed();
    } catch (error) {
      if (!(error instanceof DoorError)) throw error;
      setFailure(error.said);
    }
  }, []);
  const refresh = useCallback(
    () => attempt(async () => setTold(await ask<Told>('summary', { period, ...(name === null ? {} : { run: name }) }))),
    [attempt, period, name],
  );
  const start = (): Promise<void> =>
    attempt(async () => {
      const { run } = await ask<{ readonly run: string }>('summary', {}, { period });
      setTold((known) => known && { ...known, run: null });
      setName(run);
    });
  // A run that has just been started may not be known yet, and a question may fail: both are asked again.
  const isRunning = name !== null && told?.run !== 'done' && told?.run !== 'failed';
  useEffect(() => void refresh(), [refresh]);
  useEffect(() => {
    if (!isRunning) return undefined;
    const timer = setTimeout(() => void refresh(), ASK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [isRunning, told, failure, refresh]);
  return {
    newest: told?.newest ?? null,
    isKnown: told !== null,
    isRunning,
    run: told?.run ?? null,
    failure,
    start,
    refresh,
  };
}

export type WatchedSummary = ReturnType<typeof useSummary>;
