import { useCallback, useEffect, useState } from 'react';
import { type Failure, failureOf } from './failure.ts';
import { readJson, readText } from './service-request.ts';

export interface Answer<T> {
  /** The last one that came, also while it is asked for again. */
  readonly data: T | undefined;
  readonly failure: Failure | undefined;
  readonly loading: boolean;
  readonly reload: () => void;
}

/** Reads an address once, and again on `reload` or when the address changes. `undefined`: not yet. */
export function useJson<T>(address: string | undefined): Answer<T> {
  return useAnswer<T>(address, readJson);
}

export function useTextAnswer(address: string | undefined): Answer<string> {
  return useAnswer<string>(address, readText);
}

function useAnswer<T>(
  address: string | undefined,
  read: (address: string, signal: AbortSignal) => Promise<T>,
): Answer<T> {
  const [data, setData] = useState<T>();
  const [failure, setFailure] = useState<Failure>();
  const [loading, setLoading] = useState(address !== undefined);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (address === undefined) return undefined;
    const controller = new AbortController();
    setLoading(true);
    void read(address, controller.signal)
      .then(
        (answer) => {
          if (controller.signal.aborted) return;
          setData(answer);
          setFailure(undefined);
        },
        (error: unknown) => {
          if (!controller.signal.aborted) setFailure(failureOf(error));
        },
      )
      .then(() => {
        if (!controller.signal.aborted) setLoading(false);
      });
    return () => {
      controller.abort();
    };
  }, [address, read, round]);
  const reload = useCallback(() => {
    setRound((before) => before + 1);
  }, []);
  return { data, failure, loading, reload };
}
