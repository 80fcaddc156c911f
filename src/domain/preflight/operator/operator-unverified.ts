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
        `is taken for the installed operator as it says: whether its ServiceAccount may write QuayRegistries in ` +
        `${namespace} was not asked of a cluster (${snapshot.accountReviews.reason})`,
      remedy: 'Nothing; the service asks the cluster before it starts, and uses no other operator.',
    };
  },
});
