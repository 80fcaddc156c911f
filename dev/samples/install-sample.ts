import { setTimeout as sleep } from 'node:timers/promises';
import { deployments, quayEcosystems, secrets, services } from '../../src/k8s/resource.ts';
import type { QuayEcosystem } from '../../src/k8s/quayecosystem.ts';
import type { KubeClient } from '../../src/service/kube/client.ts';
import { administratorSecrets } from './administrator-secrets.ts';
import { type CertificatePair, certificateFor } from './certificate.ts';
import { corporateDatabase, corporateDatabaseObjects } from './corporate-database.ts';
import { corporateRedis, corporateRedisObjects } from './corporate-redis.ts';
import { ecosystemObject, ecosystemStatus } from './ecosystem-object.ts';
import { type SampleDatabase, fillDatabase } from './fill-database.ts';
import { isSecure } from './legacy-operator/default-spec.ts';
import { type LegacyObjects, legacyObjects } from './legacy-operator/legacy-objects.ts';
import type { Owner, Produced } from './legacy-operator/produced.ts';
import { quayService } from './legacy-operator/registry.ts';
import type { Sample, Site } from './sample.ts';

export interface InstallOptions {
  /** It exists already. */
  readonly namespace: string;
  /** Of the database, in all tables. */
  readonly rows: number;
  /** Where this process reaches the ports of a Service. */
  readonly addressOf: (namespace: string, service: string) => string | Promise<string>;
}

/** A sample that runs. */
export interface InstalledSample {
  /** Of the QuayEcosystem. */
  readonly name: string;
  readonly namespace: string;
  /** SERVER_HOSTNAME: a host of a Route or Ingress, or the address of a Service. */
  readonly hostname: string;
  /** Of Service NAME-quay, from this machine, with whatever certificate stands behind it. */
  readonly serviceUrl: string;
  /** The legacy registry's database, as its own role. */
  readonly database: () => SampleDatabase;
}

const waitSeconds = 180;

/**
 * Puts a sample into a namespace as the legacy operator would have left it, fills its database and waits until all
 * workloads run. What is there already stays as it is.
 */
export async function install(client: KubeClient, sample: Sample, options: InstallOptions): Promise<InstalledSample> {
  const { namespace, rows, addressOf } = options;
  const external = corporateDatabase(namespace);
  const isDefault = namespace === sample.namespace;
  const before: Site = {
    namespace,
    hostname: (isDefault ? sample.hostname : undefined) ?? `quay.${namespace}.example.com`,
    databaseHost: external.host,
    redisHost: `${corporateRedis.service}.${external.namespace}.svc`,
    nodePort: isDefault ? sample.nodePort : undefined,
  };
  const owner = await createEcosystem(client, sample, before);
  await create(client, [quayService(owner, sample.spec(before), before)]);
  const hostname = sample.hostname === undefined ? await balancerAddress(client, owner) : before.hostname;
  const site = { ...before, hostname };

  const objects = await objectsOf(client, sample, site, owner);
  const managed = objects.database.length > 0;
  const home = managed ? { namespace, service: `${owner.name}-quay-postgresql` } : external;
  await create(client, managed ? objects.database : corporateDatabaseObjects(external.namespace));
  const ownRedis = sample.spec(site).redis?.hostname === site.redisHost;
  if (ownRedis) await create(client, corporateRedisObjects(external.namespace));
  await create(client, objects.rest);
  await untilAvailable(client, home.namespace, [home.service, ...(ownRedis ? [corporateRedis.service] : [])]);
  const database = await fillDatabase(await addressOf(home.namespace, home.service), sample, rows);
  await create(client, objects.quay);
  await untilAvailable(client, namespace);
  const secure = isSecure(sample.spec(site));
  const serviceUrl = `${secure ? 'https' : 'http'}://${await addressOf(namespace, `${owner.name}-quay`)}`;
  return { name: owner.name, namespace, hostname, serviceUrl, database: () => database };
}

async function objectsOf(client: KubeClient, sample: Sample, site: Site, owner: Owner): Promise<LegacyObjects> {
  const authority = await certificateFor(['ca.corp.example.com']);
  const pair = (await existingPair(client, sample, site)) ?? (await certificateFor([site.hostname, 'quay-enterprise']));
  const corporateCa = authority.certificate;
  await create(client, administratorSecrets(sample, site, { pair, corporateCa }));
  const hasCa = (sample.spec(site).quay.configFiles ?? []).some(({ type }) => type === 'extraCaCert');
  return legacyObjects({ sample, site, owner, pair, caFiles: hasCa ? { 'corp.pem': corporateCa } : {} });
}

/** A second installation keeps the certificate of the first: several Secrets hold it. */
async function existingPair(client: KubeClient, sample: Sample, site: Site): Promise<CertificatePair | undefined> {
  const name = sample.certificateSecret ?? `${sample.ecosystem}-quay-ssl`;
  const data = (await client.get(secrets, name, site.namespace))?.data;
  const text = (key: string): string => Buffer.from(data?.[key] ?? '', 'base64').toString('utf8');
  return data && { certificate: text('tls.crt'), key: text('tls.key') };
}

async function createEcosystem(client: KubeClient, sample: Sample, site: Site): Promise<Owner> {
  const { namespace } = site;
  const name = sample.ecosystem;
  await create(client, [{ resource: quayEcosystems, object: ecosystemObject(sample, site) }]);
  const ecosystem = await client.patch<QuayEcosystem>(
    quayEcosystems,
    { name, namespace },
    { type: 'merge', body: { status: ecosystemStatus(sample, site) } },
    { subresource: 'status' },
  );
  return { name, namespace, uid: ecosystem.metadata.uid ?? '' };
}

/** What is there already stays: a Service would be refused for its node port before it is found to exist. */
async function create(client: KubeClient, objects: readonly Produced[]): Promise<void> {
  for (const { resource, object } of objects) {
    const { name, namespace } = object.metadata;
    if ((await client.get(resource, name, namespace)) === undefined) await client.create(resource, object);
  }
}

async function balancerAddress(client: KubeClient, { name, namespace }: Owner): Promise<string> {
  const service = `${name}-quay`;
  return eventually(`Service ${namespace}/${service} has no address of a load balancer`, async () => {
    const [ingress] = (await client.get(services, service, namespace))?.status?.loadBalancer?.ingress ?? [];
    return ingress?.hostname ?? ingress?.ip;
  });
}

/** Waits for the Deployments of a namespace, or for those with the given names. */
async function untilAvailable(client: KubeClient, namespace: string, names?: readonly string[]): Promise<void> {
  let waiting: readonly string[] = [];
  await eventually(
    () => `in namespace ${namespace}, Deployments are not available: ${waiting.join(', ')}`,
    async () => {
      const all = await client.list(deployments, { namespace });
      const wanted = all.filter(({ metadata }) => names?.includes(metadata.name) ?? true);
      const missing = wanted.filter(({ spec, status }) => (status?.availableReplicas ?? 0) < (spec?.replicas ?? 1));
      waiting = missing.map(({ metadata }) => metadata.name);
      return waiting.length === 0 ? true : undefined;
    },
  );
}

async function eventually<T>(problem: string | (() => string), look: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + waitSeconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) {
      throw new Error(`after ${waitSeconds} s: ${typeof problem === 'string' ? problem : problem()}`);
    }
    await sleep(200);
  }
}
