import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testCluster } from '../../../dev/checks/cluster-context.ts';
import { leases } from '../../k8s/resource.ts';
import type { KubeClient } from './client.ts';
import { LeaderLease, LeaseLost } from './lease.ts';

const durationSeconds = 2;

let client: KubeClient;
let namespace: string;
let running: { stop: AbortController; ended: Promise<void> }[];

beforeEach(async () => {
  client = testCluster().client('admin');
  namespace = await testCluster().createNamespace('lease');
  running = [];
});

afterEach(async () => {
  for (const { stop } of running) stop.abort();
  await Promise.all(running.map(({ ended }) => ended));
});

function start(identity: string, through: KubeClient = client): { lease: LeaderLease; stop(): Promise<void> } {
  const lease = new LeaderLease(through, { namespace, name: 'leader', identity, durationSeconds });
  const stop = new AbortController();
  const ended = lease.run(stop.signal, { onAcquired: () => undefined, onError: () => undefined });
  running.push({ stop, ended });
  return {
    lease,
    stop: () => {
      stop.abort();
      return ended;
    },
  };
}

describe('LeaderLease', () => {
  it('is held by one, and handed over when that one ends', async () => {
    const first = start('first');
    await vi.waitFor(() => {
      expect(first.lease.held).toBe(true);
    });
    const second = start('second');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(second.lease.held).toBe(false);
    expect(() => {
      second.lease.assertHeld();
    }).toThrow(LeaseLost);
    await first.stop();
    expect(first.lease.held).toBe(false);
    await vi.waitFor(() => {
      expect(second.lease.held).toBe(true);
    }, 3000);
    expect((await client.get(leases, 'leader', namespace))?.spec).toMatchObject({ holderIdentity: 'second' });
  });

  it('is lost by a holder that cannot renew before anybody else may take it', async () => {
    let cut = false;
    const flaky: KubeClient = {
      ...client,
      get: async (resource, name, place) => {
        if (cut) throw new Error('cut off');
        return client.get(resource, name, place);
      },
      create: client.create.bind(client),
      replace: client.replace.bind(client),
    };
    const first = start('first', flaky);
    await vi.waitFor(() => {
      expect(first.lease.held).toBe(true);
    });
    const second = start('second');
    cut = true;
    const times: { first?: number; second?: number } = {};
    await vi.waitFor(
      () => {
        if (!first.lease.held) times.first ??= performance.now();
        if (second.lease.held) times.second ??= performance.now();
        expect(times).toHaveProperty('second');
      },
      { timeout: 10_000, interval: 10 },
    );
    expect(times.first).toBeLessThan(times.second ?? 0);
  });
});
