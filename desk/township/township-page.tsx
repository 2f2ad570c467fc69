/** The page of a division: check and send a file, and see what became of it. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { QuarterView } from '../../shared/door/quarter-view.ts';
import type { Text } from '../../shared/language/language.ts';
import { DoorError, readQuarter } from '../door-client.ts';
import { Speaking, useSpeech } from '../speech.tsx';
import { prepareValidator } from '../validator-client.ts';
import { CheckAndSend } from './check-and-send.tsx';
import { History } from './history.tsx';
import { Templates } from './templates.tsx';
import { AGAIN, LANGUAGE, LOADING, PERIOD, TITLE, windowWords } from './words.ts';

export const TownshipPage = () => (
  <Speaking title={TITLE}>
    <Quarter />
  </Speaking>
);

/** A quarter as the door tells it, read again whenever somebody asks. */
function useQuarter(period: string | null) {
  const [quarter, setQuarter] = useState<QuarterView | null>(null);
  const [failure, setFailure] = useState<Text | null>(null);
  const refresh = useCallback(async (): Promise<QuarterView | null> => {
    try {
      const read = await readQuarter(period);
      setQuarter(read);
      setFailure(null);
      return read;
    } catch (error) {
      if (!(error instanceof DoorError)) throw error;
      setFailure(error.said);
      return null;
    }
  }, [period]);
  useEffect(() => {
    // Nothing may be sent to the quarter that is chosen no more.
    setQuarter(null);
    void refresh();
  }, [refresh]);
  return { quarter, failure, refresh };
}

function Quarter() {
  const { say } = useSpeech();
  const [period, setPeriod] = useState<string | null>(null);
  const { quarter, failure, refresh } = useQuarter(period);
  useEffect(prepareValidator, []);
  return (
    <>
      <Head quarter={quarter} onPeriod={setPeriod} />
      <main>
        {failure && (
          <p class="notice error" role="alert">
            {say(failure)} <button onClick={() => void refresh()}>{say(AGAIN)}</button>
          </p>
        )}
        {quarter === null ? (
          failure === null && <p role="status">{say(LOADING)}</p>
        ) : (
          <>
            <ul class="window">
              {windowWords(quarter).map((words) => (
                <li key={words.zh}>{say(words)}</li>
              ))}
            </ul>
            <CheckAndSend key={quarter.period} quarter={quarter} refresh={refresh} />
            <History uploads={quarter.uploads} />
            <Templates quarter={quarter} />
          </>
        )}
      </main>
    </>
  );
}

function Head({
  quarter,
  onPeriod,
}: {
  readonly quarter: QuarterView | null;
  readonly onPeriod: (period: string) => void;
}) {
  const { say, switchLanguage } = useSpeech();
  return (
    <header>
      <h1>
        {say(TITLE)}
        {quarter && (
          <span class="unit">
            {' '}
            {quarter.unit} {quarter.name}
          </span>
        )}
      </h1>
      {quarter && (
        <label>
          {say(PERIOD)}{' '}
          <select value={quarter.period} onChange={({ currentTarget }) => onPeriod(currentTarget.value)}>
            {quarter.periods.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      )}
      <button class="quiet" onClick={switchLanguage}>
        {say(LANGUAGE)}
      </button>
    </header>
  );
}
