import { Agent, request } from 'undici';
import { versionPath } from '../../contract/api-paths.ts';
import { pluginName } from './console-plugins.ts';

export interface ServiceAddress {
  /** `https://NAME.NAMESPACE.svc:PORT`, without a path. */
  readonly url: string;
  /** PEM of the CA that must have signed its certificate. */
  readonly ca: string;
  /** The version that the service must have. */
  readonly version: string;
}

/** Sends the requests of the console to the service, with the CA that the console trusts. Throws on a wrong response. */
export async function askService({ url, ca, version }: ServiceAddress, say: (line: string) => void): Promise<void> {
  const dispatcher = new Agent({ connect: { ca } });
  const check = async (path: string, isExpected: (body: string) => boolean): Promise<void> => {
    const answer = await request(url + path, { dispatcher, headersTimeout: 10_000, bodyTimeout: 10_000 });
    const body = await answer.body.text();
    if (answer.statusCode !== 200 || !isExpected(body)) {
      throw new Error(`${url}${path} responded unexpectedly with ${answer.statusCode}: ${body.trim().slice(0, 300)}`);
    }
    say(`${path}: ok`);
  };
  try {
    await check('/healthz', (body) => body.trim() === 'ok');
    await check('/plugin/plugin-manifest.json', (body) => fieldOf(body, 'name') === pluginName);
    await check(versionPath, (body) => fieldOf(body, 'version') === version);
  } finally {
    await dispatcher.close();
  }
}

function fieldOf(body: string, field: string): unknown {
  try {
    return (JSON.parse(body) as Record<string, unknown> | null)?.[field];
  } catch {
    return undefined;
  }
}
