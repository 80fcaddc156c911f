import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { request } from 'node:https';
import type { Duplex } from 'node:stream';
import { forwardedRequestHeaders, forwardedResponseHeaders } from './proxied-headers.ts';

/** A TLS server, reached at an address that its certificate need not name. */
export interface Target {
  readonly address: string;
  readonly port: number;
  /** What its certificate must be for. */
  readonly serverName: string;
  /** PEM: who must have signed it. */
  readonly ca: string;
  readonly path: string;
  /** Absent: the request's own Authorization passes. */
  readonly token?: string;
}

/** Hands a request on and streams both bodies, without any time limit: streams and watches stay open. */
export function forward(incoming: IncomingMessage, response: ServerResponse, target: Target): void {
  const outgoing = request(optionsOf(incoming, target), (answer) => {
    response.writeHead(answer.statusCode ?? 502, forwardedResponseHeaders(answer.headers));
    response.flushHeaders();
    answer.pipe(response);
    answer.once('error', () => response.destroy());
  });
  outgoing.once('error', (error) => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502, { 'content-type': 'text/plain' }).end(`Bad gateway: ${error.message}`);
  });
  response.once('close', () => outgoing.destroy());
  incoming.pipe(outgoing);
}

/** Hands a WebSocket on. What the target answers to the handshake is passed as it comes, a refusal too. */
export function forwardUpgrade(incoming: IncomingMessage, browser: Duplex, head: Buffer, target: Target): void {
  // The console says this to every backend; the API server refuses a handshake without any Origin.
  const origin = 'http://localhost';
  const upgrade = { connection: 'Upgrade', upgrade: incoming.headers.upgrade ?? 'websocket', origin };
  const outgoing = request(optionsOf(incoming, target, upgrade));
  outgoing.once('upgrade', (answer, backend, first) => {
    browser.write(statusAndHeaders(answer));
    backend.write(head);
    browser.write(first);
    backend.pipe(browser).pipe(backend);
    backend.once('error', () => browser.destroy());
    backend.once('close', () => browser.destroy());
    browser.once('close', () => backend.destroy());
  });
  outgoing.once('response', (answer) => {
    browser.end(`HTTP/1.1 ${answer.statusCode ?? 502} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    answer.destroy();
  });
  outgoing.once('error', () => browser.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\n'));
  browser.once('error', () => outgoing.destroy());
  outgoing.end();
}

function optionsOf(incoming: IncomingMessage, target: Target, more: OutgoingHttpHeaders = {}): object {
  const { address: host, port, serverName: servername, ca, path, token } = target;
  const headers = { ...forwardedRequestHeaders(incoming.headers, token), host: `${servername}:${port}`, ...more };
  return { host, port, servername, ca, path, method: incoming.method, headers };
}

function statusAndHeaders(answer: IncomingMessage): string {
  const lines = answer.rawHeaders.flatMap((name, index, all) =>
    index % 2 === 0 ? [`${name}: ${all[index + 1]}`] : [],
  );
  return [`HTTP/1.1 101 Switching Protocols`, ...lines, '', ''].join('\r\n');
}
