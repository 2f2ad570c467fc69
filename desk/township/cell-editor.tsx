import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { cellReference, parseRange } from '../../shared/sheet/reference.ts';
import { useSpeech } from '../speech.tsx';
import type { Edit, SheetView } from '../validator/messages.ts';
import { cellKey, type Marks, type Spot } from './marks.ts';
import { GRID } from './words.ts';

export type CellEditorProps = {
  readonly sheet: SheetView;
  readonly spot: Spot | null;
  readonly marks: Marks;
  readonly onCell: (row: number, column: number) => void;
  readonly onEdit: (edits: readonly Edit[]) => Promise<void>;
};

/** Goes to a cell and changes it, as the line above Excel's sheet does. */
export function CellEditor({ sheet, spot, marks, onCell, onEdit }: CellEditorProps) {
  const { say } = useSpeech();
  const isData = spot !== null && spot.row >= (sheet.firstRow ?? Infinity);
  return (
    <div class="editor">
      <CellPlace spot={isData ? spot : null} onCell={onCell} />{' '}
      {isData ? (
        <CellValue sheet={sheet} spot={spot} marks={marks} onEdit={onEdit} />
      ) : (
        <p class="quiet">{say(GRID.pick)}</p>
      )}
    </div>
  );
}

/** The place of the cell. By a place that is typed, every cell is reached without a mouse. */
function CellPlace({ spot, onCell }: Pick<CellEditorProps, 'spot' | 'onCell'>) {
  const { say } = useSpeech();
  const input = useRef<HTMLInputElement>(null);
  const place = spot === null ? '' : cellReference(spot.row, spot.column);
  const go = (): void => {
    const to = parseRange(input.current?.value.trim() ?? '');
    if (to) onCell(to.top, to.left);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <label>
        {say(GRID.cell)} <input key={place} ref={input} class="place" defaultValue={place} autocomplete="off" />
      </label>
    </form>
  );
}

type CellValueProps = Omit<CellEditorProps, 'onCell' | 'spot'> & { readonly spot: Spot };

/** What is in the cell. What may be chosen for it is offered. */
function CellValue({ sheet, spot, marks, onEdit }: CellValueProps) {
  const { say } = useSpeech();
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const there = sheet.rows[spot.row]?.[spot.column] ?? '';
  // Before the cell is drawn, so that nothing typed into it is overwritten.
  useLayoutEffect(() => {
    setText(there);
    input.current?.focus({ preventScroll: true });
  }, [spot, there]);
  const problems = marks.cells.get(cellKey(spot.row, spot.column)) ?? [];
  const suggestion = problems.map((problem) => problem.suggestion).find((one) => one !== null) ?? null;
  const write = async (value: string): Promise<void> => {
    setBusy(true);
    await onEdit([{ ...spot, text: value }]);
    setBusy(false);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        // What is drawn may be a moment behind what is typed.
        void write(input.current?.value ?? text);
      }}
    >
      <label>
        {say(GRID.value)}{' '}
        <input
          ref={input}
          value={text}
          autocomplete="off"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>{' '}
      <Choices choices={sheet.choices[spot.column] ?? []} text={text} onChoice={setText} />{' '}
      <button disabled={isBusy}>{say(GRID.write)}</button>{' '}
      {suggestion !== null && (
        <button type="button" disabled={isBusy} onClick={() => void write(suggestion)}>
          {say(GRID.suggested)} {suggestion}
        </button>
      )}
      <ul>
        {problems.map(({ rule, text: said }) => (
          <li key={rule}>{say(said)}</li>
        ))}
      </ul>
    </form>
  );
}

/** A list of its own: that of an input shows only what begins like the wrong value in it. */
function Choices({
  choices,
  text,
  onChoice,
}: {
  readonly choices: readonly string[];
  readonly text: string;
  readonly onChoice: (choice: string) => void;
}) {
  const { say } = useSpeech();
  if (choices.length === 0) return null;
  return (
    <select
      aria-label={say(GRID.fromList)}
      value={choices.includes(text) ? text : ''}
      onChange={({ currentTarget }) => onChoice(currentTarget.value)}
    >
      <option value="">{say(GRID.fromList)}</option>
      {choices.map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </select>
  );
}
