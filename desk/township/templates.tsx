import { useRef, useState } from 'preact/hooks';
import type { QuarterView } from '../../shared/door/quarter-view.ts';
import type { Text } from '../../shared/language/language.ts';
import { saveFile } from '../save-file.ts';
import { useSpeech } from '../speech.tsx';
import { askValidator } from '../validator-client.ts';
import { placeOf } from './check-and-send.tsx';
import { CHOOSE, TEMPLATE } from './words.ts';

/** The workbook to fill in, blank or with the households of a file on this computer. */
export function Templates({ quarter }: { readonly quarter: QuarterView }) {
  const { say } = useSpeech();
  const [trouble, setTrouble] = useState<Text | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const make = async (earlier: Uint8Array | null): Promise<void> => {
    setTrouble(null);
    const reply = await askValidator({ kind: 'template', place: placeOf(quarter), earlier }).catch(() => null);
    if (reply?.kind === 'file') saveFile(reply.name, reply.bytes);
    else setTrouble(reply?.kind === 'refused' ? reply.said : TEMPLATE.failed);
  };
  return (
    <section aria-labelledby="templates">
      <h2 id="templates">{say(TEMPLATE.title)}</h2>
      {trouble && (
        <p class="notice error" role="alert">
          {say(trouble)}
        </p>
      )}
      <p class="actions">
        <button onClick={() => void make(null)}>{say(TEMPLATE.blank)}</button>
        <button onClick={() => input.current?.click()}>{say(TEMPLATE.prefilled)}</button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={say(TEMPLATE.prefilled)}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file)
              void file.arrayBuffer().then(
                (content) => make(new Uint8Array(content)),
                () => setTrouble(CHOOSE.unreadable),
              );
            currentTarget.value = '';
          }}
        />
      </p>
      <p class="quiet">{say(TEMPLATE.stays)}</p>
    </section>
  );
}
