/** From the file on the desktop to the receipt. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { QuarterView } from '../../shared/door/quarter-view.ts';
import type { Text } from '../../shared/language/language.ts';
import { maskedName } from '../../shared/ledger/file-names.ts';
import { DoorError } from '../door-client.ts';
import { saveFile } from '../save-file.ts';
import { sha256Of } from '../sha256.ts';
import { CancelledError, send, type Progress, type Sending } from '../sending.ts';
import { useSpeech } from '../speech.tsx';
import { askValidator, stopValidator } from '../validator-client.ts';
import type { CheckedView, Edit, Place, Question } from '../validator/messages.ts';
import { CheckResult } from './check-result.tsx';
import { useDrop } from './drop.ts';
import { FileChooser } from './file-chooser.tsx';
import { AwaitedReceipt, SendProgress, sentOf, type Sent } from './send-progress.tsx';
import { CHOOSE, RESULT, SEND } from './words.ts';

/** What the clerk's file is at. */
type Stage =
  | { readonly at: 'choose' }
  | { readonly at: 'checking' }
  /** The validator failed on it. The cloud has more memory, and another engine. */
  | { readonly at: 'unchecked'; readonly fileName: string; readonly bytes: Uint8Array }
  | { readonly at: 'checked'; readonly checked: CheckedView; readonly isCorrected: boolean }
  | { readonly at: 'sending'; readonly file: string; readonly progress: Progress; readonly cancel: () => void }
  | ({ readonly at: 'sent' } & Sent);

/** A file as it would be sent. */
type Given = { readonly fileName: string; readonly bytes: Uint8Array };

export type Refresh = () => Promise<QuarterView | null>;

/** Where a file of the quarter goes, as the validator needs it. */
export const placeOf = ({ division, period, now, state, window }: QuarterView): Place => ({
  division,
  period,
  now,
  standing: { state, opens: window.opens, lockedAt: window.lockedAt },
});

/** What the file is at, and what the clerk can do with it. */
function useFile(quarter: QuarterView, refresh: Refresh, isUnsaved: CheckAndSendProps['isUnsaved']) {
  const [stage, setStage] = useState<Stage>({ at: 'choose' });
  const [trouble, setTrouble] = useState<Text | null>(null);
  useWarning(stage.at === 'sending' || (stage.at === 'checked' && stage.isCorrected), isUnsaved);
  // Whoever leaves the quarter gives up what is on its way to it.
  const cancel = stage.at === 'sending' ? stage.cancel : null;
  const given = useRef(cancel);
  given.current = cancel;
  useEffect(() => () => given.current?.(), []);

  const ask = async (question: Question, { fileName, bytes }: Given): Promise<void> => {
    setTrouble(null);
    try {
      const reply = await askValidator(question);
      if (reply.kind === 'checked')
        setStage({ at: 'checked', checked: reply.checked, isCorrected: question.kind === 'edit' });
      else if (reply.kind === 'refused') setTrouble(reply.said);
    } catch {
      setStage({ at: 'unchecked', fileName, bytes });
      setTrouble(CHOOSE.failed);
    }
  };
  const choose = (fileName: string, bytes: Uint8Array): void => {
    setStage({ at: 'checking' });
    void ask({ kind: 'check', place: placeOf(quarter), fileName, bytes }, { fileName, bytes });
  };
  /** Reads the file that is chosen, dropped or pasted. */
  const take = async (files: FileList): Promise<void> => {
    const [file, ...others] = files;
    if (file === undefined) return;
    if (others.length > 0) return setTrouble(CHOOSE.oneByOne);
    const bytes = await file.arrayBuffer().catch(() => null);
    if (bytes === null) return setTrouble(CHOOSE.unreadable);
    choose(file.name, new Uint8Array(bytes));
  };
  const edit = (edits: readonly Edit[], checked: CheckedView): Promise<void> => ask({ kind: 'edit', edits }, checked);
  const startAgain = (): void => {
    stopValidator();
    setTrouble(null);
    setStage({ at: 'choose' });
  };
  const saveMarked = async (): Promise<void> => {
    const reply = await askValidator({ kind: 'marked' }).catch(() => null);
    if (reply?.kind === 'file') saveFile(reply.name, reply.bytes);
    else setTrouble(RESULT.noMarked);
  };
  const submit = submitterOf(quarter, refresh, { setStage, setTrouble });
  return { stage, trouble, choose, take, edit, saveMarked, startAgain, submit };
}

type Outcome = {
  readonly setStage: (stage: Stage) => void;
  readonly setTrouble: (trouble: Text | null) => void;
};

/** Sends a checked file, and says how that goes. */
function submitterOf(quarter: QuarterView, refresh: Refresh, { setStage, setTrouble }: Outcome) {
  /** @param back where it was, for a file that does not go */
  return async ({ fileName, bytes, sha256 }: Given & Pick<CheckedView, 'sha256'>, back: Stage): Promise<void> => {
    setTrouble(null);
    const before = new Set(quarter.uploads.map((upload) => upload.versionId));
    const { period } = quarter;
    const file = maskedName(fileName);
    let sending: Sending | null = null;
    const onProgress = (progress: Progress): void =>
      setStage({ at: 'sending', file, progress, cancel: () => sending?.cancel() });
    const hasArrived = async (): Promise<boolean> =>
      sentOf((await refresh())?.uploads ?? [], { file, versionId: null, before }) !== undefined;
    onProgress({ part: 0, tries: 1 });
    try {
      sending = send({ period, fileName, bytes, sha256 }, { onProgress, hasArrived });
      const versionId = await sending.sent;
      setStage({ at: 'sent', file, versionId, before });
      void refresh();
    } catch (error) {
      if (error instanceof CancelledError && (await hasArrived())) {
        setStage({ at: 'sent', file, versionId: null, before });
        return setTrouble(SEND.tooLate);
      }
      setStage(back);
      if (error instanceof CancelledError) setTrouble(SEND.cancelled);
      else if (error instanceof DoorError) setTrouble(error.said);
      else throw error;
    }
  };
}

export type CheckAndSendProps = {
  readonly quarter: QuarterView;
  readonly refresh: Refresh;
  /** Whether something would be lost with the quarter. */
  readonly isUnsaved: { current: boolean };
};

export function CheckAndSend({ quarter, refresh, isUnsaved }: CheckAndSendProps) {
  const { say } = useSpeech();
  const { stage, trouble, choose, take, edit, saveMarked, startAgain, submit } = useFile(quarter, refresh, isUnsaved);
  // A file that was corrected in Excel is dropped again; what was corrected here is not given up for another.
  const isFree = stage.at === 'checked' ? !stage.isCorrected : stage.at !== 'checking' && stage.at !== 'sending';
  const onFiles = useCallback((files: FileList): void => void take(files), [quarter]);
  const isOver = useDrop(isFree ? onFiles : null);
  return (
    <section aria-labelledby="check">
      <h2 id="check">{say(CHOOSE.title)}</h2>
      {trouble && (
        <p class="notice error" role="alert">
          {say(trouble)}
        </p>
      )}
      {(stage.at === 'choose' || stage.at === 'sent') && (
        <FileChooser isOver={isOver} onFiles={onFiles} onFile={choose} />
      )}
      {stage.at === 'checking' && (
        <p role="status" class="busy">
          {say(CHOOSE.checking)} <button onClick={startAgain}>{say(CHOOSE.other)}</button>
        </p>
      )}
      {stage.at === 'unchecked' && (
        <p class="actions">
          <bdi>{maskedName(stage.fileName)}</bdi>
          <button class="main" onClick={() => void submit({ ...stage, sha256: sha256Of(stage.bytes) }, stage)}>
            {say(RESULT.sendUnchecked)}
          </button>
          <button onClick={startAgain}>{say(CHOOSE.other)}</button>
        </p>
      )}
      {stage.at === 'checked' && (
        <CheckResult
          checked={stage.checked}
          isCorrected={stage.isCorrected}
          uploads={quarter.uploads}
          onEdit={(edits) => edit(edits, stage.checked)}
          onMarked={() => void saveMarked()}
          onOther={startAgain}
          onSend={() => void submit(stage.checked, stage)}
        />
      )}
      {stage.at === 'sending' && <SendProgress progress={stage.progress} file={stage.file} onCancel={stage.cancel} />}
      {stage.at === 'sent' && <AwaitedReceipt sent={stage} uploads={quarter.uploads} refresh={refresh} />}
    </section>
  );
}

/** Asks before the page is left while something would be lost. */
function useWarning(isNeeded: boolean, isUnsaved: CheckAndSendProps['isUnsaved']): void {
  useEffect(() => {
    isUnsaved.current = isNeeded;
    if (!isNeeded) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => {
      isUnsaved.current = false;
      removeEventListener('beforeunload', warn);
    };
  }, [isNeeded]);
}
