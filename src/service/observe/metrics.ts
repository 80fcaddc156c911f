import { Counter, Gauge, Registry } from '@prometheus-io/client';
import { subscribe } from 'node:diagnostics_channel';
import type { Journal } from '../engine/journal.ts';

export interface Metrics {
  readonly registry: Registry;
  /** Takes over what an attempt's journal says. */
  observe(journal: Journal): void;
}

/** `requests` counts what went to the API server so far; it is read when somebody scrapes. */
export function createMetrics(state: { requests(): number; leads(): boolean }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const phase = new Gauge({
    name: 'quay_migration_phase',
    help: '1 for the phase that the latest attempt of an ecosystem is in, 0 for those it has been in',
    labelNames: ['namespace', 'name', 'phase'],
    registers,
  });
  const step = new Gauge({
    name: 'quay_migration_step_seconds',
    help: 'How long a finished step of the latest attempt took',
    labelNames: ['namespace', 'name', 'step'],
    registers,
  });
  const connections = new Counter({
    name: 'quay_migration_connections_total',
    help: 'Connections opened to the API server and to registries',
    registers,
  });
  subscribe('undici:client:connected', () => {
    connections.inc();
  });
  new Gauge({
    name: 'quay_migration_api_requests_total',
    help: 'Requests sent to the API server',
    registers,
    collect() {
      this.set(state.requests());
    },
  });
  new Gauge({
    name: 'quay_migration_leader',
    help: '1 while this pod holds the Lease and drives migrations',
    registers,
    collect() {
      this.set(state.leads() ? 1 : 0);
    },
  });
  const seen = new Map<string, Set<string>>();
  return {
    registry,
    observe(journal) {
      const { namespace, name } = journal.ecosystem;
      const phases = seen.get(`${namespace}/${name}`) ?? new Set<string>();
      seen.set(`${namespace}/${name}`, phases.add(journal.phase));
      for (const one of phases) phase.set({ namespace, name, phase: one }, one === journal.phase ? 1 : 0);
      for (const [id, record] of Object.entries(journal.steps)) {
        if (record.finishedAt === undefined) continue;
        const seconds = (Date.parse(record.finishedAt) - Date.parse(record.startedAt)) / 1000;
        step.set({ namespace, name, step: id }, seconds);
      }
    },
  };
}
