/** The summary of the quarter: what is published, and a new run of it. */
import { reportAddress } from '../door-client.ts';
import { useSpeech } from '../speech.tsx';
import type { WatchedSummary } from './use-summary.ts';
import { fileWords, revisionWords, SUMMARY } from './words.ts';

export type SummaryProps = {
  readonly period: string;
  readonly summary: WatchedSummary;
  readonly mayStart: boolean;
};

export function Summary({ period, summary, mayStart }: SummaryProps) {
  const { say } = useSpeech();
  const { newest, isKnown, isRunning, run, failure, start } = summary;
  return (
    <section aria-labelledby="summary">
      <h2 id="summary">{say(SUMMARY.title)}</h2>
      {isKnown && <p>{say(newest ? revisionWords(newest) : SUMMARY.none)}</p>}
      {newest?.withheld && <p class="notice">{say(newest.withheld)}</p>}
      {newest && (
        <ul class="files">
          {newest.files.map((file) => (
            <li key={file.name}>
              <a href={reportAddress(period, file.name)} target="_blank" rel="noopener">
                {say(fileWords(file))}
              </a>
            </li>
          ))}
        </ul>
      )}
      {mayStart && (
        <p class="actions">
          <button disabled={!isKnown || isRunning} onClick={() => void start()}>
            {say(SUMMARY.start)}
          </button>
          <span role="status">{run && say(SUMMARY[run])}</span>
        </p>
      )}
      {failure && (
        <p class="notice error" role="alert">
          {say(failure)}
        </p>
      )}
    </section>
  );
}
