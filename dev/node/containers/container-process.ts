import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { type Sandbox, asContainerUser, bubblewrapArguments } from './sandbox.ts';

/** The process of a container; for an image that is not really run, one that only pretends (see idle-process.ts). */
export interface ContainerProcess {
  /** The exit code once all its processes are gone; 128 + N after signal N. */
  readonly exited: Promise<number>;
  /** To all processes of the container that stayed in the first one's group. */
  terminate(): Promise<void>;
  kill(): void;
  /** Runs another command inside. */
  exec(command: readonly string[], timeoutSeconds: number): Promise<ExecResult>;
}

export interface ExecResult {
  readonly exitCode: number;
  /** Of both streams, at most 4 KiB. */
  readonly output: string;
}

export interface ProcessOptions {
  readonly sandbox: Sandbox;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly onOutput: (chunk: Buffer) => void;
}

const outputLimit = 4096;

/** Starts a container's process in its sandbox. Rejects when bubblewrap cannot be started. */
export async function startProcess(order: ProcessOptions): Promise<ContainerProcess> {
  const child = spawn('/usr/bin/bwrap', bubblewrapArguments(order.sandbox, order.command), {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    env: { ...order.environment },
    cwd: '/',
  });
  const exited = exitOf(child);
  exited.catch(() => undefined);
  child.stdout?.on('data', order.onOutput);
  child.stderr?.on('data', order.onOutput);
  const init = await initProcess(child.stdio[3] as Readable);
  // Without a process there is a reason, and the exit tells it.
  if (init === undefined) await exited;
  return new SandboxedProcess(order, init, exited);
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      reject(new Error(`bwrap could not be started: ${error.message}`, { cause: error }));
    });
    // `close` comes when the output was read to its end, which the termination message may need.
    child.once('close', (code, signal) => {
      resolve(code ?? (signal === 'SIGTERM' ? 143 : 137));
    });
  });
}

/** The sandbox's first process, as bubblewrap tells it; its only child is the container's command. */
async function initProcess(info: Readable): Promise<number | undefined> {
  let text = '';
  info.setEncoding('utf8');
  for await (const chunk of info) text += String(chunk);
  const found = /"child-pid": (\d+)/.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

class SandboxedProcess implements ContainerProcess {
  readonly exited: Promise<number>;
  readonly #order: ProcessOptions;
  readonly #init: number | undefined;
  #gone = false;

  constructor(order: ProcessOptions, init: number | undefined, exited: Promise<number>) {
    this.#order = order;
    this.#init = init;
    this.exited = exited.finally(() => {
      this.#gone = true;
    });
  }

  /** The init process is deaf to SIGTERM, so the signal of its group is for the command and its children. */
  async terminate(): Promise<void> {
    if ((await this.#command()) === undefined) this.kill();
    else this.#signal(-(this.#init ?? 0), 'SIGTERM');
  }

  /** With its init process a process namespace ends, children in other groups included. */
  kill(): void {
    this.#signal(this.#init ?? 0, 'SIGKILL');
  }

  async exec(command: readonly string[], timeoutSeconds: number): Promise<ExecResult> {
    const target = await this.#command();
    if (target === undefined) return { exitCode: 126, output: 'the container is not running' };
    const { identity, workingDirectory } = this.#order.sandbox;
    const user = identity.dropsRoot ? [] : ['--user', '--preserve-credentials'];
    const child = spawn(
      '/usr/bin/nsenter',
      [
        ...['--target', target, ...user, '--mount', '--pid', `--wdns=${workingDirectory}`, '--'],
        ...asContainerUser(identity, command),
      ],
      { detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...this.#order.environment }, cwd: '/' },
    );
    return resultOf(child, timeoutSeconds);
  }

  async #command(): Promise<string | undefined> {
    if (this.#init === undefined || this.#gone) return undefined;
    const children = await readFile(`/proc/${this.#init}/task/${this.#init}/children`, 'utf8').catch(() => '');
    return /^\d+/.exec(children)?.[0];
  }

  #signal(target: number, signal: NodeJS.Signals): void {
    if (this.#gone || target === 0) return;
    signalIfThere(target, signal);
  }
}

/** Collects the output of a child, and ends its whole group when it takes too long. */
async function resultOf(child: ChildProcess, timeoutSeconds: number): Promise<ExecResult> {
  let output = '';
  const collect = (chunk: Buffer) => {
    if (output.length < outputLimit) output += chunk.toString('utf8').slice(0, outputLimit - output.length);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  const late = AbortSignal.timeout(timeoutSeconds * 1000);
  const kill = () => {
    if (child.pid !== undefined) signalIfThere(-child.pid, 'SIGKILL');
  };
  late.addEventListener('abort', kill);
  const exitCode = await exitOf(child);
  late.removeEventListener('abort', kill);
  return late.aborted ? { exitCode: 124, output: `no answer within ${timeoutSeconds} s` } : { exitCode, output };
}

function signalIfThere(target: number, signal: NodeJS.Signals): void {
  try {
    process.kill(target, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
