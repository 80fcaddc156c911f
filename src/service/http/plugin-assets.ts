import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Rejection } from './rejection.ts';

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

/** Webpack's content hash: the content of such a file never changes. */
const hashed = /[.-][0-9a-f]{16,}\./;

/** Already compressed. */
const isPicture = /^(image\/png|font\/)/;

const segment = /^[\w@+-][\w.@+-]*$/;

const compress = promisify(gzip);

/**
 * A file of the built console plugin, compressed if the browser accepts that: consoles forward its headers both ways.
 * Files without a hash are revalidated each time, because an old manifest would load files that an update removed.
 */
export async function pluginAsset(directory: string, path: string, acceptEncoding = ''): Promise<Response> {
  const segments = path.split('/');
  const contentType = contentTypes[extname(path)];
  if (contentType === undefined || !segments.every((name) => segment.test(name))) throw missing(path);
  const file = await readFile(join(directory, ...segments)).catch(() => undefined);
  if (file === undefined) throw missing(path);
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

function missing(path: string): Rejection {
  return new Rejection(404, 'NotFound', `The console plugin has no file ${JSON.stringify(path.slice(0, 200))}.`);
}
