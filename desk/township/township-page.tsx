/** The page of a division: check and send a file, and see what became of it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { QuarterView } from '../../shared/door/quarter-view.ts';
import { Head, Trouble } from '../head.tsx';
import { Speaking, useSpeech } from '../speech.tsx';
import { useQuarter } from '../use-quarter.ts';
import { prepareValidator } from '../validator-client.ts';
import { CheckAndSend } from './check-and-send.tsx';
import { History } from './history.tsx';
import { Templates } from './templates.tsx';
import { LEAVE, TITLE, windowWords } from './words.ts';

export const TownshipPage = () => (
  <Speaking title={TITLE}>
    <Quarter />
  </Speaking>
);

function Quarter() {
  const { say } = useSpeech();
  const [period, setPeriod] = useState<string | null>(null);
  const { quarter, failure, refresh } = useQuarter<QuarterView>(period);
  useEffect(prepareValidator, []);
  const isUnsaved = useRef(false);
  const choosePeriod = (wanted: string): void => {
    if (!isUnsaved.current || confirm(say(LEAVE))) setPeriod(wanted);
  };
  return (
    <>
      <Head
        title={TITLE}
        unit={quarter && `${quarter.unit ?? ''} ${quarter.name}`}
        period={quarter?.period ?? null}
        periods={quarter?.periods ?? []}
        onPeriod={choosePeriod}
      />
      <main>
        <Trouble failure={failure} isLoading={quarter === null} onAgain={() => void refresh()} />
        {quarter && (
          <>
            <ul class="window">
              {windowWords(quarter).map((words) => (
                <li key={words.zh}>{say(words)}</li>
              ))}
            </ul>
            <CheckAndSend key={quarter.period} quarter={quarter} refresh={refresh} isUnsaved={isUnsaved} />
            <History uploads={quarter.uploads} />
            <Templates quarter={quarter} />
          </>
        )}
      </main>
    </>
  );
}
