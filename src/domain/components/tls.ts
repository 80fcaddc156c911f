import type { EcosystemFacts } from '../ecosystem/facts.ts';
import type { ComponentRule } from './decision.ts';

/** Whether the legacy pods served their own certificate: the pair is there and the termination uses it. */
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
    const reason = 'Quay serves its own certificate (ssl.cert and ssl.key of the config Secret)';
    return { kind: 'tls', managed: false, reason, configChanges: [] };
  }
  return { kind: 'tls', managed: true, reason: managedReason(facts), configChanges: [] };
};

function managedReason(facts: EcosystemFacts): string {
  const { type, termination } = facts.access;
  if (type !== 'Route') return 'TLS ends before Quay, or there is none';
  if (termination === 'none') return "plain HTTP becomes HTTPS that ends at the router, with the cluster's certificate";
  if (termination === 'reencrypt') return "clients have seen the router's certificate, and go on to see it";
  return "TLS ends at the router, with the cluster's certificate";
}
