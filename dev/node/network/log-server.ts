import type { ServerResponse } from 'node:http';
import { type Server, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificates.ts';
import type { ContainerLog, LogLine } from '../containers/container-log.ts';
import { type LogRequest, parseLogRequest, renderLine, selectLines } from './log-request.ts';

/** The log of a container, undefined when there is none (yet). */
export type FindLog = (request: LogRequest) => ContainerLog | undefined;

/** Answers what the API server asks a kubelet for `kubectl logs`: GET /containerLogs/NAMESPACE/POD/CONTAINER. */
export async function startLogServer(
  certificate: Certificate,
  findLog: FindLog,
): Promise<{ server: Server; port: number }> {
  const server = createServer({ cert: certificate.certificate, key: certificate.key }, (request, response) => {
    answer(request.url ?? '', response, findLog).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

async function answer(url: string, response: ServerResponse, findLog: FindLog): Promise<void> {
  const request = parseLogRequest(url);
  if (request === undefined) {
    response.writeHead(404).end('this node answers /containerLogs alone\n');
    return;
  }
  const log = findLog(request);
  if (log === undefined) {
    const which = request.previous ? 'previous terminated container' : 'container';
    response.writeHead(400).end(`${which} "${request.container}" in pod "${request.pod}" has no log\n`);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/plain', 'transfer-encoding': 'chunked' });
  await send(request, log, response);
}

async function send(request: LogRequest, log: ContainerLog, response: ServerResponse): Promise<void> {
  let left = request.limitBytes ?? Infinity;
  const write = (line: LogLine) => {
    const bytes = Buffer.from(renderLine(line, request)).subarray(0, left);
    left -= bytes.length;
    if (bytes.length > 0) response.write(bytes);
  };
  const waiting: LogLine[] = [];
  let deliver = (line: LogLine): void => void waiting.push(line);
  const unfollow = request.follow
    ? log.follow((line) => {
        deliver(line);
      })
    : () => undefined;
  response.once('close', unfollow);
  for (const line of selectLines(await log.lines(), request, Date.now())) write(line);
  for (const line of waiting) write(line);
  deliver = write;
  if (request.follow) await log.ended;
  response.end();
}
