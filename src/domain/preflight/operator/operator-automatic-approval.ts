import { describeObject, type KubernetesObject } from '../../../k8s/object.ts';
import { subscriptions } from '../../../k8s/resource.ts';
import { isMapping } from '../../ecosystem/check-fields.ts';
import { objectsOf } from '../../snapshot.ts';
import { defineRule } from '../define-rule.ts';

const packages = ['quay-operator', 'project-quay'];

export const operatorAutomaticApproval = defineRule({
  id: 'operator-automatic-approval',
  severity: 'warning',
  covers: [],
  look: (facts) => {
    const { operator } = facts;
    if (!operator) return undefined;
    return objectsOf(facts.snapshot, subscriptions)
      .filter(({ metadata }) => metadata.namespace === operator.namespace)
      .filter(isAutomatic)
      .map((subscription) => ({
        object: describeObject(subscription),
        field: 'spec.installPlanApproval',
        message: `The install plan approval of ${describeObject(subscription)} is Automatic. The version of quay-operator may change in the middle of a migration, which then stops`,
        remedy: `Set Manual approval for the duration of the migration: oc patch subscription.operators.coreos.com ${subscription.metadata.name} -n ${operator.namespace} --type=merge -p '{"spec":{"installPlanApproval":"Manual"}}'. Or acknowledge this warning.`,
      }));
  },
});

/** OLM treats an empty approval as Automatic. */
function isAutomatic(subscription: KubernetesObject & { readonly spec?: unknown }): boolean {
  const { spec } = subscription;
  if (!isMapping(spec) || !packages.includes(String(spec.name))) return false;
  return (spec.installPlanApproval ?? 'Automatic') === 'Automatic';
}
