import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { namespaces, quayEcosystems, quayRegistries } from '../../src/k8s/resource.ts';
import type { Journal } from '../../src/service/engine/journal/journal.ts';
import { JournalStore } from '../../src/service/engine/journal/journal-store.ts';
import { type DevelopmentCluster, startDevelopmentCluster } from '../cluster/development-cluster.ts';
import { installChart } from '../image/install-chart.ts';
import { installSample } from '../samples/samples.ts';

const timeScale = 0.03;
const namespace = 'bench';
const service = { namespace: 'quay-migration', release: 'quay-migration-plugin' };

/** One migration of sample (a) with little data: where its time goes, and what it asks of the API server. */
export async function migrationBench(): Promise<void> {
  const cluster = await startDevelopmentCluster({ timeScale });
  try {
    const admin = cluster.client('admin');
    await admin.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const addressOf = cluster.node.addressOf.bind(cluster.node);
    const sample = await installSample(admin, { namespace, sample: 'a', rows: 1000, addressOf });
    await installChart({
      ...service,
      helm: cluster.tools.helm,
      kubeconfig: cluster.kubeconfig('admin'),
      values: { image: { registry: 'localhost', tag: 'dev' }, waitScale: timeScale },
    });
    const before = await scrape(cluster);
    const labelledAt = Date.now();
    const body = { metadata: { labels: { 'quay-operator/migrate': 'true' } } };
    await admin.patch(quayEcosystems, { name: sample.name, namespace }, { type: 'merge', body });
    const createdAt = await untilCreated(cluster, sample.name);
    const journal = await untilOver(cluster, sample.name);
    const after = await scrape(cluster);
    report(journal, createdAt - labelledAt, {
      requests: after.requests - before.requests,
      connections: after.connections - before.connections,
    });
  } finally {
    await cluster.stop();
  }
}

async function untilCreated(cluster: DevelopmentCluster, name: string): Promise<number> {
  for (;;) {
    if (await cluster.client('admin').get(quayRegistries, name, namespace)) return Date.now();
    await sleep(20);
  }
}

async function untilOver(cluster: DevelopmentCluster, name: string): Promise<Journal> {
  const journals = new JournalStore(cluster.client('admin'), service.namespace).of({ namespace, name });
  for (;;) {
    const [stored] = await journals.list();
    const phase = stored?.journal.phase ?? 'running';
    if (stored !== undefined && phase !== 'running' && phase !== 'rolling-back') return stored.journal;
    await sleep(100);
  }
}

const anyCertificate = new Agent({ connect: { rejectUnauthorized: false } });

async function scrape(cluster: DevelopmentCluster): Promise<{ requests: number; connections: number }> {
  const address = cluster.node.addressOf(service.namespace, service.release);
  const { body } = await request(`https://${address}:8443/metrics`, { dispatcher: anyCertificate });
  const text = await body.text();
  const read = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
  return {
    requests: read('quay_migration_api_requests_total'),
    connections: read('quay_migration_connections_total'),
  };
}

function report(journal: Journal, toRegistry: number, counts: { requests: number; connections: number }): void {
  console.log(`\nOne migration, 1000 rows, waits scaled by ${timeScale}: ${journal.phase}`);
  console.log(`  label to QuayRegistry        ${(toRegistry / 1000).toFixed(1)} s`);
  for (const [id, record] of Object.entries(journal.steps)) {
    const seconds = (Date.parse(record.finishedAt ?? record.startedAt) - Date.parse(record.startedAt)) / 1000;
    console.log(`    ${id.padEnd(26)} ${seconds.toFixed(1)} s`);
  }
  console.log(`  requests to the API server   ${counts.requests}`);
  console.log(`  TLS connections opened       ${counts.connections}`);
}
