import type { Text } from '../language/language.ts';

/** A decision cannot be made as it was asked for; the text says why, for whoever asked. */
export class DecisionRefusedError extends Error {
  override readonly name = 'DecisionRefusedError';
  readonly text: Text;
  constructor(text: Text) {
    super(text.en);
    this.text = text;
  }
}
