import type { Request } from './audit-log.ts';
import { type Right, roleWord } from './granted-rights.ts';

/** A right that no request shows, or a request that is refused on purpose: why, and which test shows it. */
export interface Exception {
  /** `engine: update quayecosystems/finalizers.redhatcop.redhat.io`, as the comparison prints it. */
  readonly what: string;
  readonly why: string;
  /** File and name of the test that fails without it; `none yet` where there is none. */
  readonly test: string;
}

/**
 * What is wrong with what was asked for. A request that was refused though the chart grants it was one of a release that
 * was just being taken away, or of a test that took the right away: what is found here is what the chart does not grant,
 * and what was asked of the whole cluster where only namespaces are given.
 */
export function refusedRequests(
  requests: readonly Request[],
  granted: readonly Right[],
  expected: readonly Exception[],
): readonly string[] {
  const grants = new Set(granted.map(({ verb, resource }) => `${verb} ${resource}`));
  const known = new Set(expected.map(({ what }) => what));
  const refused = requests
    .filter(({ allowed, verb, resource, namespace }) => {
      return !allowed && (!grants.has(`${verb} ${resource}`) || namespace === '');
    })
    .map(({ verb, resource, namespace }) => `${verb} ${resource}${namespace === '' ? ' in all namespaces' : ''}`);
  return [...new Set(refused)].filter((what) => !known.has(what)).sort();
}

/** The pods of a migration have no token: whoever asks as their ServiceAccount has got one from somewhere. */
export function requestsOfWorkers(requests: readonly Request[]): readonly string[] {
  const found = requests.filter(({ account }) => account.endsWith('-qm-worker'));
  return [...new Set(found.map(({ account, verb, resource }) => `${account}: ${verb} ${resource}`))].sort();
}

/** Rights of the chart that no request has used, but for the exceptions. */
export function unusedRights(
  requests: readonly Request[],
  granted: readonly Right[],
  exceptions: readonly Exception[],
): readonly string[] {
  const used = new Set(
    requests.filter(({ allowed }) => allowed).map(({ role, verb, resource }) => nameOf(roleWord(role), verb, resource)),
  );
  const known = new Set(exceptions.map(({ what }) => what));
  const rights = granted.map(({ role, verb, resource }) => nameOf(role, verb, resource));
  return [...new Set(rights)].filter((right) => !used.has(right) && !known.has(right)).sort();
}

/** Exceptions for what the chart does not grant: they would hide it if it came back. */
export function staleExceptions(granted: readonly Right[], exceptions: readonly Exception[]): readonly string[] {
  const rights = new Set(granted.map(({ role, verb, resource }) => nameOf(role, verb, resource)));
  return exceptions.map(({ what }) => what).filter((what) => !rights.has(what));
}

function nameOf(role: string, verb: string, resource: string): string {
  return `${role}: ${verb} ${resource}`;
}
