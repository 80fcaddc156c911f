import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

const stopGrace = 10_000;
const stopped = Symbol('stopped');

export interface ServerCommand {
  /** For messages: `etcd`. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly logFile: string;
}

/** A server that runs for as long as we do: the kernel kills it when this process ends, in whatever way. */
export class ServerProcess {
  readonly #command: ServerCommand;
  readonly #child: ChildProcess;
  readonly #ended: Promise<string>;
  #ending: string | typeof stopped | undefined;

  constructor(command: ServerCommand) {
    this.#command = command;
    const log = openSync(command.logFile, 'a');
    // A session of its own: Ctrl-C is for us, and we stop the servers in their order.
    this.#child = spawn('setpriv', ['--pdeathsig', 'KILL', '--', command.program, ...command.args], {
      stdio: ['ignore', log, log],
      detached: true,
    });
    closeSync(log);
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        resolve(error.message);
      });
      this.#child.once('exit', (code, signal) => {
        resolve(signal === null ? `exit status ${code ?? 0}` : `signal ${signal}`);
      });
    });
    void this.#ended.then((ending) => (this.#ending ??= ending));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Calls `probe` until it answers true. Throws when the process ends before, or after `timeout` milliseconds. */
  async ready(probe: () => Promise<boolean>, timeout = 120_000): Promise<void> {
    const deadline = Date.now() + timeout;
    while (!(await probe().catch(() => false))) {
      if (this.#ending !== undefined) throw new Error(await this.#report(`ended (${String(this.#ending)})`));
      if (Date.now() > deadline) throw new Error(await this.#report(`is not ready after ${timeout / 1000} s`));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Asks it to end, and kills it when it does not within ten seconds. */
  async stop(): Promise<void> {
    this.#ending ??= stopped;
    this.#child.kill('SIGTERM');
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), stopGrace);
    await this.#ended;
    clearTimeout(timer);
  }

  async #report(what: string): Promise<string> {
    const log = await readFile(this.#command.logFile, 'utf8').catch(() => '');
    const lines = log.trimEnd().split('\n').slice(-8).join('\n');
    return `${this.#command.name} ${what}; the end of its log:\n${lines}`;
  }
}
