import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { workerEnvironment } from '../contract/worker.ts';
import type { ReportSink } from './progress-reporter.ts';
import type { Environment } from './worker-environment.ts';
import { WorkerFailure, reasonOf } from './worker-failure.ts';

const account = '/var/run/secrets/kubernetes.io/serviceaccount';

interface Patience {
  /** Where the token is. */
  readonly account?: string;
  /** Milliseconds until a report that must be written is given up, and between two attempts. */
  readonly patience?: number;
  readonly pause?: number;
}

/** Reports go nowhere when the worker is run by hand: the log has them. */
export const noReports: ReportSink = { tell: () => Promise.resolve(), write: () => Promise.resolve() };

/** The progress ConfigMap of the pod's namespace, through the pod's own ServiceAccount; undefined outside a cluster. */
export async function openProgressConfigMap(env: Environment): Promise<ProgressConfigMap | undefined> {
  const name = env[workerEnvironment.progressConfigMap] ?? '';
  if (name === '') return undefined;
  const host = env.KUBERNETES_SERVICE_HOST ?? '';
  const port = env.KUBERNETES_SERVICE_PORT ?? '443';
  const namespace = env[workerEnvironment.podNamespace] ?? '';
  const ca = await readFile(`${account}/ca.crt`, 'utf8');
  const path = `/api/v1/namespaces/${namespace}/configmaps/${name}`;
  return new ProgressConfigMap(`https://${host.includes(':') ? `[${host}]` : host}:${port}${path}`, ca);
}

export class ProgressConfigMap implements ReportSink {
  readonly #url: string;
  readonly #agent: Agent;
  readonly #manner: Required<Patience>;
  /** The log says once that progress is not heard, not every second. */
  #unheard = false;

  constructor(url: string, ca: string, manner: Patience = {}) {
    this.#url = url;
    this.#manner = { account, patience: 120_000, pause: 1000, ...manner };
    this.#agent = new Agent({ connect: { ca }, connections: 1 });
  }

  async tell(key: string, report: unknown): Promise<void> {
    try {
      await this.#patch(key, report);
      this.#unheard = false;
    } catch (error) {
      if (!this.#unheard) console.log(`${key} could not be told: ${reasonOf(error)}`);
      this.#unheard = true;
    }
  }

  async write(key: string, report: unknown): Promise<void> {
    const deadline = Date.now() + this.#manner.patience;
    for (;;) {
      try {
        await this.#patch(key, report);
        return;
      } catch (error) {
        if (Date.now() > deadline) throw new WorkerFailure(`${key} could not be written: ${reasonOf(error)}`);
        await sleep(this.#manner.pause);
      }
    }
  }

  /** A report that an earlier Job has written; undefined when there is none. */
  async read(key: string): Promise<unknown> {
    const configMap = (await this.#send('GET')) as { data?: Record<string, string> };
    const text = configMap.data?.[key];
    return text === undefined ? undefined : JSON.parse(text);
  }

  async #patch(key: string, report: unknown): Promise<void> {
    await this.#send('PATCH', JSON.stringify({ data: { [key]: JSON.stringify(report) } }));
  }

  async #send(method: 'GET' | 'PATCH', content?: string): Promise<unknown> {
    // Read each time: the kubelet replaces the token before it runs out.
    const token = await readFile(`${this.#manner.account}/token`, 'utf8');
    const { statusCode, body } = await request(this.#url, {
      method,
      dispatcher: this.#agent,
      headersTimeout: 15_000,
      headers: { authorization: `Bearer ${token.trim()}`, 'content-type': 'application/merge-patch+json' },
      ...(content !== undefined && { body: content }),
    });
    const text = await body.text();
    if (statusCode >= 300) throw new Error(`${method} of the progress ConfigMap: ${statusCode} ${text.slice(0, 200)}`);
    return JSON.parse(text);
  }
}
