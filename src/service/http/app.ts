import { type Context, Hono } from 'hono';
import type { Logger } from 'pino';
import { openApiPath, pluginVersionHeader, serviceVersionHeader, versionPath } from '../../contract/api-paths.ts';
import type { ServiceVersion } from '../../contract/event-list.ts';
import type { Metrics } from '../observe/metrics.ts';
import { callerOf } from './caller.ts';
import { readEcosystemPath } from './ecosystem-path.ts';
import { type ApiDependencies, ecosystemRoutes } from './ecosystem-routes.ts';
import { openApi } from './open-api.ts';
import { pluginAsset } from './plugin-assets.ts';
import { Rejection, statusOfError } from './rejection.ts';

export interface AppSettings extends ApiDependencies {
  readonly version: string;
  /** Folder of the built console plugin. Without it, its files are answered with 404. */
  readonly pluginDirectory: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** Empty when the service is ready; otherwise the reason why it is not. */
  readonly readiness: () => string;
}

const pluginPrefix = '/plugin/';

/** The HTTPS endpoints: health, metrics, the console plugin's files and the API. */
export function createApp(settings: AppSettings): Hono {
  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    context.header(serviceVersionHeader, settings.version);
    if (context.res.headers.get('cache-control') === null) context.header('cache-control', 'no-store');
  });
  app.all('*', (context) => answer(context, settings));
  app.onError((error, context) => {
    const { code, body } = statusOfError(error);
    if (code >= 500) settings.log.error({ path: context.req.path, error: error.message }, 'the request failed');
    return new Response(JSON.stringify(body), {
      status: code,
      headers: { 'content-type': 'application/json; charset=utf-8' },
    });
  });
  return app;
}

async function answer(context: Context, settings: AppSettings): Promise<Response> {
  const path = pathAsSent(context.req.raw.url);
  const target = readEcosystemPath(path);
  if (target !== undefined) {
    const answers = ecosystemRoutes[target.part];
    const handler = answers[context.req.method];
    if (handler === undefined) throw notAllowed(Object.keys(answers));
    if (context.req.method !== 'GET') rejectOtherPlugin(context, settings.version);
    return handler(context, settings, callerOf(settings.service, context.req.raw.headers), target);
  }
  if (context.req.method !== 'GET') throw notAllowed(['GET']);
  return getOnly(context, settings, path);
}

/** Checks the path before it is decoded: a name with an encoded slash must not become another path. */
function pathAsSent(url: string): string {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '').split(/[?#]/)[0] ?? '/';
  if (/%2f|%5c|%00|\\|\/\.\.?(\/|$)/i.test(path)) {
    throw new Rejection(400, 'BadRequest', 'The path contains an encoded separator or a segment "." or "..".');
  }
  return path;
}

async function getOnly(context: Context, settings: AppSettings, path: string): Promise<Response> {
  if (path.startsWith(pluginPrefix)) {
    return pluginAsset(
      settings.pluginDirectory,
      path.slice(pluginPrefix.length),
      context.req.header('accept-encoding'),
    );
  }
  switch (path) {
    case '/healthz':
      return context.text('ok\n');
    case '/readyz': {
      const reason = settings.readiness();
      return context.text(reason === '' ? 'ok\n' : `${reason}\n`, reason === '' ? 200 : 503);
    }
    case '/metrics':
      return new Response(await settings.metrics.registry.metrics(), {
        headers: { 'content-type': settings.metrics.registry.contentType },
      });
    case versionPath:
      return context.json({ version: settings.version, api: 'v1' } satisfies ServiceVersion);
    case openApiPath:
      return context.json(openApi(settings.version));
    default:
      throw new Rejection(
        404,
        'NotFound',
        `Path ${path.slice(0, 200)} does not exist. The API is described at ${openApiPath}.`,
      );
  }
}

function notAllowed(methods: readonly string[]): Rejection {
  return new Rejection(405, 'MethodNotAllowed', `This path supports only ${methods.join(', ')}.`);
}

/** A page that was loaded before an update may send requests with another meaning. */
function rejectOtherPlugin(context: Context, version: string): void {
  const plugin = context.req.header(pluginVersionHeader);
  if (plugin === undefined || plugin === version) return;
  const message = `The page has version ${plugin}, but the service has version ${version}. Reload the page, then try again.`;
  throw new Rejection(409, 'ReloadNeeded', message);
}
