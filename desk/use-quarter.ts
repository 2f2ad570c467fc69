import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Text } from '../shared/language/language.ts';
import { DoorError, readQuarter } from './door-client.ts';

/** A quarter as the door tells it, read again whenever somebody asks. */
export type Watched<View> = {
  readonly quarter: View | null;
  readonly failure: Text | null;
  readonly refresh: () => Promise<View | null>;
};

/** @param period null for the newest */
export function useQuarter<View>(period: string | null): Watched<View> {
  const [quarter, setQuarter] = useState<View | null>(null);
  const [failure, setFailure] = useState<Text | null>(null);
  const latest = useRef({ period, asked: 0 });
  latest.current.period = period;
  const refresh = useCallback(async (): Promise<View | null> => {
    // An answer is shown if nothing was asked since, and no other quarter chosen: who waits for the old one may still ask.
    const isChosen = (): boolean => latest.current.period === period;
    const number = isChosen() ? ++latest.current.asked : 0;
    const isNewest = (): boolean => isChosen() && number === latest.current.asked;
    try {
      const read = await readQuarter<View>(period);
      if (isNewest()) {
        setQuarter(() => read);
        setFailure(null);
      }
      return read;
    } catch (error) {
      if (!(error instanceof DoorError)) throw error;
      if (isNewest()) setFailure(error.said);
      return null;
    }
  }, [period]);
  useEffect(() => {
    // A page that was left open overnight shows yesterday.
    const look = (): void => {
      if (document.visibilityState === 'visible') void refresh();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [refresh]);
  useEffect(() => {
    // Nothing may be done to the quarter that is chosen no more.
    setQuarter(null);
    void refresh();
  }, [refresh]);
  return { quarter, failure, refresh };
}
