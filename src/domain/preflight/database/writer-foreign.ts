import { describeObject } from '../../../k8s/object.ts';
import { isForeignWriter } from '../../ecosystem/read-writers.ts';
import { defineRule } from '../define-rule.ts';

export const writerForeign = defineRule({
  id: 'writer-foreign',
  severity: 'warning',
  covers: ['H5', 'H6'],
  look: (facts) =>
    facts.writers
      .filter((deployment) => isForeignWriter(facts.name, deployment))
      .map((deployment) => ({
        object: describeObject(deployment),
        field: 'spec.template.spec.volumes',
        message:
          `${describeObject(deployment)} mounts the config Secret of this registry, so it may write to the same ` +
          'database. It is scaled to zero with the old registry, and the new registry has no replacement for it',
        remedy:
          'Check what the Deployment does. What the new registry does itself (mirroring, garbage collection) needs no ' +
          'replacement. Then acknowledge this warning. A rollback scales the Deployment up again.',
      })),
});
