import { type KubernetesObject, describeObject } from '../../../k8s/object.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { defineRule } from '../define-rule.ts';

/** Labels and annotations, and the controller that sets them. */
const marks: readonly (readonly [string, string])[] = [
  ['argocd.argoproj.io/tracking-id', 'Argo CD'],
  ['argocd.argoproj.io/instance', 'Argo CD'],
  ['kustomize.toolkit.fluxcd.io/name', 'Flux'],
  ['helm.toolkit.fluxcd.io/name', 'Flux'],
  ['meta.helm.sh/release-name', 'Helm'],
];

const managers = /^(argocd|kustomize-controller|helm-controller|helm$)/;

export const gitopsManaged = defineRule({
  id: 'gitops-managed',
  severity: 'warning',
  covers: [],
  look: (facts) =>
    changedObjects(facts).flatMap((object) => {
      const owner = gitopsOwner(object);
      if (owner === undefined) return [];
      return [
        {
          object: describeObject(object),
          field: owner.field,
          message:
            `${describeObject(object)} is managed by ${owner.name}, which would revert what the migration changes ` +
            '(replicas, labels, selectors, the QuayEcosystem itself) as soon as it detects the changes',
          remedy: `Pause ${owner.name} for this object until the migration is complete, then acknowledge this warning.`,
        },
      ];
    }),
});

/** The existing objects that a migration changes. */
function changedObjects({ ecosystem, writers, database, config, access }: EcosystemFacts): readonly KubernetesObject[] {
  const others = [database.deployment, database.claim, database.service, database.credentialsSecret, config.secret];
  return [ecosystem, ...writers, ...others, access.route, access.service, access.ingress].filter(
    (object) => object !== undefined,
  );
}

function gitopsOwner({ metadata }: KubernetesObject): { readonly name: string; readonly field: string } | undefined {
  for (const [key, name] of marks) {
    if (metadata.annotations?.[key] !== undefined) return { name, field: `metadata.annotations[${key}]` };
    if (metadata.labels?.[key] !== undefined) return { name, field: `metadata.labels[${key}]` };
  }
  const manager = metadata.managedFields?.find((entry) => managers.test(entry.manager ?? ''))?.manager;
  return manager === undefined ? undefined : { name: manager, field: 'metadata.managedFields' };
}
