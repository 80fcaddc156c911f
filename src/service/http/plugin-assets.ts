import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
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

/** They are compressed already. */
const isPicture = /^(image\/png|font\/)/;

const segment = /^[\w@+-][\w.@+-]*$/;

const compress = promisify(gzip);

/**
 * A file of the built console plugin, compressed where the browser takes that: consoles hand its headers on, both ways.
 * What is unhashed is asked for again each time: an old manifest would load files that an update has taken away.
 */
export async function pluginAsset(directory: string, path: string, acceptEncoding = ''): Promise<Response> {
  const segments = path.split('/');
  const contentType = contentTypes[extname(path)];
  if (contentType === undefined || !segments.every((name) => segment.test(name))) throw notThere(path);
  const file = await readFile(join(directory, ...segments)).catch(() => undefined);
  if (file === undefined) throw notThere(path);
  const compressed = !isPicture.test(contentType) && /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(acceptEncoding);
  return new Response(new Uint8Array(compressed ? await compress(file) : file), {
    headers: {
      'content-type': contentType,
      'cache-control': hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
      vary: 'accept-encoding',
      ...(compressed && { 'content-encoding': 'gzip' }),
    },
  });
}

function notThere(path: string): Refusal {
  return new Refusal(404, 'NotFound', `The console plugin has no file ${JSON.stringify(path.slice(0, 200))}.`);
}
