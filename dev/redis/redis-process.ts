import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

let addresses = 0;

/** A simulated Redis of a test, on port 6379 of a loopback address of its own. */
export class RedisProcess {
  readonly address: string;
  readonly #end: () => Promise<void>;

  private constructor(address: string, end: () => Promise<void>) {
    this.address = address;
    this.#end = end;
  }

  static async start(password = ''): Promise<RedisProcess> {
    const address = `127.78.${process.pid % 250}.${(addresses += 1)}`;
    const child = spawn(process.execPath, [join(import.meta.dirname, 'server.ts')], {
      env: { PATH: process.env.PATH, LISTEN_ADDRESS: address, REDIS_PASSWORD: password },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'close');
    await once(child.stdout, 'data');
    return new RedisProcess(address, async () => {
      child.kill('SIGTERM');
      await ended;
    });
  }

  stop(): Promise<void> {
    return this.#end();
  }
}
