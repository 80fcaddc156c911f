import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/domain/config/base64.ts';
import type { KubernetesObject } from '../../src/k8s/object.ts';
import * as kinds from '../../src/k8s/resource.ts';
import { Canaries } from '../checks/canaries.ts';
import { testCluster } from '../checks/cluster-context.ts';
import { ApiCaller } from './api-caller.ts';
import { Journey } from './journey.ts';

const ours = 'app.kubernetes.io/managed-by=quay-migration-plugin';
const canaries = new Canaries();
let journey: Journey;
let api: ApiCaller;
/** What left, by where it did; of what changes, everything that was there. */
const left = new Map<string, Set<string>>();
/** Values that Secrets of the namespace held at any time, the migration's own among them. */
const held = new Map<string, string>();

function note(where: string, what: unknown): void {
  const said = left.get(where) ?? new Set();
  left.set(where, said.add(typeof what === 'string' ? what : JSON.stringify(what)));
}

const settings = `
OWN_SETTING: ${JSON.stringify(canaries.at('a setting that nobody knows'))}
MAIL_PASSWORD: ${JSON.stringify(canaries.at('MAIL_PASSWORD'))}
SENTRY_DSN: ${JSON.stringify(`https://${canaries.at('SENTRY_DSN')}@sentry.example.com/1`)}
OWN_MAPPING: {a: [${JSON.stringify(canaries.at('deep in a setting'))}]}
# ${canaries.at('a comment').replaceAll('"', '')}
`;

async function plant(): Promise<void> {
  const client = testCluster().client('admin');
  const { namespace, name } = journey;
  const merge = (body: unknown) => ({ type: 'merge', body }) as const;
  const config = await client.get(kinds.secrets, 'quay-enterprise-config-secret', namespace);
  if (config === undefined) throw new Error('the sample has no config Secret');
  const text = decodeBase64(config.data?.['config.yaml'] ?? '').trimEnd() + settings;
  const annotations = { 'example.com/note': canaries.at('annotation') };
  const files = {
    'config.yaml': encodeBase64(text),
    'own.pem': encodeBase64(canaries.at('a file of the config Secret')),
  };
  await client.patch(
    kinds.secrets,
    { name: config.metadata.name, namespace },
    merge({ metadata: { annotations }, data: files }),
  );
  const envVars = [{ name: 'OWN_VARIABLE', value: canaries.at('envVars') }];
  const spec = { metadata: { annotations }, spec: { quay: { envVars } } };
  await client.patch(kinds.quayEcosystems, { name, namespace }, merge(spec));
  const other = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'other', namespace, annotations },
    data: { a: encodeBase64(canaries.at('another Secret')) },
  };
  await client.create(kinds.secrets, other);
  const map = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'other', namespace, annotations },
    data: { a: canaries.at('a ConfigMap') },
  };
  await client.create(kinds.configMaps, map);
}

/** Secrets of a certificate's public part, names and addresses are in many places, and short ones in any text. */
async function noteSecrets(): Promise<void> {
  const known =
    /^(?:config\.yaml|namespace|database-(?:name|username)|.*\.(?:crt|cert|pem)|DB_URI|NO_PROXY)$|user|host|^name$/i;
  for (const { data, metadata, type } of await testCluster()
    .client('admin')
    .list(kinds.secrets, { namespace: journey.namespace })) {
    if (type?.startsWith('quay-migration/') === true) continue;
    for (const [file, value] of Object.entries(data ?? {})) {
      const text = decodeBase64(value);
      if (!known.test(file) && text.length > 11) held.set(text, `${metadata.name} ${file}`);
    }
  }
}

async function gather(): Promise<void> {
  const client = testCluster().client('admin');
  const { namespace } = journey;
  await noteSecrets();
  const lists = [kinds.jobs, kinds.pods, kinds.configMaps, kinds.persistentVolumeClaims, kinds.services] as const;
  for (const resource of lists)
    note(resource.plural, await client.list<KubernetesObject>(resource, { namespace, labelSelector: ours }));
  for (const where of [namespace, journey.serviceNamespace]) {
    note(
      'events',
      (await client.list(kinds.events, { namespace: where })).filter((event) =>
        JSON.stringify(event).includes('quay-migration-plugin'),
      ),
    );
    if (where !== namespace) note('installation', await client.list(kinds.configMaps, { namespace: where }));
  }
  note('conditions', (await journey.ecosystem()).status);
  for (const { metadata } of await client.list(kinds.pods, { namespace, labelSelector: ours })) {
    // A pod that is not there yet, or not any more, has none.
    note('logs of our pods', await client.log({ name: metadata.name, namespace }, { tailLines: 5000 }).catch(() => ''));
  }
}

async function askAll(): Promise<void> {
  for (const user of ['viewer', 'namespace-admin'] as const) {
    for (const part of [
      'plan',
      'migration',
      'rollback',
      'report',
      'report?format=json',
      'events',
      'logs?step=prepare',
      'logs?step=database',
      'logs?step=schema-upgrade',
    ]) {
      note(`API ${part} as ${user}`, (await api.ask(api.part(part), { user })).text);
    }
  }
  note('metrics', (await api.ask('/metrics')).text);
}

describe('a migration and its rollback, with a value to look for in every place', () => {
  beforeAll(async () => {
    journey = await Journey.begin({ sample: 'a', rows: 1000 });
    await journey.untilServes('legacy');
    await plant();
    api = await ApiCaller.of(journey);
  });

  afterAll(async () => {
    await journey.end();
  });

  it('runs, and everything that leaves is gathered', async () => {
    await askAll();
    await journey.label();
    await gatherUntil('Migrated');
    await askAll();
    await journey.kubectl('delete', 'quayregistry', journey.name, '--wait=false');
    await gatherUntil('RolledBack');
    await askAll();
    const log = ['logs', '--namespace', journey.serviceNamespace, 'deployment/quay-migration-plugin'];
    note('service log', await journey.kubectlAs('admin', ...log));
    expect(held.size).toBeGreaterThan(6);
    const gathered = Object.fromEntries([...left].map(([where, said]) => [where, [...said].join('').length]));
    for (const where of ['logs of our pods', 'jobs', 'pods', 'events', 'conditions', 'service log', 'metrics']) {
      expect(gathered[where], where).toBeGreaterThan(200);
    }
    expect([...(left.get('API plan as namespace-admin') ?? [])][0]).toContain('OWN_VARIABLE');
  });

  it('and refuses a config.yaml that cannot be read', async () => {
    const { namespace } = journey;
    const broken = `A: *${canaries.at('alias').replaceAll(/[^\w]/g, '')}\nB: |${canaries.at('header')}\n`;
    const body = { data: { 'config.yaml': encodeBase64(broken) } };
    await testCluster()
      .client('admin')
      .patch(kinds.secrets, { name: 'quay-enterprise-config-secret', namespace }, { type: 'merge', body });
    await journey.annotate('quay-migration/request=broken');
    await gatherUntil('Blocked');
    await askAll();
    expect((await journey.condition('QuayMigration'))?.message).toContain('config-yaml-unparsable');
  });

  it('shows none of the values, in no form', () => {
    const found = [...left].flatMap(([where, said]) =>
      canaries.in([...said].join('\n')).map((place) => `${place} in ${where}`),
    );
    // Quay's own Jobs get the variables of its pods, where everybody who may see pods has always read them.
    const asBefore = ['envVars in jobs', 'envVars in pods'];
    expect(found.filter((one) => !asBefore.includes(one))).toEqual([]);
  });

  it('shows no value of any Secret either, as it is or in base64', () => {
    const found = [...left].flatMap(([where, said]) => {
      const text = [...said].join('\n');
      const shown = [...held].filter(
        ([value]) => text.includes(value) || text.includes(encodeBase64(value).replace(/=+$/, '')),
      );
      return shown.map(([, place]) => `${place} in ${where}`);
    });
    expect(found).toEqual([]);
  });
});

async function gatherUntil(reason: string): Promise<void> {
  let over = false;
  const isOver = (): boolean => over;
  const gathering = (async () => {
    while (!isOver()) {
      await gather();
      await sleep(300);
    }
  })();
  try {
    await journey.untilReason(reason);
  } finally {
    over = true;
    await gathering;
  }
  await gather();
}
