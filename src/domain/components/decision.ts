import type { ComponentKind, ComponentOverrides } from '../../k8s/quayregistry.ts';
import type { Choices } from '../choices.ts';
import type { ConfigChange } from '../config/config-change.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';

/** What the QuayRegistry says about one component. */
export interface ComponentDecision {
  readonly kind: ComponentKind;
  readonly managed: boolean;
  /** The fact that decided: a sentence without its full stop. */
  readonly reason: string;
  readonly overrides?: ComponentOverrides;
  readonly configChanges: readonly ConfigChange[];
}

export type ComponentRule = (facts: EcosystemFacts, choices: Choices) => ComponentDecision;
