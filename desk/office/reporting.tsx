import { useState } from 'preact/hooks';
import type { TownshipState, UnitState } from '../../shared/office/office-view.ts';
import { useSpeech } from '../speech.tsx';
import { receiptAddress } from '../door-client.ts';
import { TableHead } from '../table-head.tsx';
import { rejectedShare, stateWords, TABLE, toCorrectWords, uploadWords } from './words.ts';

/** Who has reported, by county; a county opens to its townships. */
export function Reporting({
  units,
  opensReceipts,
}: {
  readonly units: readonly UnitState[];
  readonly opensReceipts: boolean;
}) {
  const { say } = useSpeech();
  const [open, setOpen] = useState<string | null>(units.length === 1 ? (units[0]?.code ?? null) : null);
  const heads = [TABLE.unit, TABLE.due, TABLE.onTime, TABLE.late, TABLE.missing, TABLE.rejected, TABLE.problems];
  const sum = (count: (unit: UnitState) => number): number => units.reduce((total, unit) => total + count(unit), 0);
  const total = { rows: sum(({ rows }) => rows), rejected: sum(({ rejected }) => rejected) };
  const chosen = units.find(({ code }) => code === open);
  return (
    <section aria-labelledby="reporting">
      <h2 id="reporting">{say(TABLE.title)}</h2>
      <div class="wide" tabIndex={0} role="region" aria-label={say(TABLE.title)}>
        <table>
          <TableHead heads={heads} />
          <tbody>
            {units.map((unit) => (
              <Unit key={unit.code} unit={unit} isOpen={unit.code === open} onOpen={setOpen} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{say(TABLE.total)}</th>
              <td>{sum(({ due }) => due)}</td>
              <td>{sum(({ onTime }) => onTime)}</td>
              <td>{sum(({ late }) => late)}</td>
              <td>{sum(({ missing }) => missing)}</td>
              <td>{rejectedShare(total)}</td>
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
      {chosen && <Townships unit={chosen} opensReceipts={opensReceipts} />}
    </section>
  );
}

function Unit({
  unit,
  isOpen,
  onOpen,
}: {
  readonly unit: UnitState;
  readonly isOpen: boolean;
  readonly onOpen: (code: string | null) => void;
}) {
  const { say } = useSpeech();
  const { code, name, due, onTime, late, missing, problems } = unit;
  return (
    <tr>
      <th scope="row">
        <button class="place" aria-expanded={isOpen} onClick={() => onOpen(isOpen ? null : code)}>
          {name}
        </button>
      </th>
      <td>{due}</td>
      <td>{onTime}</td>
      <td>{late}</td>
      <td class={missing > 0 ? 'error' : ''}>{missing}</td>
      <td>{rejectedShare(unit)}</td>
      <td>
        {problems.map(({ rule, text, count }) => (
          <div key={rule}>
            {count} × {say(text)} <small>{rule}</small>
          </div>
        ))}
      </td>
    </tr>
  );
}

function Townships({ unit, opensReceipts }: { readonly unit: UnitState; readonly opensReceipts: boolean }) {
  const { say } = useSpeech();
  const [only, setOnly] = useState(false);
  const shown = unit.townships.filter((one) => !only || hasSomethingToDo(one));
  return (
    <>
      <h3 id="townships">{unit.name}</h3>
      <label>
        <input type="checkbox" checked={only} onChange={({ currentTarget }) => setOnly(currentTarget.checked)} />{' '}
        {say(TABLE.only)}
      </label>
      {opensReceipts && <p>{say(TABLE.opening)}</p>}
      <div class="wide" tabIndex={0} role="region" aria-labelledby="townships">
        <table>
          <TableHead heads={[TABLE.township, TABLE.state, TABLE.uploads]} />
          <tbody>
            {unit.uploads.length > 0 && (
              <tr>
                <th scope="row">
                  {say(TABLE.own)} <small>{unit.code}</small>
                </th>
                <td>
                  <span class="tag error">{say(toCorrectWords(unit))}</span>
                </td>
                <td>
                  <Uploads of={unit} opensReceipts={opensReceipts} />
                </td>
              </tr>
            )}
            {shown.map((township) => (
              <tr key={township.code}>
                <th scope="row">
                  {township.name} <small>{township.code}</small>
                </th>
                <td>
                  <span class={`tag ${hasSomethingToDo(township) ? 'error' : 'good'}`}>
                    {say(stateWords(township))}
                  </span>
                </td>
                <td>
                  <Uploads of={township} opensReceipts={opensReceipts} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** What a division has sent, and the way to the receipts. */
function Uploads({
  of: { code, uploads },
  opensReceipts,
}: {
  readonly of: Pick<TownshipState, 'code' | 'uploads'>;
  readonly opensReceipts: boolean;
}) {
  const { say } = useSpeech();
  return (
    <>
      {uploads.map((upload) => (
        <div key={upload.versionId}>
          {say(uploadWords(upload))}{' '}
          {opensReceipts && upload.hasReceipt && (
            <a href={receiptAddress(upload.versionId, 'html', code)} target="_blank" rel="noreferrer">
              {say(TABLE.receipt)}
            </a>
          )}
        </div>
      ))}
    </>
  );
}

const hasSomethingToDo = ({ reporting, uploads }: TownshipState): boolean =>
  reporting === 'missing' || uploads.some(({ isToCorrect }) => isToCorrect);
