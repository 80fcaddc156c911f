import { setTimeout as sleep } from 'node:timers/promises';
import type { Lease } from '../../k8s/lease.ts';
import { leases } from '../../k8s/resource.ts';
import { isAlreadyExists, isConflict } from './api-error.ts';
import type { KubeClient } from './client.ts';

export interface LeaseSettings {
  readonly namespace: string;
  readonly name: string;
  /** Our identity: the pod's name and a part that changes with a restart. */
  readonly identity: string;
  /** Seconds without renewal after which others take over; the holder itself stops after two thirds of it. */
  readonly durationSeconds: number;
}

export interface LeaseEvents {
  readonly onAcquired: () => void;
  readonly onError: (error: unknown) => void;
}

/** Thrown for a write without holding the Lease. */
export class LeaseLost extends Error {
  constructor() {
    super('this service no longer holds the Lease');
    this.name = 'LeaseLost';
  }
}

/**
 * Leader election on a coordination.k8s.io Lease. The holder trusts only what the API server confirmed, and only for
 * two thirds of the Lease's duration by its own clock; others wait for the whole duration by theirs.
 */
export class LeaderLease {
  readonly #client: KubeClient;
  readonly #settings: LeaseSettings;
  #confirmedAt = -Infinity;
  #observed: { key: string; at: number } | undefined;

  constructor(client: KubeClient, settings: LeaseSettings) {
    this.#client = client;
    this.#settings = settings;
  }

  get held(): boolean {
    return performance.now() - this.#confirmedAt < (this.#settings.durationSeconds * 1000 * 2) / 3;
  }

  /** Throws LeaseLost unless the Lease is held. */
  assertHeld(): void {
    if (!this.held) throw new LeaseLost();
  }

  /** Acquires and renews the Lease until `signal` aborts; then releases it. */
  async run(signal: AbortSignal, events: LeaseEvents): Promise<void> {
    const pause = (this.#settings.durationSeconds * 1000) / 6;
    while (!signal.aborted) {
      try {
        if (await this.#tryOnce()) events.onAcquired();
      } catch (error) {
        events.onError(error);
      }
      await sleep(pause, undefined, { signal }).catch(() => undefined);
    }
    const held = this.held;
    this.#confirmedAt = -Infinity;
    if (held) await this.#release().catch(events.onError);
  }

  /** True when the Lease was just acquired: events that arrived without it were ignored. */
  async #tryOnce(): Promise<boolean> {
    const { namespace, name, identity } = this.#settings;
    const askedAt = performance.now();
    const lease = await this.#client.get(leases, name, namespace);
    try {
      if (lease === undefined) await this.#client.create(leases, this.#claim(undefined));
      else if (lease.spec?.holderIdentity === identity || this.#isFree(lease)) {
        await this.#client.replace(leases, this.#claim(lease));
      } else return false;
      const regained = !this.held;
      this.#confirmedAt = askedAt;
      return regained;
    } catch (error) {
      if (!isConflict(error) && !isAlreadyExists(error)) throw error;
      return false;
    }
  }

  /** A Lease is free when its holder released it, or did not renew it for its duration since we first observed that. */
  #isFree(lease: Lease): boolean {
    if ((lease.spec?.holderIdentity ?? '') === '') return true;
    const key = `${lease.spec?.holderIdentity ?? ''} ${lease.spec?.renewTime ?? ''}`;
    if (this.#observed?.key !== key) this.#observed = { key, at: performance.now() };
    const silence = performance.now() - this.#observed.at;
    return silence > (lease.spec?.leaseDurationSeconds ?? this.#settings.durationSeconds) * 1000;
  }

  #claim(lease: Lease | undefined): Lease {
    const { namespace, name, identity, durationSeconds } = this.#settings;
    const now = microTime(new Date());
    const same = lease?.spec?.holderIdentity === identity;
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: lease?.metadata ?? { name, namespace },
      spec: {
        holderIdentity: identity,
        leaseDurationSeconds: durationSeconds,
        renewTime: now,
        acquireTime: same ? (lease.spec.acquireTime ?? now) : now,
        leaseTransitions: (lease?.spec?.leaseTransitions ?? 0) + (same ? 0 : 1),
      },
    };
  }

  async #release(): Promise<void> {
    const { namespace, name, identity } = this.#settings;
    const lease = await this.#client.get(leases, name, namespace);
    if (lease?.spec?.holderIdentity !== identity) return;
    await this.#client.replace(leases, { ...lease, spec: { ...lease.spec, holderIdentity: '' } });
  }
}

/** RFC 3339 with microseconds: the API server rejects milliseconds in a Lease. */
function microTime(date: Date): string {
  return date.toISOString().replace('Z', '000Z');
}
