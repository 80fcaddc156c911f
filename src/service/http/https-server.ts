import { getRequestListener } from '@hono/node-server';
import { watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Server, createServer as createSecureServer } from 'node:https';
import { join } from 'node:path';
import type { Logger } from 'pino';

/** Timeout for receiving a request, headers and body: the longest body is a few kilobytes. */
const arrivalMilliseconds = 60_000;

export interface ListenerSettings {
  /** Folder with tls.crt and tls.key; the kubelet replaces them when the certificate is renewed. */
  readonly tlsDirectory: string;
  readonly address: string;
  readonly port: number;
  readonly log: Logger;
}

/** Starts the HTTPS server. Resolves when it listens, with a function that stops it and closes open streams. */
export async function startServer(
  settings: ListenerSettings,
  answer: (request: Request) => Response | Promise<Response>,
): Promise<() => Promise<void>> {
  const listener = getRequestListener(answer);
  const server = createSecureServer(await readPair(settings.tlsDirectory), (request, response) => {
    void listener(request, response);
  });
  server.headersTimeout = arrivalMilliseconds;
  server.requestTimeout = arrivalMilliseconds;
  const watcher = watch(settings.tlsDirectory, () => void renew(server, settings));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.address, resolve);
  });
  settings.log.info({ port: settings.port }, 'listening');
  return () => {
    watcher.close();
    server.closeAllConnections();
    return new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  };
}

async function renew(server: Server, { tlsDirectory, log }: ListenerSettings): Promise<void> {
  try {
    server.setSecureContext(await readPair(tlsDirectory));
  } catch (error) {
    log.warn(
      { error: String(error) },
      'the serving certificate could not be read; the previous certificate stays in use',
    );
  }
}

async function readPair(directory: string): Promise<{ cert: Buffer; key: Buffer }> {
  const [cert, key] = await Promise.all([readFile(join(directory, 'tls.crt')), readFile(join(directory, 'tls.key'))]);
  return { cert, key };
}
