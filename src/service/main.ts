import { KubeConfig } from '@kubernetes/client-node';
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { Controller } from './engine/queue/controller.ts';
import type { Journal } from './engine/journal/journal.ts';
import { JournalStore } from './engine/journal/journal-store.ts';
import { ApiClient } from './kube/api-client.ts';
import { clusterFacts } from './kube/snapshot/cluster-facts.ts';
import { fencedClient } from './kube/wrapped/fenced-client.ts';
import { LeaderLease } from './kube/lease.ts';
import { createMetrics } from './observe/metrics.ts';
import { requestersIn } from './engine/request/requesters.ts';
import { MemoryStore } from './engine/memory/memory-store.ts';
import { type AppSettings, createApp } from './http/app.ts';
import { startServer } from './http/https-server.ts';
import { StatusReader } from './http/read-status.ts';
import { StatusFeed } from './http/status-feed.ts';
import { StreamLimit } from './http/status-stream.ts';
import { operatorPlaces, readSettings } from './settings.ts';

const leaseSeconds = 15;

/** The service: runs migrations while it holds the Lease. SIGTERM ends it at a safe point. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const places = operatorPlaces(settings);
  const log = pino({ level: settings.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  const api = apiClient();
  const lease = new LeaderLease(api, {
    namespace: settings.namespace,
    name: settings.leaseName,
    identity: `${settings.podName}_${randomUUID()}`,
    durationSeconds: Math.max(2, Math.round(leaseSeconds * Math.min(1, settings.waitScale * 4))),
  });
  const installation = { namespace: settings.namespace, name: settings.installationConfigMap };
  const metrics = createMetrics({ requests: () => api.connection.requests, leads: () => lease.held });
  const client = fencedClient(api, () => {
    lease.assertHeld();
  });
  const controller = new Controller({
    client,
    facts: clusterFacts(api),
    journals: new JournalStore(client, settings.namespace),
    lease,
    log,
    watched: settings.watched,
    installation,
    settings: {
      waitScale: settings.waitScale,
      workerImage: settings.workerImage,
      imagePullSecrets: settings.imagePullSecrets,
      operatorPlaces: places,
    },
    onChange: (journal) => {
      metrics.observe(journal);
      log.info(summaryOf(journal), 'migration changed');
    },
    onForget: metrics.forget,
  });
  const stopping = new AbortController();
  const app = appOf(api, installation, { ...settings, operatorPlaces: places, log, metrics });
  const stopServer = await startServer({ ...settings, log }, (request) => app.fetch(request));
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stopping.abort();
    });
  // Keep the Lease until the running work has finished.
  const released = new AbortController();
  const leading = lease.run(released.signal, {
    onError: (error) => {
      log.warn({ error: String(error) }, 'the Lease could not be acquired or renewed');
    },
    onAcquired: () => {
      log.info('this pod acquired the Lease');
      controller.enqueueAll();
    },
  });
  await controller.run(stopping.signal);
  released.abort();
  await leading;
  await stopServer();
  await api.close();
}

/** A client with the identity of the pod's ServiceAccount. */
function apiClient(): ApiClient {
  const config = new KubeConfig();
  config.loadFromDefault();
  return new ApiClient(config);
}

function appOf(
  api: ApiClient,
  installation: { readonly namespace: string; readonly name: string },
  settings: Pick<AppSettings, 'version' | 'pluginDirectory' | 'operatorPlaces' | 'workerImage' | 'log' | 'metrics'>,
): ReturnType<typeof createApp> {
  const reader = new StatusReader(api, new JournalStore(api, installation.namespace));
  const memory = new MemoryStore(api, installation);
  return createApp({
    ...settings,
    service: api,
    facts: clusterFacts(api),
    reader,
    feed: new StatusFeed(reader),
    limit: new StreamLimit(),
    startRequesters: requestersIn(memory, 'startedBy'),
    rollbackRequesters: requestersIn(memory, 'rolledBackBy'),
    readiness: () => (api.connection.answers ? '' : 'the API server does not respond'),
  });
}

/** The summary of an attempt for the log, without secrets. */
function summaryOf({ ecosystem, attempt, phase, cause, steps }: Journal): Record<string, unknown> {
  const [step] = Object.entries(steps).findLast(([, record]) => record.state !== 'skipped') ?? [];
  return { namespace: ecosystem.namespace, name: ecosystem.name, attempt, phase, step, cause };
}

await main();
