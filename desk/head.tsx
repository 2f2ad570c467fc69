import type { Text } from '../shared/language/language.ts';
import { useSpeech } from './speech.tsx';

const LANGUAGE: Text = { zh: 'English', en: '中文' };
const PERIOD: Text = { zh: '季度', en: 'Quarter' };

export type HeadProps = {
  readonly title: Text;
  /** Whose page it is; null until that is known. */
  readonly unit: string | null;
  readonly period: string | null;
  readonly periods: readonly string[];
  readonly onPeriod: (period: string) => void;
};

/** The head of a page: whose it is, which quarter it shows, and its language. */
export function Head({ title, unit, period, periods, onPeriod }: HeadProps) {
  const { say, switchLanguage } = useSpeech();
  return (
    <header>
      <h1>
        {say(title)}
        {unit !== null && <span class="unit"> {unit}</span>}
      </h1>
      {period !== null && (
        <label>
          {say(PERIOD)}{' '}
          <select
            value={period}
            onChange={({ currentTarget }) => {
              onPeriod(currentTarget.value);
              // It shows the quarter that the page has, also when that is to stay.
              currentTarget.value = period;
            }}
          >
            {periods.map((one) => (
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

const LOADING: Text = { zh: '正在读取…', en: 'Loading…' };
const AGAIN: Text = { zh: '重试', en: 'Try again' };

/** What a page shows while it knows nothing of its quarter, or could not read it again. */
export function Trouble({
  failure,
  isLoading,
  onAgain,
}: {
  readonly failure: Text | null;
  readonly isLoading: boolean;
  readonly onAgain: () => void;
}) {
  const { say } = useSpeech();
  if (failure === null) return isLoading ? <p role="status">{say(LOADING)}</p> : null;
  return (
    <p class="notice error" role="alert">
      {say(failure)} <button onClick={onAgain}>{say(AGAIN)}</button>
    </p>
  );
}
