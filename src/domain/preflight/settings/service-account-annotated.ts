import { describeObject } from '../../../k8s/object.ts';
import { serviceAccounts } from '../../../k8s/resource.ts';
import { objectNamed } from '../../snapshot.ts';
import { defineRule } from '../define-rule.ts';

/** What the cluster and clients write by themselves. */
const ordinary =
  /^(?:openshift\.io\/|kubectl\.kubernetes\.io\/|kubernetes\.io\/|argocd\.argoproj\.io\/|meta\.helm\.sh\/)/;

/** The legacy operator runs Quay as ServiceAccount `quay`; cloud roles (IRSA, workload identity) hang on annotations. */
export const serviceAccountAnnotated = defineRule({
  id: 'service-account-annotated',
  severity: 'warning',
  covers: ['H30'],
  look: (facts) => {
    const account = objectNamed(facts.snapshot, serviceAccounts, 'quay');
    return Object.entries(account?.metadata.annotations ?? {})
      .filter(([key]) => !ordinary.test(key))
      .map(([key, value]) => ({
        object: describeObject(account ?? { kind: 'ServiceAccount', metadata: { name: 'quay' } }),
        field: `metadata.annotations[${key}]`,
        message:
          `is not carried over: the new pods run as ServiceAccount ${facts.name}-quay-app, which the new operator makes. ` +
          'Where it gives the pods a role of the cloud, the new ones cannot reach their storage without it',
        remedy:
          'Give config.yaml keys of its own for the storage, or let the role be assumed by ServiceAccount ' +
          `${facts.name}-quay-app too, and annotate that as soon as the operator has made it: oc annotate serviceaccount ` +
          `${facts.name}-quay-app -n ${facts.namespace} '${key}=${quoted(value)}'. Then acknowledge this.`,
      }));
  },
});

function quoted(value: unknown): string {
  return String(value).replaceAll("'", `'"'"'`);
}
