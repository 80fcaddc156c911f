import { Agent, request } from 'undici';
import { versionPath } from '../../contract/api-paths.ts';
import { pluginName } from './console-plugins.ts';

export interface ServiceToAsk {
  /** `https://NAME.NAMESPACE.svc:PORT`, without a path. */
  readonly url: string;
  /** PEM: who must have signed its certificate. */
  readonly ca: string;
  /** Which the service must be of. */
  readonly version: string;
}

/** Asks the service what the console will ask it, and trusts whom the console trusts. Throws with what is wrong. */
export async function askService({ url, ca, version }: ServiceToAsk, say: (line: string) => void): Promise<void> {
  const dispatcher = new Agent({ connect: { ca } });
  const ask = async (path: string, right: (body: string) => boolean): Promise<void> => {
    const answer = await request(url + path, { dispatcher, headersTimeout: 10_000, bodyTimeout: 10_000 });
    const body = await answer.body.text();
    if (answer.statusCode !== 200 || !right(body)) {
      throw new Error(`${url}${path} answers ${answer.statusCode}: ${body.trim().slice(0, 300)}`);
    }
    say(`${path}: as it should be`);
  };
  try {
    await ask('/healthz', (body) => body.trim() === 'ok');
    await ask('/plugin/plugin-manifest.json', (body) => fieldOf(body, 'name') === pluginName);
    await ask(versionPath, (body) => fieldOf(body, 'version') === version);
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
