import type { QuayEcosystem } from '../../src/k8s/quayecosystem.ts';
import { defaultedSpec } from './legacy-operator/default-spec.ts';
import { type AnyObject, produced } from './legacy-operator/produced.ts';
import { quayEcosystems } from '../../src/k8s/resource.ts';
import type { Sample, Site } from './sample.ts';

/** The QuayEcosystem after operator 1.1.2 has defaulted it. */
export function ecosystemObject(sample: Sample, site: Site): AnyObject {
  const metadata = { name: sample.ecosystem, namespace: site.namespace };
  return produced(quayEcosystems, metadata, { spec: defaultedSpec(sample.spec(site)) }).object;
}

/**
 * Its status after setup. A LoadBalancer's hostname is never written, a NodePort's is `:PORT`; conditions are only
 * ever added.
 */
export function ecosystemStatus(sample: Sample, site: Site): NonNullable<QuayEcosystem['status']> {
  const { quay, clair } = sample.spec(site);
  const { type } = quay.externalAccess;
  const at = '2020-08-12T09:00:00Z';
  const success = (condition: string, message: string) => ({
    type: condition,
    status: 'True' as const,
    reason: '',
    message,
    lastUpdateTime: at,
    lastTransitionTime: at,
  });
  const hostname = type === 'NodePort' ? `:${site.nodePort ?? 30_443}` : site.hostname;
  return {
    ...(type !== 'LoadBalancer' && { hostname }),
    setupComplete: true,
    conditions: [
      success('UpdateDefaultConfigurationSuccess', 'Configuration Updated Successfully'),
      success('QuaySetupSuccess', 'Setup Completed Successfully'),
      ...(clair?.enabled === true
        ? [success('QuayEcosystemClairConfigurationSuccess', 'Clair Configuration Updated Successfully')]
        : []),
    ],
  };
}
