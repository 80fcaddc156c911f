import { isServiceHost } from './database-uri.ts';

/**
 * Whether two names are one server, seen from the namespace: letters count alike, a Service has a short and longer
 * names, an address of IPv6 many forms.
 */
export function sameHost(one: string, other: string, namespace: string): boolean {
  return canonicalHost(one, namespace) === canonicalHost(other, namespace);
}

/** `host`, `host:5432`, `[fd00::1]:5432` or `fd00::1` taken apart; without a port it says nothing about one. */
export function splitServer(server: string): { readonly host: string; readonly port: number | undefined } {
  const trimmed = server.trim();
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(trimmed);
  // More colons than one and no brackets: an address of IPv6 alone.
  const plain = trimmed.split(':').length > 2 ? null : /^([^:]*)(?::(\d+))?$/.exec(trimmed);
  const [, host = trimmed, port] = bracketed ?? plain ?? [];
  return { host, port: port === undefined ? undefined : Number(port) };
}

/** A host without a dot is a Service of the namespace, for the pods of it: its short name stands for all of them. */
function canonicalHost(host: string, namespace: string): string {
  const name = host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^\[|\]$/g, '');
  if (name.includes(':')) return expandedAddress(name);
  const [service = '', inNamespace = namespace] = name.split('.');
  return isServiceHost(name, service, inNamespace) ? `${service}.${inNamespace}` : name;
}

/** An IPv6 address with all its groups, without leading zeros; an IPv4 address as it is. */
export function expandedAddress(address: string): string {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = (part: string): readonly string[] => (part === '' ? [] : part.split(':'));
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups(head).length - groups(tail).length);
  const all = [...groups(head), ...new Array<string>(zeros).fill('0'), ...groups(tail ?? '')];
  return all.map((group) => group.replace(/^0+(?=.)/, '')).join(':');
}
