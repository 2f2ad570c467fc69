/** From the file on the desktop to the receipt. */
import { useEffect, useState } from 'preact/hooks';
import type { QuarterView } from '../../shared/door/quarter-view.ts';
import type { Text } from '../../shared/language/language.ts';
import { DoorError } from '../door-client.ts';
import { CancelledError, send, type Progress, type Sending } from '../sending.ts';
import { useSpeech } from '../speech.tsx';
import { askValidator, stopValidator } from '../validator-client.ts';
import type { CheckedView, Edit, Place, Question } from '../validator/messages.ts';
import { CheckResult } from './check-result.tsx';
import { FileChooser } from './file-chooser.tsx';
import { AwaitedReceipt, SendProgress, sentOf, type Sent } from './send-progress.tsx';
import { CHOOSE, SEND } from './words.ts';

/** What the clerk's file is at. */
type Stage =
  | { readonly at: 'choose' }
  | { readonly at: 'checking' }
  | { readonly at: 'checked'; readonly checked: CheckedView; readonly isCorrected: boolean }
  | { readonly at: 'sending'; readonly checked: CheckedView; readonly progress: Progress; readonly cancel: () => void }
  | ({ readonly at: 'sent' } & Sent);

export type Refresh = () => Promise<QuarterView | null>;

/** Where a file of the quarter goes, as the validator needs it. */
export const placeOf = ({ division, period, now, state, window }: QuarterView): Place => ({
  division,
  period,
  now,
  standing: { state, opens: window.opens, lockedAt: window.lockedAt },
});

/** What the file is at, and what the clerk can do with it. */
function useFile(quarter: QuarterView, refresh: Refresh) {
  const [stage, setStage] = useState<Stage>({ at: 'choose' });
  const [trouble, setTrouble] = useState<Text | null>(null);
  useWarning(stage.at === 'sending' || (stage.at === 'checked' && stage.isCorrected));

  const ask = async (question: Question, isCorrected: boolean): Promise<void> => {
    setTrouble(null);
    try {
      const reply = await askValidator(question);
      if (reply.kind === 'checked') setStage({ at: 'checked', checked: reply.checked, isCorrected });
      else if (reply.kind === 'refused') setTrouble(reply.said);
    } catch {
      setStage({ at: 'choose' });
      setTrouble(CHOOSE.failed);
    }
  };
  const choose = (fileName: string, bytes: Uint8Array): void => {
    setStage({ at: 'checking' });
    void ask({ kind: 'check', place: placeOf(quarter), fileName, bytes }, false);
  };
  const edit = (edits: readonly Edit[]): Promise<void> => ask({ kind: 'edit', edits }, true);
  const startAgain = (): void => {
    stopValidator();
    setTrouble(null);
    setStage({ at: 'choose' });
  };
  const submit = async (checked: CheckedView, isCorrected: boolean): Promise<void> => {
    setTrouble(null);
    const before = new Set(quarter.uploads.map((upload) => upload.versionId));
    const { fileName, bytes, sha256 } = checked;
    const { file } = checked.receipt.submission;
    let sending: Sending | null = null;
    const onProgress = (progress: Progress): void =>
      setStage({ at: 'sending', checked, progress, cancel: () => sending?.cancel() });
    const hasArrived = async (): Promise<boolean> =>
      sentOf((await refresh())?.uploads ?? [], { file, versionId: null, before }) !== undefined;
    onProgress({ part: 0, tries: 1 });
    try {
      sending = send({ period: quarter.period, fileName, bytes, sha256 }, { onProgress, hasArrived });
      const versionId = await sending.sent;
      setStage({ at: 'sent', file, versionId, before });
      void refresh();
    } catch (error) {
      setStage({ at: 'checked', checked, isCorrected });
      if (error instanceof CancelledError) setTrouble(SEND.cancelled);
      else if (error instanceof DoorError) setTrouble(error.said);
      else throw error;
    }
  };
  return { stage, trouble, choose, edit, startAgain, submit };
}

export function CheckAndSend({ quarter, refresh }: { readonly quarter: QuarterView; readonly refresh: Refresh }) {
  const { say } = useSpeech();
  const { stage, trouble, choose, edit, startAgain, submit } = useFile(quarter, refresh);
  return (
    <section aria-labelledby="check">
      <h2 id="check">{say(CHOOSE.title)}</h2>
      {trouble && (
        <p class="notice error" role="alert">
          {say(trouble)}
        </p>
      )}
      {(stage.at === 'choose' || stage.at === 'sent') && <FileChooser onFile={choose} />}
      {stage.at === 'checking' && (
        <p role="status" class="busy">
          {say(CHOOSE.checking)} <button onClick={startAgain}>{say(CHOOSE.other)}</button>
        </p>
      )}
      {stage.at === 'checked' && (
        <CheckResult
          checked={stage.checked}
          isCorrected={stage.isCorrected}
          uploads={quarter.uploads}
          onEdit={edit}
          onOther={startAgain}
          onSend={() => void submit(stage.checked, stage.isCorrected)}
        />
      )}
      {stage.at === 'sending' && (
        <SendProgress progress={stage.progress} file={stage.checked.receipt.submission.file} onCancel={stage.cancel} />
      )}
      {stage.at === 'sent' && <AwaitedReceipt sent={stage} uploads={quarter.uploads} refresh={refresh} />}
    </section>
  );
}

/** Asks before the page is left while something would be lost. */
function useWarning(isNeeded: boolean): void {
  useEffect(() => {
    if (!isNeeded) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isNeeded]);
}
