import { readFileSync } from 'node:fs';
import { Value } from 'typebox/value';
import { Agent, fetch } from 'undici';
import { parse } from 'yaml';
import { type MigrationStatus, StatusLine } from '../../src/contract/migration-status.ts';
import { testCluster } from '../checks/cluster-context.ts';
import type { UserName } from '../cluster/users.ts';
import type { Journey } from './journey.ts';

/** Longer than the service gives the API server for an answer. */
const answerMilliseconds = 90_000;

/** The certificate is the development cluster's own. */
const dispatcher = new Agent({ connect: { rejectUnauthorized: false } });

export interface Asked {
  readonly user?: UserName;
  readonly method?: string;
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly code: number;
  readonly text: string;
  readonly header: (name: string) => string | null;
}

/** Asks the API of a journey's service as one of the users, and remembers all that was answered. */
export class ApiCaller {
  readonly answers: string[] = [];
  readonly #base: string;
  readonly #journey: Journey;

  private constructor(base: string, journey: Journey) {
    this.#base = base;
    this.#journey = journey;
  }

  static async of(journey: Journey): Promise<ApiCaller> {
    const address = await testCluster().addressOf(journey.serviceNamespace, 'quay-migration-plugin');
    return new ApiCaller(`https://${address}:8443`, journey);
  }

  part(name: string): string {
    return `/api/v1/namespaces/${this.#journey.namespace}/quayecosystems/${this.#journey.name}/${name}`;
  }

  /** What only reads is sent once more, on a new connection, when nothing comes back: as people reload a page. */
  async ask(path: string, asked: Asked = {}): Promise<Answered> {
    try {
      return await this.#send(path, asked);
    } catch (error) {
      if ((asked.method ?? 'GET') !== 'GET') throw error;
      console.warn(
        `GET ${path} as ${asked.user ?? 'nobody known'} got no answer and is sent once more: ${String(error)}`,
      );
      return this.#send(path, asked);
    }
  }

  async #send(path: string, { user, method = 'GET', body, text, headers = {} }: Asked): Promise<Answered> {
    const sent = text ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(this.#base + path, {
      dispatcher,
      method,
      headers: {
        ...(user && { authorization: `Bearer ${tokenOf(user)}` }),
        ...(sent !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(sent !== undefined && { body: sent }),
      signal: AbortSignal.timeout(answerMilliseconds),
    });
    const answer = await response.text();
    this.answers.push(answer);
    return { code: response.status, text: answer, header: (name) => response.headers.get(name) };
  }

  /** Code and message of an answer that must be a Status. */
  async refusal(path: string, asked: Asked): Promise<string> {
    const { code, text } = await this.ask(path, asked);
    const status = JSON.parse(text) as { kind?: string; code?: number; message?: string };
    if (status.kind !== 'Status' || status.code !== code) throw new Error(`no Status: ${code} ${text}`);
    return `${code} ${status.message ?? ''}`;
  }

  async status(user: UserName): Promise<MigrationStatus> {
    return JSON.parse((await this.ask(this.part('migration'), { user })).text) as MigrationStatus;
  }

  async untilState(state: MigrationStatus['state']): Promise<MigrationStatus> {
    for (const deadline = Date.now() + 240_000; ;) {
      const status = await this.status('viewer');
      if (status.state === state) return status;
      if (Date.now() > deadline) throw new Error(`no ${state}: ${JSON.stringify(status)}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }

  /** States that the stream tells, each once, until it says `last`. */
  async statesUntil(last: MigrationStatus['state']): Promise<readonly string[]> {
    const response = await fetch(`${this.#base}${this.part('migration')}?watch=true`, {
      dispatcher,
      headers: { authorization: `Bearer ${tokenOf('viewer')}` },
    });
    const states: string[] = [];
    let rest = '';
    for await (const chunk of response.body ?? []) {
      rest += Buffer.from(chunk as Uint8Array).toString();
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) {
        const line = Value.Parse(StatusLine, JSON.parse(text));
        if ('status' in line && states.at(-1) !== line.status.state) states.push(line.status.state);
      }
      if (states.at(-1) === last) return states;
    }
    return states;
  }
}

function tokenOf(user: UserName): string {
  const config = parse(readFileSync(testCluster().kubeconfig(user), 'utf8')) as {
    users: [{ user: { token: string } }];
  };
  return config.users[0].user.token;
}
