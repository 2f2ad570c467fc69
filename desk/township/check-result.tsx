/** What the cloud would say of a file, in the words of the receipt. */
import { useState } from 'preact/hooks';
import type { UploadView } from '../../shared/door/quarter-view.ts';
import { SEVERITY_TEXT } from '../../shared/receipt/severity-text.ts';
import { saveFile } from '../save-file.ts';
import { useSpeech } from '../speech.tsx';
import type { CheckedView, Edit, Problem } from '../validator/messages.ts';
import type { Spot } from './marks.ts';
import { SheetGrid } from './sheet-grid.tsx';
import { moreProblems, CHOOSE, GRID, RESULT, sentAlready } from './words.ts';

export type CheckResultProps = {
  readonly checked: CheckedView;
  /** Cells were changed on the page. */
  readonly isCorrected: boolean;
  /** What the division sent already. */
  readonly uploads: readonly UploadView[];
  readonly onEdit: (edits: readonly Edit[]) => Promise<void>;
  /** Asks for the marked workbook. */
  readonly onMarked: () => void;
  readonly onOther: () => void;
  readonly onSend: () => void;
};

export function CheckResult(props: CheckResultProps) {
  const { checked } = props;
  const { say } = useSpeech();
  const [spot, setSpot] = useState<Spot | null>(null);
  const { tone, problems, sheets, steps } = checked;
  const sent = props.uploads.find(({ sha256, state }) => sha256 === checked.sha256 && state !== 'withdrawn');
  return (
    <>
      <p class={`notice ${tone}`} role="status">
        <bdi>{checked.receipt.submission.file}</bdi>：{say(checked.result)}
      </p>
      {sent && <p class="notice warning">{say(sentAlready(sent))}</p>}
      <Counts checked={checked} />
      <Actions {...props} />
      {problems.length > 0 && <Problems checked={checked} onSpot={setSpot} />}
      {sheets.length > 0 && (
        <SheetGrid checked={checked} spot={spot} onSpot={setSpot} onEdit={checked.canEdit ? props.onEdit : null} />
      )}
      {problems.length > 0 && (
        <details>
          <summary>{say(RESULT.steps)}</summary>
          <ol>
            {steps.map((step) => (
              <li key={step.zh}>{say(step)}</li>
            ))}
          </ol>
        </details>
      )}
      <p class="quiet">{say(RESULT.history)}</p>
    </>
  );
}

function Counts({ checked: { receipt } }: { readonly checked: CheckedView }) {
  const { say } = useSpeech();
  const { rows, accepted, rejected, warnings } = receipt.summary;
  const counts = [
    [RESULT.read, rows],
    [RESULT.accepted, accepted],
    [RESULT.rejected, rejected],
    [RESULT.warnings, warnings],
  ] as const;
  return (
    <ul class="counts">
      {counts.map(([label, count]) => (
        <li key={label.zh}>
          <b>{count}</b> {say(label)}
        </li>
      ))}
    </ul>
  );
}

function Actions({ checked, isCorrected, onMarked, onOther, onSend }: CheckResultProps) {
  const { say } = useSpeech();
  const { receipt, hasMarked, fileName, bytes } = checked;
  const canSend = receipt.summary.accepted > 0;
  return (
    <p class="actions">
      <button class="main" disabled={!canSend} onClick={onSend}>
        {say(canSend ? (receipt.summary.rejected > 0 ? RESULT.sendPartly : RESULT.send) : RESULT.notYet)}
      </button>
      {hasMarked && <button onClick={onMarked}>{say(RESULT.marked)}</button>}
      {isCorrected && <button onClick={() => saveFile(fileName, bytes)}>{say(RESULT.corrected)}</button>}
      <button onClick={onOther}>{say(CHOOSE.other)}</button>
    </p>
  );
}

/** The problems in the order of the receipt: errors first. The list is long, so it has a height of its own. */
function Problems({
  checked: { problems, unlisted },
  onSpot,
}: {
  readonly checked: CheckedView;
  readonly onSpot: (spot: Spot) => void;
}) {
  const { say } = useSpeech();
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  return (
    <>
      <h3 id="problems">{say(RESULT.problems)}</h3>
      <ol class="problems" aria-labelledby="problems">
        {problems.slice(0, shown).map((problem, index) => (
          <li key={index}>
            <OneProblem problem={problem} onSpot={onSpot} />
          </li>
        ))}
      </ol>
      {shown < problems.length && (
        <button onClick={() => setShown(shown * 4)}>
          {say({ zh: `再看（还有 ${problems.length - shown} 条）`, en: `More (${problems.length - shown})` })}
        </button>
      )}
      {unlisted > 0 && <p>{say(moreProblems(unlisted))}</p>}
    </>
  );
}

const SHOWN_AT_FIRST = 50;

function OneProblem({ problem, onSpot }: { readonly problem: Problem; readonly onSpot: (spot: Spot) => void }) {
  const { say } = useSpeech();
  const { sheet, row, column, severity, rule, text, cell } = problem;
  return (
    <>
      <b class={`tag ${severity}`}>{say(SEVERITY_TEXT[severity])}</b>{' '}
      {sheet !== null && row !== null && (
        <button class="place" onClick={() => onSpot({ sheet, row, column: column ?? 0 })}>
          {cell ?? `${say(GRID.row)} ${row + 1}`}
        </button>
      )}{' '}
      {say(text)} <small>{rule}</small>
    </>
  );
}
