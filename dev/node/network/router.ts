import { type IncomingMessage, type ServerResponse, createServer, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { backendPort, findBackend } from './backend.ts';
import type { ClusterStores } from '../cluster-stores.ts';
import type { Endpoint, ServiceEndpoints } from './service-endpoints.ts';

/** One HTTP port for all Routes and Ingresses: the Host header picks. The pods get the TLS that they expect. */
export async function startRouter(
  stores: ClusterStores,
  endpoints: ServiceEndpoints,
): Promise<{ readonly url: string; stop(): void }> {
  const server = createServer((request, response) => {
    const target = findTarget(request, stores, endpoints);
    if (typeof target === 'string') response.writeHead(503, { 'content-type': 'text/plain' }).end(`${target}\n`);
    else forward(request, response, target);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Target extends Endpoint {
  readonly secure: boolean;
  readonly name: string;
}

/** A pod, or why there is none. */
function findTarget(request: IncomingMessage, stores: ClusterStores, endpoints: ServiceEndpoints): Target | string {
  const name = (request.headers.host ?? '').replace(/:\d+$/, '');
  const objects = { routes: stores.routes.values(), ingresses: stores.ingresses.values() };
  const backend = findBackend(name, request.url ?? '/', objects);
  if (backend === undefined) return `no Route and no Ingress has the host ${name}`;
  const where = `${backend.via}: Service ${backend.namespace}/${backend.service}`;
  const service = endpoints.service(backend.namespace, backend.service);
  if (service === undefined) return `${where} does not exist`;
  const port = backendPort(service, backend.port);
  if (port === undefined) return `${where} has no port ${String(backend.port)}`;
  const [endpoint] = endpoints.ready(service, port);
  if (endpoint === undefined) return `${where} has no ready pod`;
  return { ...endpoint, secure: backend.secure, name };
}

function forward(request: IncomingMessage, response: ServerResponse, { host, port, secure, name }: Target): void {
  const send = secure ? httpsRequest : httpRequest;
  const onward = send({
    host,
    port,
    method: request.method,
    path: request.url,
    headers: { ...request.headers, 'x-forwarded-host': name, 'x-forwarded-proto': 'https' },
    agent: false,
    ...(secure && { rejectUnauthorized: false, servername: name }),
  });
  onward.once('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.once('error', (error) => {
    if (!response.headersSent) response.writeHead(502, { 'content-type': 'text/plain' });
    response.end(`the pod at ${host}:${port} did not answer: ${error.message}\n`);
  });
  response.once('close', () => onward.destroy());
  request.pipe(onward);
}
