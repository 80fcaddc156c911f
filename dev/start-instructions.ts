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
    `The cluster runs: ${cluster.server}. Ctrl-C stops it and removes everything.`,
    '',
    'Legacy registries (namespace/QuayEcosystem):',
    ...names.map((name) => `  (${name}) ${sample(name).namespace}/${sample(name).ecosystem}: ${what[name]}`),
    '',
    'In a browser, in place of the OpenShift console:',
    `  1. Open ${consoleUrl}${pageOf(prod.namespace)}`,
    `  2. At the top right, choose the user (namespace-admin may migrate, viewer may only see it).`,
    `  3. Open ${prod.ecosystem}, then Actions > Migrate to QuayRegistry: what would happen, and what prevents it.`,
    '  4. Start it there, and watch the tab Migration: each step, the rows that are copied, the proof of every table.',
    '  5. Roll back there: the old registry is available again. Then try one with warnings (b), or with blockers (e).',
    '',
    'Users, in the browser and for the command line. Paste one of these lines into your shell.',
    ...users.map(([name, may]) => `  export KUBECONFIG=${cluster.kubeconfig(name)}   # ${name}: ${may}`),
    '',
    'The same on the command line, as namespace-admin:',
    `  alias kubectl=${kubectl}`,
    `  kubectl -n ${prod.namespace} get quayecosystem,deployments,routes         # what there is`,
    `  curl -H 'Host: ${prod.hostname ?? ''}' ${cluster.node.router}/repositories   # what it serves`,
    `  npx quay-migration plan -n ${prod.namespace} ${prod.ecosystem}     # what would happen`,
    `  kubectl -n ${prod.namespace} label quayecosystem ${prod.ecosystem} quay-operator/migrate=true`,
    `  kubectl -n ${prod.namespace} get quayecosystem ${prod.ecosystem} ${watch}   # repeat to follow it`,
    `  kubectl -n ${prod.namespace} delete quayregistry ${prod.ecosystem}                 # roll back`,
    '',
  ];
  console.log(lines.join('\n'));
}

const users = [
  ['namespace-admin', "administrator of the samples' namespaces"],
  ['viewer', 'may see everything, and change nothing'],
  ['nobody', 'has no rights'],
  ['admin', 'cluster administrator'],
] as const;

/** Of a namespace's QuayEcosystems: its administrator may not list all namespaces. */
function pageOf(namespace: string): string {
  return `/k8s/ns/${namespace}/redhatcop.redhat.io~v1alpha1~QuayEcosystem`;
}

const what: Readonly<Record<(typeof names)[number], string>> = {
  a: 'managed database, Route, Clair and mirror: migrates',
  b: 'external database behind a LoadBalancer: has warnings to acknowledge',
  c: 'managed database behind a NodePort: has warnings to acknowledge',
  d: 'external database and Redis behind an Ingress: has warnings to acknowledge',
  e: 'local storage: has a blocker',
  f: 'database without a volume: has a blocker',
};
