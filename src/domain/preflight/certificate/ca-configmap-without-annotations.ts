import { configMaps } from '../../../k8s/resource.ts';
import { describeObject } from '../../../k8s/object.ts';
import { objectNamed } from '../../snapshot.ts';
import { defineRule } from '../define-rule.ts';

/** quay-operator 3.18 was observed to write into the annotations of existing objects, and to crash if there are none. */
export const caConfigmapWithoutAnnotations = defineRule({
  id: 'ca-configmap-without-annotations',
  severity: 'blocker',
  covers: [],
  look: (facts) =>
    ['cluster-service-ca', 'cluster-trusted-ca']
      .flatMap((suffix) => objectNamed(facts.snapshot, configMaps, `${facts.name}-${suffix}`) ?? [])
      .filter(({ metadata }) => Object.keys(metadata.annotations ?? {}).length === 0)
      .map((found) => ({
        object: describeObject(found),
        field: 'metadata.annotations',
        message: `${describeObject(found)} has no annotations. quay-operator crashes on this ConfigMap, which affects every registry that it manages`,
        remedy: `Delete the ConfigMap; it is created again: oc delete configmap ${found.metadata.name} -n ${facts.namespace}.`,
      })),
});
