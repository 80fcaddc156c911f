import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { digits } from '../../dev/command-line/legacy-dump.ts';
import { recordingTerminal } from '../../dev/command-line/recording-terminal.ts';
import { type SampleName, sampleDump, sampleSources } from '../../dev/command-line/sample-dumps.ts';
import type { KubernetesObject } from '../k8s/object.ts';
import { runCommandLine } from './command-line.ts';

interface JsonPlan {
  readonly ecosystem: { readonly namespace: string; readonly name: string };
  readonly components: readonly { readonly kind: string; readonly managed: boolean; readonly reason: string }[];
  readonly findings: readonly {
    readonly id: string;
    readonly severity: string;
    readonly object: string;
    readonly field: string;
  }[];
  readonly resources: readonly (KubernetesObject & { readonly data?: Readonly<Record<string, string>> })[];
  readonly steps: readonly { readonly id: string; readonly title: string }[];
}

function listOf(objects: readonly unknown[]): string {
  return stringify({ apiVersion: 'v1', kind: 'List', items: objects }, { lineWidth: 0 });
}

async function plan(objects: readonly unknown[], ...more: readonly string[]) {
  const terminal = recordingTerminal({ 'dump.yaml': listOf(objects) });
  const status = await runCommandLine(['plan', '-f', 'dump.yaml', '-n', 'quay-enterprise', 'prod', ...more], terminal);
  return { status, output: terminal.output(), errors: terminal.errors() };
}

async function planAsJson(objects: readonly unknown[], ...more: readonly string[]) {
  const { status, output } = await plan(objects, '-o', 'json', ...more);
  const content = JSON.parse(output) as JsonPlan;
  const blockers = content.findings.filter(({ severity }) => severity === 'blocker');
  return { status, content, blockers };
}

/** The dump with the one QuayEcosystem changed. */
function withEcosystem(name: SampleName, change: (spec: Record<string, unknown>) => unknown): readonly unknown[] {
  return sampleDump(name).map((object) =>
    object.kind === 'QuayEcosystem'
      ? { ...object, spec: change(structuredClone((object as unknown as { spec: Record<string, unknown> }).spec)) }
      : object,
  );
}

describe('what can be migrated', () => {
  test.each(['managed', 'external'] as const)('%s: status 0, no blocker', async (name) => {
    const { status, blockers } = await planAsJson(sampleDump(name));
    expect(blockers).toEqual([]);
    expect(status).toBe(0);
  });

  test('eleven components, ten steps, the registry and its bundle', async () => {
    const { content } = await planAsJson(sampleDump('managed'));
    expect(content.ecosystem).toEqual({ namespace: 'quay-enterprise', name: 'prod' });
    expect(content.components).toHaveLength(11);
    expect(content.components.every(({ reason }) => reason.length > 5)).toBe(true);
    expect(content.steps.map(({ id }) => id)).toEqual([
      ...['preflight', 'snapshot', 'prepare', 'freeze', 'database'],
      ...['schema-upgrade', 'registry', 'rollout', 'access', 'verify'],
    ]);
    const [bundle] = content.resources.filter(({ data }) => data?.['config.yaml'] !== undefined);
    const config = parse(atob(bundle?.data?.['config.yaml'] ?? '')) as Record<string, unknown>;
    expect(config).toMatchObject({
      SERVER_HOSTNAME: 'quay.example.com',
      SECRET_KEY: expect.stringContaining('hidden') as string,
    });
    expect(config).not.toHaveProperty('BUILDLOGS_REDIS');
    expect(content.resources.at(-1)).toMatchObject({ kind: 'QuayRegistry', metadata: { name: 'prod' } });
  });

  test('with --show-secrets the bundle holds both keys as they were', async () => {
    const { content } = await planAsJson(sampleDump('managed'), '--show-secrets');
    const [bundle] = content.resources.filter(({ data }) => data?.['config.yaml'] !== undefined);
    const config = parse(atob(bundle?.data?.['config.yaml'] ?? '')) as Record<string, unknown>;
    expect(config).toMatchObject({ SECRET_KEY: digits, DATABASE_SECRET_KEY: digits });
  });

  test.each(['table', 'json', 'yaml'])('no secret is in -o %s', async (format) => {
    for (const name of Object.keys(sampleSources) as SampleName[]) {
      const { output, errors } = await plan(sampleDump(name), '-o', format);
      const decoded = output.replaceAll(/[A-Za-z0-9+/]{40,}={0,2}/g, (text) => Buffer.from(text, 'base64').toString());
      for (const secret of [digits, 'hunter2', 'AKIA', ':pw@', 'PRIVATE KEY']) {
        expect(decoded + errors, `${name} ${secret}`).not.toContain(secret);
      }
    }
  });

  test('yaml for a managed database says first that it is for after the copy; for an external one it need not', async () => {
    const managed = await plan(sampleDump('managed'), '-o', 'yaml');
    expect(managed.output.split('\n')[0]).toMatch(/^# .*after the database was copied/);
    const external = await plan(sampleDump('external'), '-o', 'yaml');
    expect(external.output.split('\n')[0]).not.toMatch(/after the database was copied/);
    const kinds = parseAllDocuments(managed.output).flatMap(
      (document) => (document.toJS() as { kind: string } | null)?.kind ?? [],
    );
    expect(kinds).toContain('QuayRegistry');
    expect(kinds).not.toContain('Secret');
  });
});

describe('what cannot be migrated: status 1, and what is in the way', () => {
  const managed = sampleSources.managed;
  const config = (text: string) => sampleDump('managed', { config: text });
  const without = (kind: string, name?: string) =>
    sampleDump('managed').filter(
      (object) => object.kind !== kind || (name !== undefined && object.metadata.name !== name),
    );
  const second = sampleDump('managed')
    .filter(({ kind }) => kind === 'QuayEcosystem')
    .map((object) => ({ ...object, metadata: { ...object.metadata, name: 'test', uid: 'uid-of-test' } }));

  test.each([
    [
      'local storage',
      sampleDump('localStorage'),
      'storage-local',
      /LocalStorage|DISTRIBUTED_STORAGE_CONFIG|registryBackends/,
    ],
    ['an ephemeral database', sampleDump('ephemeral'), 'database-ephemeral', /database|volume/],
    [
      'no config Secret',
      without('Secret', 'quay-enterprise-config-secret'),
      'config-secret-missing',
      /quay-enterprise-config-secret/,
    ],
    ['garbage as config.yaml', config('a: [}\n\t- b'), /config/, /data\[config\.yaml\]/],
    ['config.yaml that is a list', config('- a\n- b\n'), /config/, /data\[config\.yaml\]/],
    ['no SECRET_KEY', config(managed.config.replace(/^SECRET_KEY.*\n/m, '')), /key/, /SECRET_KEY/],
    [
      'no DATABASE_SECRET_KEY',
      config(managed.config.replace(/^DATABASE_SECRET_KEY.*\n/m, '')),
      /key/,
      /DATABASE_SECRET_KEY/,
    ],
    ['no operator', without('ClusterServiceVersion'), /operator/, /./],
    [
      'two ecosystems with one config Secret',
      [...sampleDump('managed'), ...second],
      /config-secret/,
      /quay-enterprise-config-secret|test/,
    ],
  ] as const)('%s', async (_, objects, id, place) => {
    const { status, blockers } = await planAsJson(objects);
    expect(status).toBe(1);
    const ids = blockers.map((blocker) => blocker.id);
    expect(
      ids.some((found) => (typeof id === 'string' ? found === id : id.test(found))),
      ids.join(),
    ).toBe(true);
    expect(blockers.map(({ object, field }) => `${object} ${field}`).join('\n')).toMatch(place);
  });

  test.each([
    [
      'replicas as text',
      (spec: Record<string, unknown>) => ({ ...spec, quay: { ...managed.quay, replicas: 'two' } }),
      /replicas/,
    ],
    [
      'backends as a mapping',
      (spec: Record<string, unknown>) => ({ ...spec, quay: { ...managed.quay, registryBackends: {} } }),
      /registryBackends/,
    ],
    [
      'database as text',
      (spec: Record<string, unknown>) => ({ ...spec, quay: { ...managed.quay, database: 'pg' } }),
      /database/,
    ],
    ['quay as a list', (spec: Record<string, unknown>) => ({ ...spec, quay: [] }), /spec\.quay/],
    ['no spec', () => null, /./],
    ['spec as text', () => 'quay', /spec/],
  ])('a QuayEcosystem with %s', async (_, change, field) => {
    const { status, blockers } = await planAsJson(withEcosystem('managed', change));
    expect(status).toBe(1);
    expect(blockers.map((blocker) => blocker.field).join('\n')).toMatch(field);
  });
});

describe('dumps', () => {
  test('YAML, JSON, single objects and the standard input give the same plan', async () => {
    const objects = sampleDump('managed');
    const expected = await plan(objects, '-o', 'json');
    const terminal = recordingTerminal({
      '-': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects.slice(0, 5) }),
      'rest.yaml': objects
        .slice(5)
        .map((object) => stringify(object))
        .join('---\n'),
    });
    expect(await runCommandLine(['plan', '-o', 'json', '-f', '-', 'rest.yaml', 'prod'], terminal)).toBe(0);
    expect(terminal.output()).toBe(expected.output);
  });

  test('an object that is there twice is said, and the last one counts', async () => {
    const { errors } = await plan([...sampleDump('managed'), ...sampleDump('managed').slice(0, 1)]);
    expect(errors).toContain('QuayEcosystem quay-enterprise/prod is twice in dump.yaml; using the last one');
  });

  test('an unknown name ends with status 2 and says which there are', async () => {
    const terminal = recordingTerminal({ 'dump.yaml': listOf(sampleDump('managed')) });
    expect(await runCommandLine(['plan', '-f', 'dump.yaml', 'other'], terminal)).toBe(2);
    expect(terminal.errors()).toContain(
      'does not contain QuayEcosystem other; it contains QuayEcosystem quay-enterprise/prod',
    );
    expect(terminal.output()).toBe('');
  });

  test('garbage ends with status 2 and names file, document and field', async () => {
    const terminal = recordingTerminal({ 'dump.yaml': `${listOf(sampleDump('managed'))}---\nkind: Secret\n` });
    expect(await runCommandLine(['plan', '-f', 'dump.yaml', 'prod'], terminal)).toBe(2);
    expect(terminal.errors()).toBe(
      'quay-migration: dump.yaml, document 2: field apiVersion must be a string, but is missing\n',
    );
  });

  test('a config.yaml of 5 MB is planned', async () => {
    const entry = (index: number) => `  - {name: team-${index}, description: ${'x'.repeat(60)}, members: [a, b]}\n`;
    const filler = Array.from({ length: 52_000 }, (_, index) => entry(index)).join('');
    const text = `${sampleSources.managed.config}EXTRA_TEAMS:\n${filler}`;
    expect(text.length).toBeGreaterThan(5_000_000);
    const { status, output } = await plan(sampleDump('managed', { config: text }), '-o', 'json');
    expect(status).toBe(1);
    expect(output).toContain('config-yaml-too-large');
  }, 300_000);
});
