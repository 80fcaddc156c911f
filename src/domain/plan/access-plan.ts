import { secrets } from '../../k8s/resource.ts';
import type { Ingress } from '../../k8s/ingress.ts';
import { isMapping } from '../ecosystem/check-fields.ts';
import type { EcosystemFacts } from '../ecosystem/facts.ts';
import { objectNamed } from '../snapshot.ts';
import type { AccessPlan } from './migration-plan.ts';

/** The pods of the new registry: what quay-operator's own Service `NAME-quay-app` selects. */
export function newPods(name: string): Readonly<Record<string, string>> {
  return { 'quay-component': 'quay-app', 'quay-operator/quayregistry': name };
}

/**
 * The old Service keeps its address and leads to the new pods, behind a Route as well: clients in the cluster, second
 * Routes and Ingresses go through it. What it needs must outlive the QuayEcosystem.
 */
export function accessPlan(facts: EcosystemFacts): AccessPlan {
  const { type, route, service, ingress } = facts.access;
  const name = service?.metadata.name ?? (type === 'Route' ? undefined : `${facts.name}-quay`);
  return {
    service: name,
    selector: name === undefined ? {} : newPods(facts.name),
    ingress: ingress?.metadata.name,
    route: type === 'Route' ? route?.metadata.name : undefined,
    secrets: ingressSecrets(facts),
  };
}

/** The legacy operator owns `NAME-quay-ssl`, so that it would go with the QuayEcosystem. */
function ingressSecrets({ doors, snapshot, ecosystem }: EcosystemFacts): readonly string[] {
  const names = doors
    .filter(({ object }) => object.kind === 'Ingress')
    .flatMap(({ object }): readonly unknown[] => (object as Ingress).spec?.tls ?? [])
    .flatMap((entry) => (isMapping(entry) && typeof entry.secretName === 'string' ? [entry.secretName] : []));
  return [...new Set(names)].filter((name) =>
    objectNamed(snapshot, secrets, name)?.metadata.ownerReferences?.some(({ uid }) => uid === ecosystem?.metadata.uid),
  );
}
