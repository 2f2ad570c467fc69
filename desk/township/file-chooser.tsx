import { useEffect, useRef, useState } from 'preact/hooks';
import { useSpeech } from '../speech.tsx';
import { CHOOSE } from './words.ts';

type OnFile = (fileName: string, bytes: Uint8Array) => void;

/** Takes a file that is dropped, chosen, or pasted from Excel. It is read here and goes nowhere. */
export function FileChooser({ onFile }: { readonly onFile: OnFile }) {
  const { say, language } = useSpeech();
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const take = async (file: File | null | undefined): Promise<void> => {
    if (file) onFile(file.name, new Uint8Array(await file.arrayBuffer()));
  };
  usePaste(take, (text) => onFile(CHOOSE.pasted[language], new TextEncoder().encode(text)));
  return (
    <div
      class={isOver ? 'drop over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void take(event.dataTransfer?.files[0]);
      }}
    >
      <p class="large">{say(CHOOSE.drop)}</p>
      <button class="main" onClick={() => input.current?.click()}>
        {say(CHOOSE.choose)}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={say(CHOOSE.choose)}
        accept=".xlsx,.xlsm,.xlsb,.xls,.et,.ods,.csv,.txt,.htm,.html"
        onChange={({ currentTarget }) => {
          void take(currentTarget.files?.[0]);
          // The same file can be chosen again after it was corrected.
          currentTarget.value = '';
        }}
      />
      <p>{say(CHOOSE.paste)}</p>
      <p class="quiet">{say(CHOOSE.stays)}</p>
    </div>
  );
}

/** A table that Excel put into the clipboard comes as text with tabs; a copied file as a file. */
function usePaste(onFile: (file: File) => Promise<void>, onText: (text: string) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const { clipboardData } = event;
      const [file] = clipboardData?.files ?? [];
      const text = clipboardData?.getData('text/plain') ?? '';
      if (event.target instanceof HTMLInputElement || (!text.includes('\t') && file === undefined)) return;
      event.preventDefault();
      // Excel puts a picture of the cells beside their text.
      if (text.includes('\t')) onText(text);
      else if (file) void onFile(file);
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  });
}
