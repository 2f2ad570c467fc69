/** The clerk's own sheet with its problems. Only the rows in sight are in the page, so 20,000 of them scroll freely. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { columnLetters } from '../../shared/sheet/reference.ts';
import { useSpeech } from '../speech.tsx';
import type { CheckedView, Edit, SheetView } from '../validator/messages.ts';
import { CellEditor } from './cell-editor.tsx';
import { cellKey, marksOf, type Marks, type Spot } from './marks.ts';
import { GRID } from './words.ts';

export type SheetGridProps = {
  readonly checked: CheckedView;
  readonly spot: Spot | null;
  readonly onSpot: (spot: Spot) => void;
  /** Null where cells cannot be changed here. */
  readonly onEdit: ((edits: readonly Edit[]) => Promise<void>) | null;
};

/** In pixels, as the style sheet has it. */
const ROW_HEIGHT = 30;
const GRID_HEIGHT = 420;
/** Rows above and below those in sight, so that scrolling shows no gaps. */
const SPARE_ROWS = 10;
/** A sheet with a stray cell far to the right has no more columns here. */
const MOST_COLUMNS = 80;

export function SheetGrid({ checked, spot, onSpot, onEdit }: SheetGridProps) {
  const { say } = useSpeech();
  const first = Math.max(
    0,
    checked.sheets.findIndex(({ firstRow }) => firstRow !== null),
  );
  const [chosen, setChosen] = useState(first);
  const [onlyProblems, setOnlyProblems] = useState(true);
  useEffect(() => {
    if (spot) setChosen(spot.sheet);
  }, [spot]);
  const at = chosen < checked.sheets.length ? chosen : first;
  const sheet = checked.sheets[at]!;
  const marks = useMemo(() => marksOf(checked.problems, at), [checked, at]);
  const rows = useMemo(
    () => rowsShown(sheet, marks, onlyProblems && marks.rows.size > 0),
    [sheet, marks, onlyProblems],
  );
  const onCell = (row: number, column: number): void => onSpot({ sheet: at, row, column });
  const here = spot?.sheet === at ? spot : null;
  return (
    <div class="sheet">
      <h3>{say(GRID.title)}</h3>
      <p class="actions">
        {checked.sheets.length > 1 && (
          <select
            aria-label={say(GRID.title)}
            value={at}
            onChange={(event) => setChosen(Number(event.currentTarget.value))}
          >
            {checked.sheets.map(({ name }, index) => (
              <option key={index} value={index}>
                {name}
              </option>
            ))}
          </select>
        )}
        <label>
          <input
            type="checkbox"
            checked={onlyProblems}
            onChange={({ currentTarget }) => setOnlyProblems(currentTarget.checked)}
          />{' '}
          {say(GRID.onlyProblems)}
        </label>
      </p>
      {onEdit && <CellEditor sheet={sheet} spot={here} marks={marks} onCell={onCell} onEdit={onEdit} />}
      <Rows sheet={sheet} rows={rows} marks={marks} spot={here} onCell={onCell} />
    </div>
  );
}

/** The header always, then all rows or those with problems. */
function rowsShown({ rows, firstRow }: SheetView, marks: Marks, onlyProblems: boolean): number[] {
  const head = firstRow ?? 0;
  return Array.from(rows, (_, row) => row).filter((row) => row < head || !onlyProblems || marks.rows.has(row));
}

type RowsProps = {
  readonly sheet: SheetView;
  readonly rows: readonly number[];
  readonly marks: Marks;
  readonly spot: Spot | null;
  readonly onCell: (row: number, column: number) => void;
};

function Rows({ sheet, rows, marks, spot, onCell }: RowsProps) {
  const { say } = useSpeech();
  const [top, setTop] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  const width = Math.min(
    MOST_COLUMNS,
    sheet.rows.reduce((most, cells) => Math.max(most, cells.length), 1),
  );
  useEffect(() => {
    const at = spot ? rows.indexOf(spot.row) : -1;
    if (at >= 0) frame.current?.scrollTo({ top: Math.max(0, at * ROW_HEIGHT - GRID_HEIGHT / 3) });
    if (at >= 0) document.getElementById('chosen-cell')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [spot, rows]);
  const from = Math.max(0, Math.floor(top / ROW_HEIGHT) - SPARE_ROWS);
  const to = Math.min(rows.length, from + Math.ceil(GRID_HEIGHT / ROW_HEIGHT) + 2 * SPARE_ROWS);
  return (
    <div
      class="grid"
      ref={frame}
      tabIndex={0}
      role="region"
      aria-label={say(GRID.title)}
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">{say(GRID.row)}</th>
            {Array.from({ length: width }, (_, column) => (
              <th scope="col" key={column}>
                {columnLetters(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Gap rows={from} />
          {rows.slice(from, to).map((row) => (
            <Row key={row} row={row} width={width} cells={sheet.rows[row] ?? []} {...{ marks, spot, onCell }} />
          ))}
          <Gap rows={rows.length - to} />
        </tbody>
      </table>
    </div>
  );
}

/** The height of rows that are out of sight. */
const Gap = ({ rows }: { readonly rows: number }) =>
  rows > 0 ? (
    <tr aria-hidden="true" class="gap">
      <td ref={(cell) => cell?.style.setProperty('height', `${rows * ROW_HEIGHT}px`)} />
    </tr>
  ) : null;

type RowProps = Omit<RowsProps, 'sheet' | 'rows'> & {
  readonly row: number;
  readonly width: number;
  readonly cells: readonly string[];
};

function Row({ row, width, cells, marks, spot, onCell }: RowProps) {
  const { say } = useSpeech();
  return (
    <tr class={marks.rows.has(row) ? 'marked' : ''}>
      <th scope="row">{row + 1}</th>
      {Array.from({ length: width }, (_, column) => {
        const [problem] = marks.cells.get(cellKey(row, column)) ?? [];
        const isChosen = spot?.row === row && spot.column === column;
        return (
          <td
            key={column}
            id={isChosen ? 'chosen-cell' : undefined}
            class={`${problem?.severity ?? ''}${isChosen ? ' chosen' : ''}`}
            title={problem && say(problem.text)}
            onClick={() => onCell(row, column)}
          >
            {cells[column] ?? ''}
          </td>
        );
      })}
    </tr>
  );
}
