import { type ComponentKind, componentKinds } from '../../k8s/quayregistry.ts';
import type { Choices } from '../choices.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { clair } from './clair.ts';
import { clairpostgres } from './clairpostgres.ts';
import type { ComponentDecision, ComponentRule } from './decision.ts';
import { horizontalpodautoscaler } from './horizontalpodautoscaler.ts';
import { mirror } from './mirror.ts';
import { monitoring } from './monitoring.ts';
import { objectstorage } from './objectstorage.ts';
import { postgres } from './postgres.ts';
import { quay } from './quay.ts';
import { redis } from './redis.ts';
import { route } from './route.ts';
import { tls } from './tls.ts';

/** The rule of each component. */
export const componentRules: Readonly<Record<ComponentKind, ComponentRule>> = {
  quay,
  postgres,
  clair,
  redis,
  horizontalpodautoscaler,
  objectstorage,
  route,
  mirror,
  monitoring,
  tls,
  clairpostgres,
};

/** Always all eleven components: quay-operator would decide those that are left out, in an additional reconcile. */
export function decideComponents(facts: EcosystemFacts, choices: Choices): readonly ComponentDecision[] {
  return componentKinds.map((kind) => componentRules[kind](facts, choices));
}
