import type { EcosystemFacts } from '../ecosystem/facts.ts';
import type { ComponentRule } from './decision.ts';

/** Whether the legacy pods used their own certificate: the pair exists and the termination uses it. */
export function hasOwnCertificate(facts: EcosystemFacts): boolean {
  const pair = ['ssl.cert', 'ssl.key'].every((file) => (facts.config.files[file] ?? '') !== '');
  const { type, termination } = facts.access;
  if (!pair) return false;
  return type === 'Route'
    ? termination === 'passthrough'
    : termination === 'passthrough' || termination === 'reencrypt';
}

export const tls: ComponentRule = (facts) => {
  if (hasOwnCertificate(facts)) {
    const reason = 'Quay uses its own certificate (ssl.cert and ssl.key of the config Secret)';
    return { kind: 'tls', managed: false, reason, configChanges: [] };
  }
  return { kind: 'tls', managed: true, reason: managedReason(facts), configChanges: [] };
};

function managedReason(facts: EcosystemFacts): string {
  const { type, termination } = facts.access;
  if (type !== 'Route') return 'TLS is terminated before Quay, or not used';
  if (termination === 'none')
    return 'Plain HTTP becomes HTTPS, terminated at the router with the certificate of the cluster';
  if (termination === 'reencrypt') return 'Clients see the certificate of the router, as before';
  return 'TLS is terminated at the router, with the certificate of the cluster';
}
