import { useCallback, useEffect, useState } from 'react';
import type { Failure } from './failure.ts';
import { readAnswer } from './read-answer.ts';
import { readJson, readText } from './service-request.ts';

export interface Answer<T> {
  /** The last one that came, also while it is requested again. */
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
    return readAnswer((signal) => read(address, signal), { data: setData, failure: setFailure, loading: setLoading });
  }, [address, read, round]);
  const reload = useCallback(() => {
    setRound((before) => before + 1);
  }, []);
  return { data, failure, loading, reload };
}
