/** Requests to the door and its answers, without the envelopes of API Gateway. */
import type { Text } from '../../shared/language/language.ts';

export type DoorRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: string;
};

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

/** On every answer: a browser keeps nothing of a page that a link opens. */
const ALWAYS = {
  'strict-transport-security': 'max-age=63072000',
  'x-content-type-options': 'nosniff',
  // The address of a page is a key: no other site may be told of it.
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** What only this link's holder may see. */
const PRIVATE = { ...ALWAYS, 'cache-control': 'no-store' } as const;

export const json = (status: number, content: unknown): Answer => ({
  status,
  headers: { ...PRIVATE, 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(content),
});

/** A request that is refused, with the words for the page. */
export const refusal = (status: number, said: Text): Answer => json(status, { said });

export const redirect = (location: string): Answer => ({
  status: 302,
  headers: { ...PRIVATE, location },
  body: '',
});

/** A page. It loads scripts and styles from the door alone, and sends files to the bucket of uploads alone. */
export const page = (status: number, html: string, uploads: string): Answer => ({
  status,
  headers: {
    ...PRIVATE,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "worker-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      `connect-src 'self'${uploads === '' ? '' : ` ${uploads}`}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      'trusted-types uplift',
    ].join('; '),
  },
  body: html,
});

/** A script, a style or data, whose name changes with its content. */
export const asset = (type: string, packed: Uint8Array): Answer => ({
  status: 200,
  headers: {
    ...ALWAYS,
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': type,
    'content-encoding': 'gzip',
  },
  body: packed,
});
