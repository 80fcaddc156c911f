import type { DevelopmentCluster } from './cluster/development-cluster.ts';
import { sample } from './samples/samples.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/** What the samples are, who may do what, and the lines to type. */
export function printInstructions(cluster: DevelopmentCluster, consoleUrl: string): void {
  const kubectl = cluster.tools.kubectl;
  const prod = sample('a');
  const watch =
    '-o jsonpath=\'{range .status.conditions[*]}{.type}={.status} {.message}{"\\n"}{end}\' ' + '| grep QuayMigration';
  const lines = [
    '',
    `The cluster runs: ${cluster.server}. Everything goes when you press Ctrl-C.`,
    '',
    'Legacy registries (namespace/QuayEcosystem):',
    ...names.map((name) => `  (${name}) ${sample(name).namespace}/${sample(name).ecosystem}: ${what[name]}`),
    '',
    'Users: take one of these lines into your shell.',
    `  export KUBECONFIG=${cluster.kubeconfig('namespace-admin')}   # administrator of the samples' namespaces`,
    `  export KUBECONFIG=${cluster.kubeconfig('viewer')}   # may look, and not ask for a migration`,
    `  export KUBECONFIG=${cluster.kubeconfig('nobody')}   # may nothing`,
    `  export KUBECONFIG=${cluster.kubeconfig('admin')}   # cluster administrator`,
    '',
    'Then, as the namespace administrator:',
    `  alias kubectl=${kubectl}`,
    `  kubectl -n ${prod.namespace} get quayecosystem,deployments,routes         # what there is`,
    `  curl -H 'Host: ${prod.hostname ?? ''}' ${cluster.node.router}/repositories   # what it serves`,
    `  npx quay-migration plan -n ${prod.namespace} ${prod.ecosystem}     # what would happen`,
    `  kubectl -n ${prod.namespace} label quayecosystem ${prod.ecosystem} quay-operator/migrate=true`,
    `  kubectl -n ${prod.namespace} get quayecosystem ${prod.ecosystem} ${watch}   # again and again`,
    `  kubectl -n ${prod.namespace} delete quayregistry ${prod.ecosystem}                 # take it back`,
    '',
    `In a browser, in place of the OpenShift console: ${consoleUrl} (users and dark theme at the top right)`,
    '',
  ];
  console.log(lines.join('\n'));
}

const what: Readonly<Record<(typeof names)[number], string>> = {
  a: 'managed database, Route, Clair and mirror: migrates',
  b: 'external database behind a LoadBalancer: asks first',
  c: 'managed database behind a NodePort: asks first',
  d: 'external database and Redis behind an Ingress: asks first',
  e: 'local storage: refused',
  f: 'database without a volume: refused',
};
