import type { IncomingMessage } from 'node:http';
import type { PluginService } from '../../../src/k8s/consoleplugin.ts';
import type { Target } from './forward.ts';
import type { PluginBackends } from './plugin-backends.ts';
import { type ConsoleUser, passesCsrf, type Session, type Sessions } from './sessions.ts';

/** What stands behind the console. */
export interface Backends {
  readonly apiServer: { readonly url: string; readonly ca: string };
  readonly tokens: Readonly<Record<ConsoleUser, string>>;
  readonly findPlugin: (name: string) => Promise<PluginBackends | undefined>;
  /** Where this process reaches a Service. */
  readonly addressOf: (namespace: string, service: string) => string | Promise<string>;
  /** PEM: who signs the certificates of Services. */
  readonly serviceCa: string;
}

export interface Refusal {
  readonly status: number;
  readonly text: string;
}

const unauthenticated: Refusal = { status: 401, text: 'Not logged in, or the session has expired' };
const badCsrf: Refusal = { status: 403, text: 'invalid CSRFToken' };

/** Where a request below /api/ goes, or why it goes nowhere. */
export async function findTarget(
  backends: Backends,
  sessions: Sessions,
  request: IncomingMessage,
): Promise<Target | Refusal> {
  const session = sessions.find(request.headers);
  const [, area, ...rest] = (request.url ?? '/').slice(1).split('/');
  const path = rest.join('/');
  if (area === 'kubernetes') return apiServerTarget(backends, session, request, path);
  if (area === 'plugins') return assetTarget(backends, session, request, path);
  if (area === 'proxy' && path.startsWith('plugin/')) {
    return proxyTarget(backends, session, request, path.slice('plugin/'.length));
  }
  return notFound(request);
}

function apiServerTarget(
  { apiServer, tokens }: Backends,
  session: Session | undefined,
  request: IncomingMessage,
  path: string,
): Target | Refusal {
  if (session === undefined) return unauthenticated;
  if (!passesCsrf(request.method ?? 'GET', request.headers, session)) return badCsrf;
  const { hostname, port } = new URL(apiServer.url);
  const token = tokens[session.user];
  return { address: hostname, port: Number(port), serverName: 'localhost', ca: apiServer.ca, path: `/${path}`, token };
}

/** Files of a plugin: for who is logged in, and only to read. */
async function assetTarget(
  backends: Backends,
  session: Session | undefined,
  request: IncomingMessage,
  path: string,
): Promise<Target | Refusal> {
  if (session === undefined) return unauthenticated;
  if (request.method !== 'GET') return { status: 405, text: 'Only GET is allowed' };
  const [name, rest] = split(path);
  const plugin = await backends.findPlugin(name);
  if (plugin === undefined) return notFound(request);
  return serviceTarget(backends, plugin.assets, plugin.assets.basePath + rest, undefined);
}

/** With UserToken the console looks who it is; without, anybody passes. */
async function proxyTarget(
  backends: Backends,
  session: Session | undefined,
  request: IncomingMessage,
  path: string,
): Promise<Target | Refusal> {
  const [name, behindName] = split(path);
  const [alias, rest] = split(behindName);
  const proxy = (await backends.findPlugin(name))?.proxies[alias];
  if (proxy === undefined) return notFound(request);
  if (!proxy.userToken) return serviceTarget(backends, proxy, `/${rest}`, undefined);
  if (session === undefined) return unauthenticated;
  if (!passesCsrf(request.method ?? 'GET', request.headers, session)) return badCsrf;
  return serviceTarget(backends, proxy, `/${rest}`, backends.tokens[session.user]);
}

async function serviceTarget(
  { addressOf, serviceCa }: Backends,
  { name, namespace, port }: PluginService,
  path: string,
  token: string | undefined,
): Promise<Target> {
  const address = await addressOf(namespace, name);
  const ca = serviceCa;
  const target = { address, port, serverName: `${name}.${namespace}.svc`, ca, path };
  return token === undefined ? target : { ...target, token };
}

function split(path: string): readonly [string, string] {
  const end = path.indexOf('/');
  return end < 0 ? [path, ''] : [path.slice(0, end), path.slice(end + 1)];
}

function notFound({ url }: IncomingMessage): Refusal {
  return { status: 404, text: `Nothing is served at ${url ?? '/'}` };
}
