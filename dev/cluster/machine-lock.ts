import { createServer } from 'node:net';

export interface MachineLock {
  release(): Promise<void>;
}

/**
 * Takes a name on this machine, or answers undefined when another live process has it. The lock is a socket in Linux's
 * abstract namespace: it leaves no file, and the kernel frees it however its holder dies.
 */
export function tryLock(name: string): Promise<MachineLock | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(`\0quay-migration-plugin/${name}`, () => {
      server.unref();
      resolve({
        release: () =>
          new Promise((released) => {
            server.close(() => {
              released();
            });
          }),
      });
    });
  });
}

/** Waits for the name. `onWait` is called once, when somebody else has it. */
export async function lock(name: string, onWait: () => void): Promise<MachineLock> {
  let waited = false;
  for (;;) {
    const taken = await tryLock(name);
    if (taken !== undefined) return taken;
    if (!waited) onWait();
    waited = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
