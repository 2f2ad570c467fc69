/**
 * Node's `http` as the bundles have it. An import of `node:http` reads all of its exports, and those of web sockets load
 * undici, which no function uses: that took a third of a cold start.
 */
const http = process.getBuiltinModule('node:http');

export const { Agent, request } = http;
export default http;
