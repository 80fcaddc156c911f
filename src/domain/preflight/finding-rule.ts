import type { Finding, Severity } from '../../contract/finding.ts';
import type { Secret } from '../../k8s/secret.ts';
import type { Choices } from '../choices.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';

export interface FindingRule {
  readonly id: string;
  readonly severity: Severity;
  /** The known hazards of the official migrator that this rule protects from, as documented in docs/hazards.md. */
  readonly covers: readonly string[];
  /** `bundle` is the config bundle that the plan holds; `workerImage` the image of this product, empty when unknown. */
  check(facts: EcosystemFacts, choices: Choices, bundle: Secret, workerImage?: string): readonly Finding[];
}
