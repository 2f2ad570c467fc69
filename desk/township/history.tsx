import type { UploadView } from '../../shared/door/quarter-view.ts';
import { receiptAddress } from '../door-client.ts';
import { useSpeech } from '../speech.tsx';
import { TableHead } from '../table-head.tsx';
import { HISTORY, rowsWords, standsWords, timeText } from './words.ts';

/** What stands of a quarter; what later files settled is folded away. */
export function History({ uploads }: { readonly uploads: readonly UploadView[] }) {
  const { say } = useSpeech();
  const standing = uploads.filter(({ state }) => state !== 'settled');
  const settled = uploads.filter(({ state }) => state === 'settled');
  return (
    <section aria-labelledby="history">
      <h2 id="history">{say(HISTORY.title)}</h2>
      {standing.length === 0 ? <p>{say(HISTORY.none)}</p> : <Uploads uploads={standing} />}
      {settled.length > 0 && (
        <details>
          <summary>
            {say(HISTORY.older)} ({settled.length})
          </summary>
          <Uploads uploads={settled} />
        </details>
      )}
    </section>
  );
}

function Uploads({ uploads }: { readonly uploads: readonly UploadView[] }) {
  const { say } = useSpeech();
  const heads = [HISTORY.time, HISTORY.file, HISTORY.state, HISTORY.result, HISTORY.rows, HISTORY.receipt];
  return (
    <div class="wide" tabIndex={0} role="region" aria-label={say(HISTORY.title)}>
      <table>
        <TableHead heads={heads} />
        <tbody>
          {uploads.map((upload) => (
            <tr key={upload.versionId}>
              <td>{say(timeText(upload.acceptedAt))}</td>
              <td>
                <bdi>{upload.file}</bdi>
              </td>
              <td>
                <span class={`tag ${TONES[upload.state] ?? ''}`}>{say(standsWords(upload))}</span>
              </td>
              <td>{upload.result && say(upload.result)}</td>
              <td>{upload.state === 'reading' || upload.state === 'misplaced' ? '' : say(rowsWords(upload))}</td>
              <td>
                <ReceiptLinks upload={upload} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const TONES: Readonly<Partial<Record<UploadView['state'], string>>> = {
  counts: 'good',
  'to correct': 'error',
  misplaced: 'error',
  reading: 'warning',
};

/** Where the parts of a receipt are opened. */
export function ReceiptLinks({ upload }: { readonly upload: UploadView }) {
  const { say } = useSpeech();
  const { versionId, hasReceipt, hasMarked } = upload;
  return (
    <>
      {hasReceipt && (
        <a href={receiptAddress(versionId, 'html')} target="_blank" rel="noreferrer">
          {say(HISTORY.receipt)}
        </a>
      )}{' '}
      {hasMarked && (
        <a href={receiptAddress(versionId, 'marked.xlsx')} rel="noreferrer">
          {say(HISTORY.marked)}
        </a>
      )}
    </>
  );
}
