import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { configMaps, namespaces, quayEcosystems } from '../../../k8s/resource.ts';
import { context } from '../../../domain/plan/plan.fixture.ts';
import type { MemoryCluster } from '../../kube/memory-cluster.fixture.ts';
import { SharedReads } from '../../kube/wrapped/shared-reads.ts';
import { type AttemptUnderTest, attemptOf, serviceNamespace, target } from '../attempt/attempt.fixture.ts';
import { claimOf } from '../request/claim.ts';
import { installationAnnotation } from '../../../contract/annotations.ts';
import { openInstallation } from '../request/installation.ts';
import { JournalStore } from '../journal/journal-store.ts';
import type { Journal } from '../journal/journal.ts';
import { reconcile } from './reconcile.ts';
import type { Reconciliation } from './reconciliation.ts';

/** Of the journals that `journalOf` makes. */
const uid = 'installation-uid';

export const installationPlace = { namespace: serviceNamespace, name: 'installation', watched: [] };
export const claim = claimOf({ namespace: serviceNamespace, uid });
export const migrateLabels = { 'quay-operator/migrate': 'true' };

export interface ServiceUnderTest {
  readonly context: Reconciliation;
  /** One look, as a service that has just started does. */
  readonly look: () => ReturnType<typeof reconcile>;
  /** Journals that it was told of. */
  readonly changes: readonly Journal[];
  /** How often it was told of a QuayEcosystem of another installation. */
  readonly foreign: readonly unknown[];
}

/** The engine in a cluster in memory, in whose namespace there is its ConfigMap, and which has been started before. */
export async function serviceIn(cluster: MemoryCluster): Promise<ServiceUnderTest> {
  const { name, namespace } = installationPlace;
  const metadata = { name, namespace, uid };
  const data = { labelsRecorded: 'true' };
  cluster.seed(configMaps, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
  for (const one of [target.namespace, serviceNamespace]) {
    cluster.seed(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: one } });
  }
  const changes: Journal[] = [];
  const foreign: unknown[] = [];
  const open = async (): Promise<Reconciliation> => ({
    client: cluster,
    facts: cluster,
    journals: new JournalStore(cluster, serviceNamespace),
    settings: { waitScale: 1, workerImage: context.workerImage, imagePullSecrets: [] },
    installation: await openInstallation(cluster, installationPlace),
    reads: new SharedReads(cluster),
    requestedSince: (_ecosystem, otherwise) => otherwise,
    onChange: (journal) => changes.push(journal),
    onForeign: (of) => foreign.push(of),
  });
  return { context: await open(), look: async () => reconcile(await open(), target), changes, foreign };
}

/** An attempt with a journal in this state, of a QuayEcosystem that asks, and the engine that looks at it. */
export async function begunAttempt(
  journal: Partial<Journal>,
): Promise<{ readonly test: AttemptUnderTest; readonly service: ServiceUnderTest }> {
  const test = await attemptOf({ journal });
  const service = await serviceIn(test.cluster);
  const metadata = { labels: migrateLabels, annotations: { [installationAnnotation]: claim } };
  test.cluster.edit(quayEcosystems, target, { metadata });
  test.cluster.writes.length = 0;
  return { test, service };
}

/** What the status of the QuayEcosystem says of the whole. */
export function told(cluster: MemoryCluster): { readonly reason: string; readonly message: string } {
  const { status } = cluster.peek(quayEcosystems, target) ?? ({} as Partial<QuayEcosystem>);
  const { reason = '', message = '' } = status?.conditions?.find(({ type }) => type === 'QuayMigration') ?? {};
  return { reason, message };
}
