/** A line that is redrawn while long work goes on; silent where standard error is no terminal. */
export class Progress {
  readonly #label: string;
  readonly #on = process.stderr.isTTY;
  #drawn = 0;

  constructor(label: string) {
    this.#label = label;
  }

  /** Redraws at most ten times a second, and at the end. */
  update(done: number, total: number): void {
    if (!this.#on || (Date.now() - this.#drawn < 100 && done < total)) return;
    this.#drawn = Date.now();
    const width = 30;
    const filled = total === 0 ? width : Math.round((width * done) / total);
    process.stderr.write(
      `\r${this.#label} ${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${done}/${total}\u001B[K`,
    );
  }

  end(): void {
    if (this.#on) process.stderr.write('\r\u001B[K');
  }
}
