import type { ContainerProcess } from './container-process.ts';

/** Simulates the container of an image that is not really run: it does nothing until it is stopped, or ends at once. */
export function idleProcess(endsAtOnce: boolean): ContainerProcess {
  let end: (exitCode: number) => void = () => undefined;
  const exited = endsAtOnce ? Promise.resolve(0) : new Promise<number>((resolve) => (end = resolve));
  return {
    exited,
    terminate: async () => {
      end(0);
    },
    kill: () => {
      end(137);
    },
    exec: async () => ({ exitCode: 0, output: '' }),
  };
}
