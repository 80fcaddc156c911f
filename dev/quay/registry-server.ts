import { once } from 'node:events';
import { type IncomingMessage, type RequestListener, type Server, type ServerResponse, createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { QuayConfig } from './quay-config.ts';
import type { Generation, RegistryDatabase } from './registry-database.ts';

export interface RegistryServerOptions {
  readonly generation: Generation;
  readonly database: RegistryDatabase;
  /** HTTPS on port 8443 only with a pair, as Quay's own nginx. */
  readonly certificate?: QuayConfig['certificate'];
  readonly address: string;
}

const plainPort = 8080;
const securePort = 8443;

/** Answers health checks and what a test wants to know, from the rows of the database. */
export async function startRegistryServer(options: RegistryServerOptions): Promise<{ stop(): void }> {
  const handler: RequestListener = (request, response) => {
    respond(request, response, options).catch((error: unknown) => {
      json(response, 500, { error: error instanceof Error ? error.message : String(error) });
    });
  };
  const { certificate, address } = options;
  const servers = [
    await listening(createServer(handler), plainPort, address),
    ...(certificate ? [await listening(createSecureServer(certificate, handler), securePort, address)] : []),
  ];
  return {
    stop: () => {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

async function listening(server: Server, port: number, address: string): Promise<Server> {
  server.listen(port, address);
  await once(server, 'listening');
  return server;
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { generation, database }: RegistryServerOptions,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://registry');
  switch (`${request.method ?? ''} ${pathname}`) {
    case 'GET /': {
      json(response, 200, {});
      return;
    }
    case 'GET /health/instance':
    case 'GET /health/endtoend': {
      health(response, await database.answers());
      return;
    }
    case 'GET /repositories': {
      json(response, 200, {
        generation,
        alembic: await database.revision(),
        repositories: await database.repositories(),
      });
      return;
    }
    case 'POST /push': {
      json(response, 201, await database.push(`pushed-${Date.now()}`));
      return;
    }
    default: {
      json(response, 404, { error: `${pathname} is not simulated here` });
      return;
    }
  }
}

function health(response: ServerResponse, database: boolean): void {
  const others = { auth: true, disk_space: true, registry_gunicorn: true, service_key: true, web_gunicorn: true };
  const status = database ? 200 : 503;
  json(response, status, { data: { services: { ...others, database } }, status_code: status });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
