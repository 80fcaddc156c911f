import { describeObject } from '../../../k8s/object.ts';
import { serviceAccounts } from '../../../k8s/resource.ts';
import { objectNamed } from '../../snapshot.ts';
import { defineRule } from '../define-rule.ts';

/** Annotations that the cluster and clients set themselves. */
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
          `The annotation ${key} of ServiceAccount quay is not carried over: the new pods run as ServiceAccount ` +
          `${facts.name}-quay-app, which quay-operator creates. If the annotation gives the pods a cloud role, the new ` +
          'pods cannot reach their storage without it',
        remedy:
          'Set access keys for the storage in config.yaml. Or allow ServiceAccount ' +
          `${facts.name}-quay-app to assume the role too, acknowledge this warning, and annotate the ServiceAccount as ` +
          'soon as quay-operator has created it, in step Create the QuayRegistry: oc annotate serviceaccount ' +
          `${facts.name}-quay-app -n ${facts.namespace} '${key}=${quoted(value)}'.`,
      }));
  },
});

function quoted(value: unknown): string {
  return String(value).replaceAll("'", `'"'"'`);
}
