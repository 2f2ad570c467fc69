import { useEffect, useState } from 'preact/hooks';
import type { UploadView } from '../../shared/door/quarter-view.ts';
import type { Progress } from '../sending.ts';
import { useSpeech } from '../speech.tsx';
import type { Refresh } from './check-and-send.tsx';
import { ReceiptLinks } from './history.tsx';
import { SEND } from './words.ts';

/** How a file goes, and how to stop it. */
export function SendProgress({
  progress: { part, tries },
  file,
  onCancel,
}: {
  readonly progress: Progress;
  readonly file: string;
  readonly onCancel: () => void;
}) {
  const { say } = useSpeech();
  if (part === null)
    return (
      <p class="notice warning" role="status">
        <bdi>{file}</bdi>：{say(SEND.cut(tries))} <button onClick={onCancel}>{say(SEND.cancel)}</button>
      </p>
    );
  const percent = Math.floor(part * 100);
  return (
    <p class="busy" role="status">
      <label>
        {say(SEND.sending)} <bdi>{file}</bdi> <progress max={100} value={percent} /> {percent}%
      </label>{' '}
      <button onClick={onCancel}>{say(SEND.cancel)}</button>
    </p>
  );
}

/** A file that was sent. Where S3 told no version, it is the one of its name that was not there before. */
export type Sent = {
  readonly file: string;
  readonly versionId: string | null;
  /** Ids of the versions that were there before. */
  readonly before: ReadonlySet<string>;
};

/** The upload that a sent file has become, when the system knows it. */
export const sentOf = (uploads: readonly UploadView[], sent: Sent): UploadView | undefined =>
  uploads.find(({ versionId, file }) =>
    sent.versionId === null ? file === sent.file && !sent.before.has(versionId) : versionId === sent.versionId,
  );

const ASK_EVERY_MS = 1_500;
/** A receipt comes within seconds; after so many questions the page asks more seldom and says so. */
const PATIENT_FOR = 40;

/** Waits for the receipt of a file that was sent, and shows it. */
export function AwaitedReceipt({
  sent,
  uploads,
  refresh,
}: {
  readonly sent: Sent;
  readonly uploads: readonly UploadView[];
  readonly refresh: Refresh;
}) {
  const { say } = useSpeech();
  const [asked, setAsked] = useState(0);
  const found = sentOf(uploads, sent);
  const isThere = found !== undefined && found.state !== 'reading';
  useEffect(() => {
    if (isThere) return undefined;
    const pause = asked < PATIENT_FOR ? ASK_EVERY_MS : ASK_EVERY_MS * 10;
    const timer = setTimeout(() => void refresh().then(() => setAsked(asked + 1)), pause);
    return () => clearTimeout(timer);
  }, [asked, isThere, refresh]);
  if (!isThere)
    return (
      <p class="notice warning" role="status">
        <bdi>{sent.file}</bdi>：{say(asked < PATIENT_FOR ? SEND.waiting : SEND.slow)}
      </p>
    );
  const tone = found.state === 'counts' ? (found.warnings > 0 ? 'warning' : 'good') : 'error';
  return (
    <p class={`notice ${tone}`} role="status">
      {say(SEND.done)} <bdi>{found.file}</bdi>：{found.result && say(found.result)} <ReceiptLinks upload={found} />
    </p>
  );
}
