import { configMaps } from '../../../k8s/resource.ts';
import { describeObject } from '../../../k8s/object.ts';
import { objectNamed } from '../../snapshot.ts';
import { defineRule } from '../define-rule.ts';

/** quay-operator 3.18 was seen to write into the annotations of what it finds, and to crash where there are none. */
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
        message: 'is empty: the new operator crashes on this ConfigMap, and with it every registry that it manages',
        remedy: `Delete it, it is made again: oc delete configmap ${found.metadata.name} -n ${facts.namespace}.`,
      })),
});
