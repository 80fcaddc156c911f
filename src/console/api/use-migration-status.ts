import { useEffect, useState } from 'react';
import type { MigrationStatus } from '../../contract/migration-status.ts';
import type { Ecosystem } from './ecosystem.ts';
import type { Failure } from './failure.ts';
import { followStatus } from './follow-status.ts';
import { serviceAddress } from './service-address.ts';
import { askService, readJson } from './service-request.ts';

export interface FollowedStatus {
  /** The last one that came, also while nothing answers. */
  readonly status: MigrationStatus | undefined;
  readonly failure: Failure | undefined;
}

/** Follows the migration while the page is looked at: a console lets a browser have six connections in all. */
export function useMigrationStatus({ namespace, name }: Ecosystem): FollowedStatus {
  const [status, setStatus] = useState<MigrationStatus>();
  const [failure, setFailure] = useState<Failure>();
  const visible = usePageVisible();
  useEffect(() => {
    setStatus(undefined);
    setFailure(undefined);
  }, [namespace, name]);
  useEffect(() => {
    if (!visible) return undefined;
    const ecosystem = { namespace, name };
    const source = {
      stream: async (signal: AbortSignal) =>
        (await askService(serviceAddress(ecosystem, 'migration', { watch: true }), { signal })).body,
      poll: (signal: AbortSignal) => readJson<MigrationStatus>(serviceAddress(ecosystem, 'migration'), signal),
    };
    const controller = new AbortController();
    void followStatus(source, { status: setStatus, failure: setFailure }, controller.signal);
    return () => {
      controller.abort();
    };
  }, [namespace, name, visible]);
  return { status, failure };
}

function usePageVisible(): boolean {
  const [visible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const look = (): void => {
      setVisible(!document.hidden);
    };
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
    };
  }, []);
  return visible;
}
