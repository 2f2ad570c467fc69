/** Files that are dropped onto the page. */
import { useEffect, useState } from 'preact/hooks';

/**
 * Takes files that are dropped anywhere on the page: beside the frame that asks for them, a browser would open the file
 * in place of the page.
 * @param onFiles null while none can be taken; then they do nothing
 * @returns whether files are held over the page
 */
export function useDrop(onFiles: ((files: FileList) => void) | null): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(event.type === 'dragover' && onFiles !== null);
      if (event.type === 'drop') onFiles?.(event.dataTransfer.files);
    };
    const leave = ({ relatedTarget }: DragEvent): void => {
      if (relatedTarget === null) setOver(false);
    };
    addEventListener('dragover', over);
    addEventListener('drop', over);
    addEventListener('dragleave', leave);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('drop', over);
      removeEventListener('dragleave', leave);
    };
  }, [onFiles]);
  return isOver;
}
