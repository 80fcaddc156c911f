import { expandedAddress } from '../../ecosystem/database/same-server.ts';

/**
 * Whether a certificate with these subject alternative names is valid for a host, as Go's crypto/x509 judges, which is
 * what quay-operator runs: letters count alike, `*` stands for exactly the first label, addresses match only addresses.
 */
export function coversHost(subjectAltNames: readonly string[], host: string): boolean {
  const address = /^\[(.+)\]$/.exec(host)?.[1] ?? host;
  if (isAddress(address)) return subjectAltNames.some((name) => isAddress(name) && sameAddress(name, address));
  const labels = labelsOf(host);
  if (labels.some((label) => label === '')) return false;
  return subjectAltNames.some((name) => !isAddress(name) && matches(labelsOf(name), labels));
}

function matches(pattern: readonly string[], host: readonly string[]): boolean {
  return (
    pattern.length === host.length &&
    pattern.every((label, index) => (index === 0 && label === '*' && host.length > 1) || label === host[index])
  );
}

function labelsOf(name: string): readonly string[] {
  return name.toLowerCase().replace(/\.$/, '').split('.');
}

function isAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || text.includes(':');
}

function sameAddress(one: string, other: string): boolean {
  return expandedAddress(one) === expandedAddress(other);
}
