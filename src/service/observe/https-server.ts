import { readFile } from 'node:fs/promises';
import { watch } from 'node:fs';
import type { RequestListener } from 'node:http';
import { type Server, createServer as createSecureServer } from 'node:https';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';

export interface ServerSettings {
  /** Folder with tls.crt and tls.key; the kubelet replaces them when the certificate is renewed. */
  readonly tlsDirectory: string;
  readonly address: string;
  readonly port: number;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Empty when the service can do its work; else what lacks. */
  readonly readiness: () => string;
}

/** Health, readiness and metrics over HTTPS. Resolves when it listens; the result stops it. */
export async function startServer(settings: ServerSettings): Promise<() => Promise<void>> {
  const server = createSecureServer(await readPair(settings.tlsDirectory), answer(settings));
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

async function renew(server: Server, { tlsDirectory, log }: ServerSettings): Promise<void> {
  try {
    server.setSecureContext(await readPair(tlsDirectory));
  } catch (error) {
    log.warn({ error: String(error) }, 'the serving certificate could not be read; the old one stays in use');
  }
}

async function readPair(directory: string): Promise<{ cert: Buffer; key: Buffer }> {
  const [cert, key] = await Promise.all([readFile(join(directory, 'tls.crt')), readFile(join(directory, 'tls.key'))]);
  return { cert, key };
}

function answer({ metrics, readiness, log }: ServerSettings): RequestListener {
  return (request, response) => {
    const path = request.url?.split('?')[0];
    const say = (code: number, text: string, contentType = 'text/plain; charset=utf-8'): void => {
      response.writeHead(code, { 'content-type': contentType }).end(text);
    };
    if (request.method !== 'GET') say(405, 'only GET is answered here\n');
    else if (path === '/healthz') say(200, 'ok\n');
    else if (path === '/readyz') {
      const lacks = readiness();
      say(lacks === '' ? 200 : 503, lacks === '' ? 'ok\n' : `${lacks}\n`);
    } else if (path === '/metrics') {
      metrics.registry.metrics().then(
        (text) => {
          say(200, text, metrics.registry.contentType);
        },
        (error: unknown) => {
          log.error({ error: String(error) }, 'metrics could not be collected');
          say(500, 'metrics could not be collected\n');
        },
      );
    } else say(404, 'nothing is served here but /healthz, /readyz and /metrics\n');
  };
}
