import type { Text } from '../shared/language/language.ts';
import { useSpeech } from './speech.tsx';

/** The head of a table, a word for each of its columns. */
export function TableHead({ heads }: { readonly heads: readonly Text[] }) {
  const { say } = useSpeech();
  return (
    <thead>
      <tr>
        {heads.map((head) => (
          <th key={head.zh} scope="col">
            {say(head)}
          </th>
        ))}
      </tr>
    </thead>
  );
}
