/** The template holds something that this machine cannot run. The message says what to do. */
export class TemplateError extends Error {
  override name = 'TemplateError';
}
