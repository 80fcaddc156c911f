import { defineRule } from '../define-rule.ts';

export const operatorUnverified = defineRule({
  id: 'operator-unverified',
  severity: 'info',
  covers: [],
  look: ({ operator, snapshot, namespace }) => {
    if (!operator || snapshot.accountReviews.asked) return undefined;
    return {
      object: operator.source,
      field: 'spec.template.spec.serviceAccountName',
      message:
        `${operator.source} is assumed to be the installed quay-operator. No cluster has confirmed that its ` +
        `ServiceAccount may write QuayRegistries in ${namespace} (${snapshot.accountReviews.reason})`,
      remedy:
        'No action is required. The service checks this in the cluster before it starts, and uses no other operator.',
    };
  },
});
