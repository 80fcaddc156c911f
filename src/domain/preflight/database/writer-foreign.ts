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
          'mounts the config Secret of this registry, so that it may write to the same database: it is scaled to zero ' +
          'with the old registry, and the new registry has nothing in its place',
        remedy:
          'See what it does. What the new registry does by itself (mirroring, garbage collection) needs nothing; then ' +
          'acknowledge this. A rollback starts it again.',
      })),
});
