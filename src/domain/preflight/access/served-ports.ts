import type { ServicePort } from '../../../k8s/service.ts';
import { hasOwnCertificate } from '../../components/tls.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';

/**
 * The ports of the old Service that lead to one on which no new pod listens. Quay's pods serve 8080 and, with a
 * certificate of their own alone, 8443 (Quay 3.9 to 3.18: nginx is configured by ssl.cert); metrics are on 9091.
 */
export function deadPorts(facts: EcosystemFacts): readonly ServicePort[] {
  // Without the configuration it is not known what the pods serve; that has a blocker of its own.
  if (facts.config.document === undefined) return [];
  const served = [8080, 9091, ...(hasOwnCertificate(facts) ? [8443] : [])];
  return (facts.access.service?.spec?.ports ?? []).filter(
    ({ port, targetPort = port }) => typeof targetPort === 'number' && !served.includes(targetPort),
  );
}
