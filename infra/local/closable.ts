/** Something that runs until it is closed. */
export type Closable = { close(): Promise<void> | void };

/** Carries out the rest of a start. If it fails, what has already started is closed. */
export async function closeOnFailure<Result>(started: Closable, rest: () => Promise<Result>): Promise<Result> {
  try {
    return await rest();
  } catch (error) {
    await started.close();
    throw error;
  }
}
