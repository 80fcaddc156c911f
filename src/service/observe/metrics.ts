import { Counter, Gauge, Registry } from '@prometheus-io/client';
import { subscribe } from 'node:diagnostics_channel';
import type { Journal } from '../engine/journal/journal.ts';

export interface Metrics {
  readonly registry: Registry;
  /** Updates the series of an ecosystem from its journal. */
  observe(journal: Journal): void;
  /** Removes the series of a deleted ecosystem. */
  readonly forget: (ecosystem: Target) => void;
}

interface Target {
  readonly namespace: string;
  readonly name: string;
}

/** Limit of ecosystems with series, the most recently changed ones: Prometheus stores every series. */
const mostEcosystems = 1000;

/** `requests`: number of requests to the API server so far, read at each scrape. */
export function createMetrics(state: { requests(): number; leads(): boolean }): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const connections = new Counter({
    name: 'quay_migration_connections_total',
    help: 'Number of connections opened to the API server and to registries',
    registers,
  });
  subscribe('undici:client:connected', () => {
    connections.inc();
  });
  new Counter({
    name: 'quay_migration_api_requests_total',
    help: 'Number of requests sent to the API server',
    registers,
    collect() {
      this.reset();
      this.inc(state.requests());
    },
  });
  new Gauge({
    name: 'quay_migration_leader',
    help: '1 while this pod holds the Lease and runs migrations, otherwise 0',
    registers,
    collect() {
      this.set(state.leads() ? 1 : 0);
    },
  });
  return { registry, ...ecosystemSeries(registers) };
}

/** Series of each ecosystem. */
function ecosystemSeries(registers: Registry[]): Pick<Metrics, 'observe' | 'forget'> {
  const phase = new Gauge({
    name: 'quay_migration_phase',
    help: '1 for the current phase of the latest attempt of a QuayEcosystem, 0 for its previous phases',
    labelNames: ['namespace', 'name', 'phase'],
    registers,
  });
  const step = new Gauge({
    name: 'quay_migration_step_seconds',
    help: 'Duration of a finished step of the latest attempt, in seconds',
    labelNames: ['namespace', 'name', 'step'],
    registers,
  });
  /** The series of each ecosystem, the most recently changed one last. */
  const seen = new Map<string, Said>();
  const forget = ({ namespace, name }: Target): void => {
    const said = seen.get(`${namespace}/${name}`);
    for (const one of said?.phases ?? []) phase.remove({ namespace, name, phase: one });
    for (const one of said?.steps ?? []) step.remove({ namespace, name, step: one });
    seen.delete(`${namespace}/${name}`);
  };
  return {
    forget,
    observe(journal) {
      const { namespace, name } = journal.ecosystem;
      const key = `${namespace}/${name}`;
      const said = seen.get(key) ?? { target: { namespace, name }, phases: new Set(), steps: new Set() };
      seen.delete(key);
      seen.set(key, said);
      const [oldest] = seen.values();
      if (seen.size > mostEcosystems && oldest !== undefined) forget(oldest.target);
      said.phases.add(journal.phase);
      for (const one of said.phases) phase.set({ namespace, name, phase: one }, one === journal.phase ? 1 : 0);
      for (const [id, record] of Object.entries(journal.steps)) {
        if (record.finishedAt === undefined) continue;
        const seconds = (Date.parse(record.finishedAt) - Date.parse(record.startedAt)) / 1000;
        said.steps.add(id);
        step.set({ namespace, name, step: id }, seconds);
      }
    },
  };
}

interface Said {
  readonly target: Target;
  readonly phases: Set<string>;
  readonly steps: Set<string>;
}
