import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { request } from 'undici';

export interface QuayProcessOptions {
  readonly generation: 'legacy' | 'current';
  readonly version?: string;
  /** The files of /conf/stack. */
  readonly files: Readonly<Record<string, string>>;
  readonly arguments: readonly string[];
  readonly faults?: Readonly<Record<string, string>>;
}

let addresses = 0;

/** A simulated Quay container of a test: the entry point as a process of its own, on a loopback address of its own. */
export class QuayProcess {
  /** Resolves with the exit code, or the signal, when it has ended. */
  readonly ended: Promise<number | string>;
  readonly #kill: (signal: NodeJS.Signals) => void;
  readonly #address: string;
  #log = '';

  private constructor(options: QuayProcessOptions, directory: string) {
    this.#address = `127.77.${process.pid % 250}.${(addresses += 1)}`;
    const { PATH } = process.env;
    const entrypoint = join(import.meta.dirname, 'entrypoint.ts');
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', entrypoint, ...options.arguments], {
      env: {
        PATH,
        QUAY_GENERATION: options.generation,
        QUAY_VERSION: options.version ?? (options.generation === 'legacy' ? '3.3.4' : '3.17.2'),
        QUAYCONF: directory,
        LISTEN_ADDRESS: this.#address,
        DEV_FAULTS: JSON.stringify(options.faults ?? {}),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (text: Buffer): void => {
      this.#log += text.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    this.#kill = (signal) => child.kill(signal);
    this.ended = once(child, 'close').then(async () => {
      await rm(directory, { recursive: true, force: true });
      return child.exitCode ?? child.signalCode ?? '';
    });
  }

  static async start(options: QuayProcessOptions): Promise<QuayProcess> {
    const directory = await mkdtemp(join(tmpdir(), 'quay-conf-'));
    await mkdir(join(directory, 'stack'));
    for (const [name, text] of Object.entries(options.files)) await writeFile(join(directory, 'stack', name), text);
    return new QuayProcess(options, directory);
  }

  get log(): string {
    return this.#log;
  }

  get address(): string {
    return this.#address;
  }

  async ask(method: 'GET' | 'POST', path: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const { statusCode, body } = await request(`http://${this.#address}:8080${path}`, { method });
    return { status: statusCode, body: await body.json() };
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | string> {
    this.#kill(signal);
    return this.ended;
  }
}
