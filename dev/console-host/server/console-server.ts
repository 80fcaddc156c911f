import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Backends, findTarget, type Refusal } from './backend-routes.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { forward, forwardUpgrade } from './forward.ts';
import { indexPage, staticFile } from './page-files.ts';
import { securityHeaders } from './proxied-headers.ts';
import { type ConsoleUser, consoleUsers, Sessions } from './sessions.ts';

export interface ConsoleServerOptions extends Backends {
  /** 0: any free one. */
  readonly port: number;
  /** Folder of the built page. */
  readonly pageDirectory: string;
  /** Which plugins the page shall load, by name. */
  readonly plugins: () => Promise<readonly string[]>;
}

export interface ConsoleServer {
  readonly url: string;
  /** Ends the user's sessions, as time does. */
  expire(user: ConsoleUser): void;
  stop(): Promise<void>;
}

const loginPrefix = '/auth/login/';
/** Plugins ask for `>=4.19.0-0`. */
const releaseVersion = '4.22.3';

/** What the console's own server does between the browser, the API server and the plugin's Service. */
export async function startConsoleServer(options: ConsoleServerOptions): Promise<ConsoleServer> {
  const sessions = new Sessions();
  const server = createServer((request, response) => {
    answer(options, sessions, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendText(response, { status: 502, text: String(error) });
    });
  });
  server.on('upgrade', (request, socket, head) => {
    upgrade(options, sessions, { request, socket, head }).catch(() => socket.destroy());
  });
  await listen(server, options.port);
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    expire: (user) => {
      sessions.expire(user);
    },
    stop: () => close(server),
  };
}

async function answer(
  options: ConsoleServerOptions,
  sessions: Sessions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? '/';
  if (path.startsWith(loginPrefix)) {
    logIn(sessions, path.slice(loginPrefix.length), response);
    return;
  }
  if (path.startsWith('/api/')) {
    const target = await findTarget(options, sessions, request);
    if ('status' in target) sendText(response, target);
    else forward(request, response, target);
    return;
  }
  await sendPage(options, sessions, request, response);
}

/** A file of the page, or the page itself; who is not logged in is sent to a login. */
async function sendPage(
  { pageDirectory, plugins }: ConsoleServerOptions,
  sessions: Sessions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url ?? '/';
  const user = sessions.find(request.headers)?.user;
  const file = await staticFile(pageDirectory, path);
  if (file === undefined && path.startsWith('/static/')) {
    sendText(response, { status: 404, text: `Nothing is served at ${path}` });
    return;
  }
  if (file === undefined && user === undefined) {
    // An icon that a browser looks for by itself must not log anybody in.
    if (request.headers.accept?.includes('text/html') !== true) {
      sendText(response, { status: 401, text: 'Not logged in' });
      return;
    }
    const login = `${loginPrefix}${sessions.nextToLogIn(request.headers)}`;
    response.writeHead(303, { location: `${login}?then=${encodeURIComponent(path)}` }).end();
    return;
  }
  const nonce = randomBytes(16).toString('base64');
  const { contentType, body } =
    file ?? indexPage({ basePath: '/', releaseVersion, plugins: await plugins(), user: user ?? '' }, nonce);
  const headers = { ...securityHeaders, 'content-security-policy': contentSecurityPolicy(nonce) };
  response.writeHead(200, { ...headers, 'content-type': contentType, 'cache-control': 'no-cache' }).end(body);
}

async function upgrade(
  options: ConsoleServerOptions,
  sessions: Sessions,
  { request, socket, head }: { request: IncomingMessage; socket: Duplex; head: Buffer },
): Promise<void> {
  const target = await findTarget(options, sessions, request);
  if ('status' in target) socket.end(`HTTP/1.1 ${target.status} Refused\r\nConnection: close\r\n\r\n`);
  else forwardUpgrade(request, socket, head, target);
}

/** `/auth/login/USER?then=/where/to/go`: only to an address of this console. */
function logIn(sessions: Sessions, rest: string, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(rest, 'http://localhost');
  const name = pathname.slice(1);
  const user = consoleUsers.find((one) => one === name);
  const then = searchParams.get('then') ?? '/';
  const location = /^\/(?![/\\])/.test(then) ? then : '/';
  if (user === undefined) sendText(response, { status: 404, text: `There is no user ${name}` });
  else response.writeHead(303, { location, 'set-cookie': [...sessions.logIn(user)] }).end();
}

function sendText(response: ServerResponse, { status, text }: Refusal): void {
  response.writeHead(status, { ...securityHeaders, 'content-type': 'text/plain' }).end(text);
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, 'localhost', resolve);
  });
}

async function close(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
