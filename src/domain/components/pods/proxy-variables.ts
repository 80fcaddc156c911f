import type { EnvVar } from '../../../k8s/pod.ts';

/** The Services of the new registry, by the names that its pods use. */
const clusterNames = ['svc', 'svc.cluster.local'];

/**
 * Proxies of the legacy pods win over those of the operator's environment (quay-operator 3.9 to 3.18: overrides.env
 * replaces variables by name), and so do their exceptions: Clair and Redis of the new registry must not be looked for
 * behind the proxy. Without exceptions the operator would write the registry's own host.
 */
export function withClusterExceptions(env: readonly EnvVar[], hostname: string): readonly EnvVar[] {
  if (!env.some(({ name }) => /^https?_proxy$/i.test(name))) return env;
  if (!env.some(({ name }) => /^no_proxy$/i.test(name))) {
    const own = hostname === '' ? [] : [hostname.replace(/:\d+$/, '')];
    return [...env, { name: 'NO_PROXY', value: [...clusterNames.map((name) => `.${name}`), ...own].join(',') }];
  }
  return env.map((variable) =>
    /^no_proxy$/i.test(variable.name) && variable.value !== undefined
      ? { ...variable, value: extended(variable.value) }
      : variable,
  );
}

function extended(exceptions: string): string {
  const present = exceptions.split(',').map((entry) => entry.trim().replace(/^\*?\./, ''));
  const missing = clusterNames.filter(
    (name) => !present.some((entry) => entry === '*' || name === entry || name.endsWith(`.${entry}`)),
  );
  return [exceptions, ...missing.map((name) => `.${name}`)].filter((part) => part !== '').join(',');
}
