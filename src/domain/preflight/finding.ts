import type { Secret } from '../../k8s/secret.ts';
import type { Choices } from '../choices.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';

export type Severity = 'blocker' | 'warning' | 'info';

/** A blocker prevents the migration, a warning must be acknowledged, an info needs no decision. */
export interface Finding {
  /** Kebab-case, stable, never reused: people acknowledge and script by it. */
  readonly id: string;
  readonly severity: Severity;
  /** `Kind namespace/name` of the object that it is about. */
  readonly object: string;
  /** The field, as a path from the object's root (`spec.quay.database.volumeSize`, `data[config.yaml]: SECRET_KEY`). */
  readonly field: string;
  /** What was found and why it matters: whole sentences that name their subject, without the last full stop. */
  readonly message: string;
  /** What to do: whole imperative sentences. */
  readonly remedy: string;
}

export interface FindingRule {
  readonly id: string;
  readonly severity: Severity;
  /** The known hazards of the official migrator that this rule protects from, as documented in docs/hazards.md. */
  readonly covers: readonly string[];
  /** `bundle` is the config bundle that the plan holds; `workerImage` the image of this product, empty when unknown. */
  check(facts: EcosystemFacts, choices: Choices, bundle: Secret, workerImage?: string): readonly Finding[];
}
