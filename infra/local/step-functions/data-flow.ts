/** How data passes through a state: InputPath, Parameters, ResultSelector, ResultPath and OutputPath. */
import { type Json, textOf } from '../template/json.ts';
import { type PathReader, fillPayloadTemplate, pathReader, placeAt } from './json-path.ts';
import { StateError } from './state-error.ts';

/** The value that a path may choose from: the state's data and the context object. */
export type PathSource = { readonly data: Json; readonly context: Json };

/** Applies InputPath, OutputPath or ItemsPath. The path null gives an empty object, an absent path all data. */
export function selectData(path: Json | undefined, { data, context }: PathSource, where: string): Json {
  if (path === null) return {};
  const value = path === undefined ? data : pathReader(data, context)(textOf(path));
  if (value === undefined) throw new StateError('States.Runtime', `${where}: ${textOf(path)} leads nowhere.`);
  return value;
}

/** Applies ResultPath: puts a result into the input. The path null drops the result, an absent path drops the input. */
export function placeResult(input: Json, path: Json | undefined, result: Json): Json {
  if (path === null) return input;
  return path === undefined ? result : placeAt(input, textOf(path), result);
}

/** Fills a payload template: Parameters, ResultSelector or ItemSelector of the state that `where` names. */
export function fillPayload(template: Json, read: PathReader, where: string): Json {
  return fillPayloadTemplate(template, read, (path) => {
    throw new StateError('States.ParameterPathFailure', `State ${where}: the path ${path} leads nowhere.`);
  });
}

/** A state's output may have this many bytes, in the cloud and here. */
const DATA_LIMIT = 262_144;

/** Throws for an output that is too large. */
export function checkSize(output: Json, where: string): void {
  const size = Buffer.byteLength(JSON.stringify(output));
  if (size <= DATA_LIMIT) return;
  throw new StateError(
    'States.DataLimitExceeded',
    `State ${where} returned ${size} bytes, the limit is ${DATA_LIMIT}. Put the data in a bucket and pass its key.`,
  );
}
