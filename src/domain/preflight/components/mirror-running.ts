import { defineRule } from '../define-rule.ts';
import { objectIn } from '../object-names.ts';

export const mirrorRunning = defineRule({
  id: 'mirror-running',
  severity: 'info',
  covers: ['H28'],
  look: (facts) => {
    if (!facts.mirror.enabled || facts.mirror.claimed) return undefined;
    const object = objectIn(facts, 'Deployment', `${facts.name}-quay-repomirror`);
    return {
      object,
      field: 'spec.replicas',
      message:
        `${object} is running, although spec.quay.enableRepoMirroring is not true. Repositories are mirrored now, and ` +
        'will be mirrored by the new registry, which gets its own mirror',
      remedy: `No action is required. To stop mirroring, scale the Deployment to zero: oc scale deployment ${facts.name}-quay-repomirror -n ${facts.namespace} --replicas=0.`,
    };
  },
});
