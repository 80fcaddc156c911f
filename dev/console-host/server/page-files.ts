import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

export interface Page {
  readonly contentType: string;
  readonly body: string | Buffer;
}

/** What the page is told by the server, as the console does it. */
export interface ServerFlags {
  /** `/`: the SDK puts it before the paths that it asks for. */
  readonly basePath: string;
  readonly releaseVersion: string;
  /** Those that are enabled. */
  readonly plugins: readonly string[];
  readonly user: string;
}

const staticPrefix = '/static/';
const contentTypes: Readonly<Partial<Record<string, string>>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** A file of the built page below /static/, or undefined when there is no such one. */
export async function staticFile(directory: string, path: string): Promise<Page | undefined> {
  if (!path.startsWith(staticPrefix)) return undefined;
  const relative = normalize(path.slice(staticPrefix.length).replace(/\?.*$/, ''));
  if (relative.startsWith('..')) return undefined;
  const body = await readFile(join(directory, relative)).catch(() => undefined);
  return body && { contentType: contentTypes[extname(relative)] ?? 'application/octet-stream', body };
}

/** The page for every address of the console; only the script with the nonce may stand in it. */
export function indexPage(flags: ServerFlags, nonce: string): Page {
  const json = JSON.stringify(flags).replaceAll('<', '\\u003c');
  const body = `<!doctype html>
<html lang="en" class="pf-v6-theme-light">
  <head>
    <meta charset="utf-8" />
    <title>Console</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/static/patternfly.css" />
    <link rel="stylesheet" href="/static/patternfly-addons.css" />
    <script nonce="${nonce}">window.SERVER_FLAGS = ${json}</script>
    <script src="/static/page.js" defer></script>
  </head>
  <body>
    <div id="app"></div>
  </body>
</html>
`;
  return { contentType: 'text/html; charset=utf-8', body };
}
