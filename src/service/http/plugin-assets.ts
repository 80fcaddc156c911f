import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Refusal } from './refusal.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

/** Webpack's content hash: such a file never changes under its name. */
const hashed = /[.-][0-9a-f]{16,}\./;

const segment = /^[\w@+-][\w.@+-]*$/;

/**
 * A file of the built console plugin. What is unhashed is asked for again each time: an old manifest would load files
 * that an update has taken away.
 */
export async function pluginAsset(directory: string, path: string): Promise<Response> {
  const segments = path.split('/');
  const contentType = contentTypes[extname(path)];
  if (contentType === undefined || !segments.every((name) => segment.test(name))) throw notThere(path);
  const body = await readFile(join(directory, ...segments)).catch(() => undefined);
  if (body === undefined) throw notThere(path);
  return new Response(new Uint8Array(body), {
    headers: {
      'content-type': contentType,
      'cache-control': hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
    },
  });
}

function notThere(path: string): Refusal {
  return new Refusal(404, 'NotFound', `The console plugin has no file ${JSON.stringify(path.slice(0, 200))}.`);
}
