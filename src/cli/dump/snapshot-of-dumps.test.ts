import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { recordingTerminal } from '../../../dev/command-line/recording-terminal.ts';
import { sampleDump } from '../../../dev/command-line/sample-dumps.ts';
import type { KubernetesObject } from '../../k8s/object.ts';
import type { Secret } from '../../k8s/secret.ts';
import { runCommandLine } from '../command-line.ts';

const objects = sampleDump('managed');

interface Answer {
  readonly status: number;
  readonly findings: readonly {
    readonly id: string;
    readonly severity: string;
    readonly message: string;
    readonly remedy: string;
  }[];
  readonly errors: string;
}

async function planOf(files: Readonly<Record<string, string | Uint8Array>>, ...flags: string[]): Promise<Answer> {
  const terminal = recordingTerminal(files);
  const named = [...new Set(Object.keys(files).map((file) => file.replace(/\/.*/, '/')))];
  const args = ['plan', 'prod', '-o', 'json', ...flags, ...named.flatMap((file) => ['-f', file])];
  const status = await runCommandLine(args, terminal);
  const output = terminal.output();
  const { findings } = output === '' ? { findings: [] } : (JSON.parse(output) as Pick<Answer, 'findings'>);
  return { status, findings, errors: terminal.errors() };
}

const yaml = (list: readonly unknown[]): string =>
  stringify({ apiVersion: 'v1', kind: 'List', items: list }, { lineWidth: 0 });
const documents = (list: readonly unknown[]): string =>
  list.map((object) => stringify(object, { lineWidth: 0 })).join('---\n');
const changed = (change: (object: KubernetesObject) => unknown): readonly unknown[] => objects.map(change);

const plain = await planOf({ dump: yaml(objects) });

test('the plain dump has no blocker', () => {
  expect(plain).toMatchObject({ status: 0, errors: '' });
  expect(plain.findings.map(({ severity }) => severity)).not.toContain('blocker');
});

const typed = (list: readonly KubernetesObject[]): unknown => {
  const [first] = list;
  return {
    apiVersion: first?.apiVersion,
    kind: `${first?.kind ?? ''}List`,
    items: list.map(({ apiVersion: _a, kind: _k, ...rest }) => rest),
  };
};
const kinds = [...new Set(objects.map(({ kind }) => kind))];
const typedLists = kinds.map((kind) => typed(objects.filter((object) => object.kind === kind)));

const withData = (object: KubernetesObject, edit: (secret: Secret) => unknown): unknown =>
  object.kind === 'Secret' ? edit(object) : object;
const inClear = ({ data, ...secret }: Secret): unknown => ({
  ...secret,
  stringData: Object.fromEntries(
    Object.entries(data ?? {}).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
  ),
});

describe('is read as the plain dump is', () => {
  test.each<[string, Readonly<Record<string, string | Uint8Array>>]>([
    ['a List as JSON', { dump: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }, null, 4) }],
    ['JSON in a row', { dump: objects.map((object) => JSON.stringify(object, null, 4)).join('\n') }],
    ['JSON with separators', { dump: objects.map((object) => JSON.stringify(object, null, 4)).join('\n---\n') }],
    ['documents with CRLF and a byte order mark', { dump: `\ufeff${documents(objects).replaceAll('\n', '\r\n')}` }],
    ['JSON with a byte order mark', { dump: `\ufeff${JSON.stringify({ kind: 'List', items: objects })}` }],
    ['UTF-16', { dump: Buffer.from(`\ufeff${yaml(objects).replaceAll('\n', '\r\n')}`, 'utf16le') }],
    ['typed lists', { dump: documents(typedLists) }],
    ['stringData', { dump: yaml(changed((object) => withData(object, inClear))) }],
    [
      'stringData that counts before data',
      {
        dump: yaml(
          changed((object) =>
            withData(object, (secret) => ({ ...(inClear(secret) as object), data: { 'config.yaml': btoa('- old') } })),
          ),
        ),
      },
    ],
    [
      'managed fields and status',
      {
        dump: yaml(
          changed((object) => ({
            ...object,
            metadata: {
              ...object.metadata,
              managedFields: [{ manager: 'oc', fieldsV1: { 'f:data': { '.': {} } } }],
              generation: 3,
            },
          })),
        ),
      },
    ],
    ['a folder', Object.fromEntries(typedLists.map((list, index) => [`inspect/core/${index}.yaml`, stringify(list)]))],
    ['a file for each kind', Object.fromEntries(typedLists.map((list, index) => [`${index}.yaml`, stringify(list)]))],
  ])('%s', async (_, files) => {
    expect(await planOf(files)).toEqual(plain);
  });

  test('without namespaces, where -n gives one', async () => {
    const bare = changed(({ metadata: { namespace: _namespace, ...metadata }, ...object }) => ({
      ...object,
      metadata,
    }));
    const { errors, ...answer } = await planOf({ dump: yaml(bare) }, '-n', 'quay-enterprise');
    expect(answer).toEqual({ status: plain.status, findings: plain.findings });
    expect(errors).toMatch(/\d+ objects have no namespace; assuming namespace quay-enterprise/);
    const { status, errors: unnamed } = await planOf({ dump: yaml(bare) });
    expect(status).toBe(2);
    expect(unnamed).toContain('QuayEcosystem prod in the dump has no namespace. Specify the namespace with -n');
  });
});

describe('a folder', () => {
  test('may hold other files, which are counted', async () => {
    const files = { 'inspect/a.yaml': yaml(objects), 'inspect/b.yaml': 'just: text', 'inspect/c.json': '{"hunter2' };
    const { status, errors } = await planOf(files);
    expect(status).toBe(0);
    expect(errors).toMatch(
      /2 of 3 files in inspect\/ were skipped, the first one because inspect\/b.yaml, document 1: field/,
    );
    expect(errors).not.toContain('hunter2');
  });

  test('without any object is none', async () => {
    const { status, errors } = await planOf({ 'inspect/b.yaml': 'just: text' });
    expect(status).toBe(2);
    expect(errors).toContain('inspect/ contains no objects');
  });

  test('that holds an object twice says so only where the two differ', async () => {
    const second = changed((object) => ({ ...object, metadata: { ...object.metadata, resourceVersion: '2' } }));
    expect((await planOf({ 'd/a.yaml': yaml(objects), 'd/b.yaml': yaml(objects) })).errors).toBe('');
    expect((await planOf({ 'd/a.yaml': yaml(objects), 'd/b.yaml': yaml(second) })).errors).toMatch(
      /QuayEcosystem .* is in d\/a.yaml and in d\/b.yaml; using the last one/,
    );
  });
});

describe('a Secret whose values were taken out', () => {
  test.each([
    ['oc adm inspect', ''],
    ['a tool that says so', 'REDACTED'],
  ])('by %s is unknown, and not lost', async (_, value) => {
    const emptied = (secret: Secret) => ({
      ...secret,
      data: Object.fromEntries(Object.keys(secret.data ?? {}).map((key) => [key, value])),
    });
    const { status, findings } = await planOf({ dump: yaml(changed((object) => withData(object, emptied))) });
    expect(status).toBe(1);
    const blockers = findings.filter(({ severity }) => severity === 'blocker');
    const said = blockers.map(({ message }) => message);
    expect(said.length).toBeGreaterThan(0);
    for (const message of said) expect(message).toMatch(/could not be read.*without its values/);
    for (const { remedy } of blockers) {
      expect(remedy).toMatch(
        /^Add the output of this command to the dump: oc get secrets -n quay-enterprise -o yaml\.$/,
      );
    }
    expect(said.join('\n')).not.toMatch(/lost|never finished/);
  });
});
