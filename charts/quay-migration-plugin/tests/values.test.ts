import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { chartDirectory, parseObjects, renderText } from './render-chart.ts';

test.each([
  ['a key that there is not', { replica: 2 }, /replica/],
  ['a key inside image that there is not', { image: { name: 'x' } }, /image/],
  ['replicas as text', { replicas: 'two' }, /replicas/],
  ['more replicas than make sense', { replicas: 50 }, /replicas/],
  ['a wait scale of nothing', { waitScale: 0 }, /waitScale/],
  ['a wait scale as text', { waitScale: '1' }, /waitScale/],
  ['a namespace that cannot be one', { watchNamespaces: ['Quay_Enterprise'] }, /watchNamespaces/],
  ['a namespace twice', { watchNamespaces: ['quay', 'quay'] }, /watchNamespaces/],
  ['namespaces as text', { watchNamespaces: 'quay,test' }, /watchNamespaces/],
  ['a console that may be', { console: { enabled: 'yes' } }, /console/],
  ['a force that is text', { forceUninstall: 'true' }, /forceUninstall/],
  ['a log level that there is not', { logLevel: 'verbose' }, /logLevel/],
  ['a digest that is none', { image: { digest: 'sha256:abc' } }, /digest/],
  ['a tag inside the repository', { image: { repository: 'quay/plugin:1.0' } }, /repository/],
  ['a pull secret as an object', { imagePullSecrets: [{ name: 'pull' }] }, /imagePullSecrets/],
  ['an amount of memory that is none', { resources: { limits: { memory: 'plenty' } } }, /memory/],
])('%s is refused by name', (_, values, message) => {
  expect(() => renderText('cases/defaults.yaml', '--set-json', asFlag(values))).toThrow(message);
});

/** `--set-json` takes `key=json,...`. */
function asFlag(values: Readonly<Record<string, unknown>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
    .join(',');
}

test('helm finds nothing to say about the chart', () => {
  const lint = execFileSync(inject('helm'), ['lint', '--strict', '--kube-version', '1.32.0', chartDirectory], {
    encoding: 'utf8',
  });
  expect(lint).not.toMatch(/\[(ERROR|WARNING)\]/);
});

test('every value is in the schema, and has a default', () => {
  const values = parse(readFileSync(join(chartDirectory, 'values.yaml'), 'utf8')) as Record<string, unknown>;
  const schema = JSON.parse(readFileSync(join(chartDirectory, 'values.schema.json'), 'utf8')) as {
    properties: Record<string, { properties?: Record<string, unknown> }>;
  };
  const { properties } = schema;
  expect(Object.keys(properties).sort()).toEqual([...Object.keys(values), 'global'].sort());
  expect(Object.keys(properties.image?.properties ?? {})).toEqual(Object.keys(values.image as object));
});

test('it can be a part of another chart, which hands it globals', () => {
  expect(parseObjects(renderText('cases/defaults.yaml', '--set-json', 'global={"anything":true}'))).not.toHaveLength(0);
});

test('chart, application and package have one version', () => {
  const chart = parse(readFileSync(join(chartDirectory, 'Chart.yaml'), 'utf8')) as Record<string, unknown>;
  const manifest = JSON.parse(readFileSync(join(chartDirectory, '../../package.json'), 'utf8')) as { version: string };
  const containerfile = readFileSync(join(chartDirectory, '../../Containerfile'), 'utf8');
  expect(chart).toMatchObject({ version: manifest.version, appVersion: manifest.version });
  expect(containerfile).toContain(`ARG VERSION=${manifest.version}\n`);
});

test.each(['1.20.0', '1.24.17'])(
  'Kubernetes %s is refused: no operator for a QuayRegistry of today runs there',
  (version) => {
    expect(() => renderText('cases/defaults.yaml', '--kube-version', version)).toThrow(/kubeVersion/);
  },
);
