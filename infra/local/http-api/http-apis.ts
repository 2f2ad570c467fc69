/**
 * The HTTP APIs of the template, as far as a function stands behind their routes. All of them share the endpoint, so
 * their routes must begin with a folder that no bucket can be called: of fewer than three characters.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RequestHandler, readBody } from '../endpoint/request.ts';
import type { Functions } from '../functions/functions.ts';
import { textOf } from '../template/json.ts';
import type { ResolvedResource } from '../template/resolved-template.ts';
import { TemplateError } from '../template/template-error.ts';

/** How to start the HTTP APIs. */
export type HttpApisOptions = {
  readonly routes: readonly ResolvedResource[];
  readonly integrations: readonly ResolvedResource[];
  readonly functions: Functions;
  /** Gets what went wrong. */
  readonly log: (line: string) => void;
};

/** The running HTTP APIs. */
export type HttpApis = {
  /** Whether a request is for one of them. */
  owns(request: IncomingMessage): boolean;
  /** Answers a request that is theirs. */
  readonly handle: RequestHandler;
};

/** A route `GET /t/{proxy+}`, and the function that it leads to. */
type Route = { readonly key: string; readonly method: string; readonly prefix: string; readonly functionArn: string };

/** What a function gives back (payload format 2.0). */
type Answer = {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly isBase64Encoded?: boolean;
};

/** Starts the HTTP APIs. @throws TemplateError for a route that cannot run here */
export function startHttpApis({ routes, integrations, functions, log }: HttpApisOptions): HttpApis {
  const known = routes.map((route) => readRoute(route, integrations));
  const routeOf = ({ url = '/' }: IncomingMessage): Route[] => known.filter(({ prefix }) => url.startsWith(prefix));
  return {
    owns: (request) => routeOf(request).length > 0,
    handle: async (request, response) => {
      const route = routeOf(request).find(({ method }) => method === request.method);
      if (route === undefined) return send(response, { statusCode: 404, body: '{"message":"Not Found"}' });
      const event = eventOf(request, route, await readBody(request));
      try {
        send(response, (await functions.find(route.functionArn, route.key).invoke(event)) as Answer);
      } catch (error) {
        log(`${route.key} failed: ${String(error)}`);
        send(response, { statusCode: 500, body: '{"message":"Internal Server Error"}' });
      }
    },
  };
}

function readRoute({ logicalId, properties }: ResolvedResource, integrations: readonly ResolvedResource[]): Route {
  const key = textOf(properties['RouteKey']);
  const [, method, prefix] = /^(GET|POST) (\/\w{1,2}\/)\{proxy\+\}$/.exec(key) ?? [];
  const target = textOf(properties['Target']).split('/').at(-1);
  const integration = integrations.find(({ ref }) => ref === target);
  if (method === undefined || prefix === undefined || integration === undefined)
    throw new TemplateError(
      `Route ${logicalId} has the key ${key}. Here a route is GET or POST of /<one or two letters>/{proxy+}, ` +
        'and leads to an integration of the template.',
    );
  if (textOf(integration.properties['PayloadFormatVersion']) !== '2.0')
    throw new TemplateError(`Integration ${integration.logicalId}: only payload format 2.0 runs here.`);
  return { key, method, prefix, functionArn: textOf(integration.properties['IntegrationUri']) };
}

/** The request as a function gets it (payload format 2.0), as far as functions read it. */
function eventOf(request: IncomingMessage, { key, method }: Route, body: Buffer): object {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  return {
    version: '2.0',
    routeKey: key,
    rawPath: pathname,
    rawQueryString: searchParams.toString(),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    ...(searchParams.size > 0 ? { queryStringParameters: Object.fromEntries(searchParams) } : {}),
    requestContext: { http: { method, path: pathname, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1' } },
    ...(body.length > 0 ? { body: body.toString('base64') } : {}),
    isBase64Encoded: body.length > 0,
  };
}

function send(response: ServerResponse, { statusCode = 200, headers = {}, body = '', isBase64Encoded }: Answer): void {
  const content = Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8');
  response.writeHead(statusCode, {
    'content-type': 'application/json',
    ...headers,
    'content-length': String(content.length),
  });
  response.end(content);
}
