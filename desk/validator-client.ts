/** Talks to the validator in its worker. */
import type { Question, Reply } from './validator/messages.ts';

/** Put in by the bundler. */
declare const VALIDATOR_ADDRESS: string;

/** Browsers that know trusted types run only scripts that a policy of ours vouches for. */
declare const trustedTypes:
  | { createPolicy(name: string, rules: object): { createScriptURL(address: string): string } }
  | undefined;

const POLICY =
  typeof trustedTypes === 'undefined'
    ? null
    : trustedTypes.createPolicy('uplift', { createScriptURL: () => VALIDATOR_ADDRESS });

type Answered = { readonly id: number; readonly reply?: Reply; readonly failed?: string };
type Waiting = { readonly resolve: (reply: Reply) => void; readonly reject: (error: Error) => void };

let worker: Worker | null = null;
let asked = 0;
const waiting = new Map<number, Waiting>();

/** Asks the validator, which is loaded with the first question. Questions are answered in order. */
export function askValidator(question: Question): Promise<Reply> {
  worker ??= start();
  const id = ++asked;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker?.postMessage({ id, question }, []);
  });
}

/** Ends what the validator is doing: a file that is given up, or chosen anew. */
export function stopValidator(): void {
  worker?.terminate();
  worker = null;
  waiting.clear();
}

/** Fetches the validator ahead of the first file. */
export function prepareValidator(): void {
  worker ??= start();
}

function start(): Worker {
  const started = new Worker(POLICY?.createScriptURL('') ?? VALIDATOR_ADDRESS);
  started.addEventListener('message', ({ data }: MessageEvent<Answered>) => {
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.reply) one?.resolve(data.reply);
    else one?.reject(new Error(data.failed ?? 'the validator failed'));
  });
  started.addEventListener('error', (event) => {
    for (const one of waiting.values()) one.reject(new Error(event.message));
    stopValidator();
  });
  return started;
}
