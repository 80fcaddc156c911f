import { readChoices } from '../domain/choices.ts';
import { readFacts } from '../domain/ecosystem/read-facts.ts';
import type { MigrationPlan } from '../domain/plan/migration-plan.ts';
import { planMigration } from '../domain/plan/plan-migration.ts';
import { secretsOfPreview } from '../domain/registry/generated-secrets.ts';
import type { Snapshot } from '../domain/snapshot.ts';
import { planAsJson } from './show/plan-as-json.ts';
import { planAsTable } from './show/plan-as-table.ts';
import { planAsYaml } from './show/plan-as-yaml.ts';
import { snapshotOfDumps } from './dump/snapshot-of-dumps.ts';
import type { Terminal } from './terminal.ts';

export const outputFormats = ['table', 'json', 'yaml'] as const;
export type OutputFormat = (typeof outputFormats)[number];

export interface PlanRequest {
  readonly name: string;
  readonly namespace: string | undefined;
  /** Undefined: read a cluster with the current kubeconfig. */
  readonly files: readonly string[] | undefined;
  readonly output: OutputFormat;
  readonly showSecrets: boolean;
}

/** Reads the input, makes the plan and prints it. Throws InputError for invalid input. */
export async function plan(request: PlanRequest, terminal: Terminal): Promise<{ readonly blocked: boolean }> {
  const snapshot = await readEverything(request, terminal);
  const planned = planOf(snapshot);
  terminal.out(show(planned, request, terminal));
  return { blocked: planned.findings.some(({ severity }) => severity === 'blocker') };
}

async function readEverything(request: PlanRequest, terminal: Terminal): Promise<Snapshot> {
  if (request.files) return snapshotOfDumps({ ...request, files: request.files }, terminal);
  // Imported only here, because loading the client takes longer than reading a dump.
  const { snapshotOfCluster } = await import('./snapshot-of-cluster.ts');
  return snapshotOfCluster(request, terminal.now());
}

function planOf(snapshot: Snapshot): MigrationPlan {
  const facts = readFacts(snapshot);
  const { choices } = readChoices(facts.ecosystem?.metadata.annotations ?? {});
  return planMigration(facts, choices, {
    attempt: 1,
    generated: secretsOfPreview,
    workerImage: '',
    imagePullSecrets: [],
  });
}

function show(planned: MigrationPlan, { output, showSecrets }: PlanRequest, terminal: Terminal): string {
  switch (output) {
    case 'json':
      return planAsJson(planned, showSecrets);
    case 'yaml':
      return planAsYaml(planned, showSecrets);
    case 'table':
      return planAsTable(planned, { width: terminal.width, coloured: terminal.coloured, now: terminal.now() });
  }
}
