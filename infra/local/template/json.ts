/** The values of a template, and functions that read a value as an object, a list or text. */
import { TemplateError } from './template-error.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** Whether a value is an object and not a list. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns an object as it is, and an empty one for an absent value. For another value it throws and names `where`. */
export function objectOf(value: Json | undefined, where: string): JsonObject {
  if (value === undefined) return {};
  if (isObject(value)) return value;
  throw new TemplateError(`${where}: expected an object, got ${JSON.stringify(value)}.`);
}

/** Returns a list as it is, and an empty one for an absent value. For another value it throws and names `where`. */
export function listOf(value: Json | undefined, where: string): Json[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new TemplateError(`${where}: expected a list, got ${JSON.stringify(value)}.`);
}

/** Returns the items of a list; any other value has no items. */
export function itemsOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : [];
}

/** Returns text as it is, an absent value as empty text, and any other value as JSON. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}
