/** A signal for work that is given up when another one is aborted, or when it shows no sign of life for too long. */
export interface Watchdog {
  readonly signal: AbortSignal;
  /** A sign of life: the next one is waited for so many milliseconds from now on. */
  readonly wait: (milliseconds: number) => void;
  /** The work is over, whichever way. */
  readonly end: () => void;
}

export function watchdog(outer: AbortSignal, milliseconds: number): Watchdog {
  const inner = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const giveUp = (): void => {
    inner.abort();
  };
  const wait = (longest: number): void => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, longest);
  };
  wait(milliseconds);
  outer.addEventListener('abort', giveUp);
  if (outer.aborted) giveUp();
  return {
    signal: inner.signal,
    wait,
    end: () => {
      clearTimeout(timer);
      outer.removeEventListener('abort', giveUp);
    },
  };
}
