/** Decides about a quarter: first what it would change is shown, then it is confirmed. */
import { useState } from 'preact/hooks';
import type { Text } from '../../shared/language/language.ts';
import type { OfficeView } from '../../shared/office/office-view.ts';
import { ask, DoorError } from '../door-client.ts';
import { useSpeech } from '../speech.tsx';
import { DECISIONS, type Field } from './decisions.ts';
import { DECIDE, effectiveWords, TABLE, uploadWords } from './words.ts';

type Seen = { readonly known: number; readonly revision?: number };
/** What a decision changes, and what of the quarter was seen when it was tried. */
type Effect = { readonly at: string; readonly isMade: boolean; readonly changes: readonly Text[]; readonly seen: Seen };

export type DecisionFormProps = {
  readonly quarter: OfficeView;
  /** The newest one, which is the one to sign; null while there is none. */
  readonly revision: number | null;
  readonly refresh: () => Promise<unknown>;
};

/** What is about to be decided, and what that changes. */
function useDecision({ quarter, revision, refresh }: DecisionFormProps) {
  const [chosen, setChosen] = useState(0);
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [effect, setEffect] = useState<Effect | null>(null);
  const [trouble, setTrouble] = useState<Text | null>(null);
  const [isBusy, setBusy] = useState(false);
  const decision = DECISIONS[chosen]!;
  const write = (name: string, value: string): void => {
    // What was shown is not what would be decided any more.
    setEffect(null);
    setValues({ ...values, [name]: value });
  };
  const decide = async (isTrial: boolean): Promise<void> => {
    const given = decision.fields.flatMap((field): [string, string | boolean][] => {
      const value = values[field] ?? startOf(field, quarter);
      return value === '' ? [] : [[field, field === 'incomplete' || value]];
    });
    const { by = '', reason = '' } = values;
    const asked = { ...Object.fromEntries(given), ...decision.always };
    const { period, known } = quarter;
    setTrouble(null);
    setBusy(true);
    // What is confirmed is what was shown, whatever has come since.
    const now: Seen = revision === null ? { known } : { known, revision };
    const seen = isTrial ? now : (effect?.seen ?? now);
    const wanted = { period, decision: decision.name, asked, by, reason, ...seen, isTrial };
    try {
      const told = await ask<Omit<Effect, 'seen'>>('decision', {}, wanted);
      if (told.isMade) await refresh();
      setEffect({ ...told, seen });
    } catch (error) {
      if (!(error instanceof DoorError)) throw error;
      // Somebody else may have decided: that is looked at before anything is decided again.
      await refresh();
      setEffect(null);
      setTrouble(error.said);
    }
    setBusy(false);
  };
  const choose = (index: number): void => {
    setEffect(null);
    setChosen(index);
  };
  const cancel = (): void => setEffect(null);
  return { chosen, decision, values, effect, trouble, isBusy, write, decide, choose, cancel };
}

export function DecisionForm(props: DecisionFormProps) {
  const { quarter } = props;
  const { say } = useSpeech();
  const { effect, trouble, isBusy, decide, cancel, ...draft } = useDecision(props);
  return (
    <section aria-labelledby="decide">
      <h2 id="decide">{say(DECIDE.title)}</h2>
      <form
        class="decision"
        onSubmit={(event) => {
          event.preventDefault();
          void decide(true);
        }}
      >
        <DecisionFields quarter={quarter} {...draft} />
        <button class="main" disabled={isBusy}>
          {say(DECIDE.tryIt)}
        </button>
      </form>
      {trouble && (
        <p class="notice error" role="alert">
          {say(trouble)}
        </p>
      )}
      {effect && <Shown effect={effect} isBusy={isBusy} onConfirm={() => void decide(false)} onCancel={cancel} />}
    </section>
  );
}

type DecisionFieldsProps = Pick<
  ReturnType<typeof useDecision>,
  'chosen' | 'decision' | 'values' | 'write' | 'choose'
> & { readonly quarter: OfficeView };

function DecisionFields({ quarter, chosen, decision, values, write, choose }: DecisionFieldsProps) {
  const { say } = useSpeech();
  return (
    <>
      <label>
        {say(DECIDE.what)}
        <select value={chosen} onChange={({ currentTarget }) => choose(Number(currentTarget.value))}>
          {DECISIONS.map(({ title }, index) => (
            <option key={title.zh} value={index}>
              {say(title)}
            </option>
          ))}
        </select>
      </label>
      {decision.fields.map((field) => (
        <FieldInput
          key={field}
          field={field}
          value={values[field] ?? startOf(field, quarter)}
          quarter={quarter}
          division={values['division'] ?? ''}
          onChange={(value) => write(field, value)}
        />
      ))}
      {(['by', 'reason'] as const).map((name) => (
        <label key={name}>
          {say(DECIDE[name])}
          <input
            required
            maxLength={name === 'by' ? 80 : 400}
            value={values[name] ?? ''}
            onInput={({ currentTarget }) => write(name, currentTarget.value)}
          />
        </label>
      ))}
    </>
  );
}

/** The window is moved from where it is. */
const startOf = (field: Field, { window }: OfficeView): string =>
  field === 'opens' || field === 'deadline' ? window[field] : '';

type FieldInputProps = {
  readonly field: Field;
  readonly value: string;
  readonly quarter: OfficeView;
  /** The township that is chosen, whose uploads may be named. */
  readonly division: string;
  readonly onChange: (value: string) => void;
};

function FieldInput({ field, value, quarter, division, onChange }: FieldInputProps) {
  const { say } = useSpeech();
  // A county's own files are decided about like those of a township.
  const townships = quarter.units.flatMap((unit) => [
    ...unit.townships.map((township) => ({ ...township, unit: unit.name })),
    { ...unit, name: say(TABLE.own), unit: unit.name },
  ]);
  if (field === 'division')
    return (
      <label>
        {say(DECIDE.township)}
        <select required value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          <option value="" />
          {townships.map(({ code, name, unit }) => (
            <option key={code} value={code}>
              {unit} {name}
            </option>
          ))}
        </select>
      </label>
    );
  if (field === 'to')
    return (
      <label>
        {say(DECIDE.upload)}
        <select required value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          <option value="" />
          {(townships.find(({ code }) => code === division)?.uploads ?? []).map((upload) => (
            <option key={upload.versionId} value={upload.versionId}>
              {say(uploadWords(upload))}
            </option>
          ))}
        </select>
      </label>
    );
  if (field === 'incomplete')
    return (
      <label class="check">
        <input
          type="checkbox"
          checked={value !== ''}
          onChange={({ currentTarget }) => onChange(currentTarget.checked ? 'yes' : '')}
        />
        {say(DECIDE.incomplete)}
      </label>
    );
  return (
    <label>
      {say(DECIDE[field])}
      <input type="date" required value={value} onInput={({ currentTarget }) => onChange(currentTarget.value)} />
    </label>
  );
}

/** What a decision changes, before and after it is made. */
function Shown({
  effect,
  isBusy,
  onConfirm,
  onCancel,
}: {
  readonly effect: Effect;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}) {
  const { say } = useSpeech();
  const { at, isMade, changes } = effect;
  return (
    <div class={`notice ${isMade ? 'good' : 'warning'}`} role="status">
      <p>{say(effectiveWords(at, isMade))}</p>
      <ul>
        {changes.length === 0 && <li>{say(DECIDE.nothing)}</li>}
        {changes.map((change) => (
          <li key={change.zh}>{say(change)}</li>
        ))}
      </ul>
      {!isMade && (
        <p class="actions">
          <button class="main" disabled={isBusy} onClick={onConfirm}>
            {say(DECIDE.confirm)}
          </button>
          <button onClick={onCancel}>{say(DECIDE.cancel)}</button>
        </p>
      )}
    </div>
  );
}
