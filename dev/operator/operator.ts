import { setTimeout as sleep } from 'node:timers/promises';
import type { QuayRegistry } from '../../src/k8s/quayregistry.ts';
import { deployments, jobs, quayRegistries } from '../../src/k8s/resource.ts';
import { isConflict, isNotFound } from '../../src/service/kube/api-error.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { readFaults } from './faults.ts';
import { letGo, mainPass } from './main-pass.ts';
import { OperatorPanic } from './registry-inputs.ts';
import { statusPass } from './status-pass.ts';
import { type OperatorVersion, versions } from './version-facts.ts';

export interface OperatorOrder {
  /** The operator's own identity. */
  readonly client: KubeClient;
  /** Multiplies the operator's delays of 10 and 60 seconds, so that tests need not wait a minute. */
  readonly timeScale: number;
  readonly version: OperatorVersion;
}

const soonSeconds = 10;
const minuteSeconds = 60;
const restartSeconds = 20;

interface Loops {
  /** Aborts when the registry is gone. */
  readonly end: AbortController;
  wake: () => void;
}

/** Plays quay-operator: two loops for each QuayRegistry, until `stop`. */
export function startOperatorStandIn(order: OperatorOrder): { stop(): Promise<void> } {
  const end = new AbortController();
  const loops = new Map<string, Loops>();
  const running: Promise<void>[] = [];
  const watching = order.client.watch(
    quayRegistries,
    {},
    ({ type, object }) => {
      const key = `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
      const known = loops.get(key);
      if (type === 'DELETED') {
        known?.end.abort();
        loops.delete(key);
      } else if (known === undefined) {
        const begun: Loops = { end: new AbortController(), wake: () => undefined };
        loops.set(key, begun);
        running.push(mainLoop(order, object, begun), statusLoop(order, object, begun));
      } else known.wake();
    },
    end.signal,
  );
  const owned = [deployments, jobs].map((resource) =>
    order.client.watch(
      resource,
      { labelSelector: 'quay-operator/quayregistry' },
      ({ type, object }) => {
        const name = object.metadata.labels?.['quay-operator/quayregistry'] ?? '';
        if (type !== 'MODIFIED') loops.get(`${object.metadata.namespace ?? ''}/${name}`)?.wake();
      },
      end.signal,
    ),
  );
  return {
    stop: async () => {
      end.abort();
      for (const { end: one } of loops.values()) one.abort();
      await Promise.all([watching, ...owned, ...running]);
    },
  };
}

async function mainLoop(order: OperatorOrder, first: QuayRegistry, loops: Loops): Promise<void> {
  const { client, timeScale, version } = order;
  const pass = async (registry: QuayRegistry): Promise<number> => {
    const faults = await readFaults(client, registry.metadata.namespace ?? '');
    if (faults.operatorDown !== undefined) return soonSeconds * timeScale;
    if (registry.metadata.deletionTimestamp !== undefined) {
      await letGo(client, registry);
      return minuteSeconds * timeScale;
    }
    const next = await mainPass(client, registry, versions[version], faults);
    return { 'at-once': 0, soon: soonSeconds, minute: minuteSeconds }[next] * timeScale;
  };
  await forever(first, loops, { client, pass, restartSeconds: restartSeconds * timeScale, wakes: true });
}

async function statusLoop(order: OperatorOrder, first: QuayRegistry, loops: Loops): Promise<void> {
  const { client, timeScale } = order;
  const pass = async (registry: QuayRegistry): Promise<number> => {
    const faults = await readFaults(client, registry.metadata.namespace ?? '');
    const away = faults.operatorDown !== undefined || registry.metadata.deletionTimestamp !== undefined;
    if (!away) await statusPass(client, registry);
    return minuteSeconds * timeScale;
  };
  await forever(first, loops, { client, pass, restartSeconds: restartSeconds * timeScale, wakes: false });
}

interface Loop {
  readonly client: KubeClient;
  /** Answers after how many seconds the next pass is due. */
  readonly pass: (registry: QuayRegistry) => Promise<number>;
  readonly restartSeconds: number;
  /** Whether a change ends the pause. */
  readonly wakes: boolean;
}

/** Passes over one registry, each from a fresh look, until it is gone. A pass that throws is repeated. */
async function forever({ metadata }: QuayRegistry, loops: Loops, loop: Loop): Promise<void> {
  const { signal } = loops.end;
  while (!signal.aborted) {
    let seconds = loop.restartSeconds;
    try {
      const registry = await loop.client.get(quayRegistries, metadata.name, metadata.namespace);
      if (registry === undefined || registry.metadata.uid !== metadata.uid) return;
      seconds = await loop.pass(registry);
    } catch (error) {
      if (error instanceof OperatorPanic) console.error(error.message);
      else if (isConflict(error) || isNotFound(error)) seconds = 0.05;
      else if (!isAborted(signal)) console.error(`quay-operator ${metadata.namespace ?? ''}/${metadata.name}:`, error);
    }
    await pause(seconds, loops, loop.wakes);
  }
}

function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** A change of the registry or of what it owns ends the main loop's pause, but not its rhythm: a tick is kept between. */
async function pause(seconds: number, loops: Loops, wakes: boolean): Promise<void> {
  const woken = new AbortController();
  if (wakes) {
    loops.wake = () => {
      setTimeout(() => {
        woken.abort();
      }, 100);
    };
  }
  const signal = AbortSignal.any([woken.signal, loops.end.signal]);
  await sleep(seconds * 1000, undefined, { signal }).catch(() => undefined);
}
