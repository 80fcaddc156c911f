import { defineRule } from '../define-rule.ts';
import { objectIn } from '../object-names.ts';

export const mirrorRunning = defineRule({
  id: 'mirror-running',
  severity: 'info',
  covers: ['H28'],
  look: (facts) => {
    if (!facts.mirror.enabled || facts.mirror.claimed) return undefined;
    return {
      object: objectIn(facts, 'Deployment', `${facts.name}-quay-repomirror`),
      field: 'spec.replicas',
      message:
        'runs, although spec.quay.enableRepoMirroring is not true: repositories are mirrored now, and go on to be; the ' +
        'new registry gets a mirror of its own',
      remedy: `Nothing; if nothing is to be mirrored any more: oc scale deployment ${facts.name}-quay-repomirror -n ${facts.namespace} --replicas=0.`,
    };
  },
});
