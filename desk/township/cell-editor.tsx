import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { columnLetters } from '../../shared/sheet/reference.ts';
import { useSpeech } from '../speech.tsx';
import type { Edit, SheetView } from '../validator/messages.ts';
import { cellKey, type Marks, type Spot } from './marks.ts';
import { GRID } from './words.ts';

export type CellEditorProps = {
  readonly sheet: SheetView;
  readonly spot: Spot | null;
  readonly marks: Marks;
  readonly onEdit: (edits: readonly Edit[]) => Promise<void>;
};

/** Changes one cell, as the line above Excel's sheet does. What may be chosen for it is offered. */
export function CellEditor({ sheet, spot, marks, onEdit }: CellEditorProps) {
  const { say } = useSpeech();
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const there = spot === null ? '' : (sheet.rows[spot.row]?.[spot.column] ?? '');
  // Before the cell is drawn, so that nothing typed into it is overwritten.
  useLayoutEffect(() => {
    setText(there);
    if (spot) input.current?.focus({ preventScroll: true });
  }, [spot, there]);
  if (spot === null || spot.row < (sheet.firstRow ?? Infinity)) return <p class="quiet">{say(GRID.pick)}</p>;
  const choices = sheet.choices[spot.column] ?? [];
  const problems = marks.cells.get(cellKey(spot.row, spot.column)) ?? [];
  const suggestion = problems.map((problem) => problem.suggestion).find((one) => one !== null) ?? null;
  const write = async (value: string): Promise<void> => {
    setBusy(true);
    await onEdit([{ ...spot, text: value }]);
    setBusy(false);
  };
  return (
    <form
      class="editor"
      onSubmit={(event) => {
        event.preventDefault();
        // What is drawn may be a moment behind what is typed.
        void write(input.current?.value ?? text);
      }}
    >
      <label>
        {say(GRID.cell)} <b>{`${columnLetters(spot.column)}${spot.row + 1}`}</b>{' '}
        <input
          ref={input}
          value={text}
          list="choices"
          autocomplete="off"
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
      </label>
      <datalist id="choices">
        {choices.map((choice) => (
          <option key={choice} value={choice} />
        ))}
      </datalist>{' '}
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
