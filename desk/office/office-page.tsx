/** The page of an office: who has reported, what is wrong, and what to decide. */
import { useEffect, useState } from 'preact/hooks';
import type { OfficeView } from '../../shared/office/office-view.ts';
import { SENDING_PAGE } from '../door-client.ts';
import { Head, Trouble } from '../head.tsx';
import { Speaking, useSpeech } from '../speech.tsx';
import { useQuarter } from '../use-quarter.ts';
import { DecisionForm, type DecisionFormProps } from './decision-form.tsx';
import { Reporting } from './reporting.tsx';
import { Summary } from './summary.tsx';
import { useSummary } from './use-summary.ts';
import { LOOKS_ONLY, SEND, TITLE, windowWords } from './words.ts';

/** A decision takes effect within minutes; until then the page looks so often whether it does. */
const PENDING_MS = 20_000;

export const OfficePage = () => (
  <Speaking title={TITLE}>
    <Quarter />
  </Speaking>
);

function Quarter() {
  const { say } = useSpeech();
  const [period, setPeriod] = useState<string | null>(null);
  const { quarter, failure, refresh } = useQuarter<OfficeView>(period);
  useEffect(() => {
    if (!quarter?.pending) return undefined;
    const timer = setTimeout(() => void refresh(), PENDING_MS);
    return () => clearTimeout(timer);
  }, [quarter, refresh]);
  return (
    <>
      <Head
        title={TITLE}
        unit={quarter?.name ?? null}
        period={quarter?.period ?? null}
        periods={quarter?.periods ?? []}
        onPeriod={setPeriod}
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
            <p>{quarter.looksOnly ? say(LOOKS_ONLY) : <a href={SENDING_PAGE}>{say(SEND)}</a>}</p>
            <Reporting units={quarter.units} opensReceipts={quarter.opensReceipts} />
            {!quarter.looksOnly && <Publication key={quarter.period} quarter={quarter} refresh={refresh} />}
          </>
        )}
      </main>
    </>
  );
}

/** The summary, and the decisions, one of which signs it. */
function Publication({ quarter, refresh }: Omit<DecisionFormProps, 'revision'>) {
  const { period, mayDecide } = quarter;
  const summary = useSummary(period);
  const refreshBoth = (): Promise<unknown> => Promise.all([refresh(), summary.refresh()]);
  return (
    <>
      <Summary period={period} summary={summary} mayStart={mayDecide} />
      {mayDecide && (
        <DecisionForm quarter={quarter} revision={summary.newest?.revision ?? null} refresh={refreshBoth} />
      )}
    </>
  );
}
