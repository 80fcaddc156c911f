import type { Exception } from './compare-rights.ts';

const owners =
  'the API server asks for it before owner references are changed, and writes no request of it into its log';
const hosts = 'the API server asks for it before a host or certificate is put back, and writes no request of it';

/** Rights that no request of the cluster tests uses. */
export const unseenRights: readonly Exception[] = [
  {
    what: 'engine: update quayecosystems/finalizers.redhatcop.redhat.io',
    why: owners,
    test: 'dev/journeys/managed-database.cluster.test.ts: rolls back when the QuayRegistry is deleted',
  },
  {
    what: 'engine: delete deployments.apps',
    why: owners,
    test: 'dev/journeys/managed-database.cluster.test.ts: migrates on the documented label',
  },
  {
    what: 'engine: delete ingresses.networking.k8s.io',
    why: owners,
    test: 'dev/journeys/restored-objects.cluster.test.ts: keeps the Ingress',
  },
  {
    what: 'engine: delete routes.route.openshift.io',
    why: owners,
    test: 'dev/journeys/managed-database.cluster.test.ts: rolls back when the QuayRegistry is deleted',
  },
  {
    what: 'engine: create routes/custom-host.route.openshift.io',
    why: hosts,
    test: 'dev/journeys/restored-objects.cluster.test.ts: makes a Deployment and a Route anew',
  },
  {
    what: 'engine: update routes/custom-host.route.openshift.io',
    why: hosts,
    test: 'dev/journeys/managed-database.cluster.test.ts: rolls back when the QuayRegistry is deleted',
  },
];

/** Requests that are refused where only some namespaces are given. */
export const expectedRefusals: readonly Exception[] = [
  {
    what: 'list deployments.apps in all namespaces',
    why: 'operators are looked for everywhere, and where that is refused, in the namespace itself',
    test: 'src/service/kube/snapshot/read-snapshot.cluster.test.ts',
  },
];
