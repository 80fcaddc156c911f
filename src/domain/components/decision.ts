import type { ComponentKind, ComponentOverrides } from '../../k8s/quayregistry.ts';
import type { Choices } from '../choices.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';

/** The change of one top-level key of config.yaml, and why: a sentence without its full stop. */
export type ConfigChange =
  | { readonly key: string; readonly action: 'remove'; readonly reason: string }
  | { readonly key: string; readonly action: 'set'; readonly value: unknown; readonly reason: string };

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
