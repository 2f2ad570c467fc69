import { useEffect, useRef } from 'preact/hooks';
import { useSpeech } from '../speech.tsx';
import { CHOOSE } from './words.ts';

export type FileChooserProps = {
  /** Files are held over the page. */
  readonly isOver: boolean;
  readonly onFiles: (files: FileList) => void;
  readonly onFile: (fileName: string, bytes: Uint8Array) => void;
};

/** Takes a file that is chosen, or pasted from Excel. It is read here and goes nowhere. */
export function FileChooser({ isOver, onFiles, onFile }: FileChooserProps) {
  const { say, language } = useSpeech();
  const input = useRef<HTMLInputElement>(null);
  usePaste(onFiles, (text) => onFile(CHOOSE.pasted[language], new TextEncoder().encode(text)));
  return (
    <div class={isOver ? 'drop over' : 'drop'}>
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
          if (currentTarget.files) onFiles(currentTarget.files);
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
function usePaste(onFiles: (files: FileList) => void, onText: (text: string) => void): void {
  useEffect(() => {
    const paste = (event: ClipboardEvent): void => {
      const { clipboardData } = event;
      const files = clipboardData?.files;
      const text = clipboardData?.getData('text/plain') ?? '';
      if (event.target instanceof HTMLInputElement || (!text.includes('\t') && !files?.length)) return;
      event.preventDefault();
      // Excel puts a picture of the cells beside their text.
      if (text.includes('\t')) onText(text);
      else if (files) onFiles(files);
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  });
}
