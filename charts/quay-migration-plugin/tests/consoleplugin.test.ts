import { expect, test } from 'vitest';
import type { ConsolePlugin } from '../../../src/k8s/consoleplugin.ts';
import type { Service } from '../../../src/k8s/service.ts';
import { parseObjects, renderElsewhere, renderText } from './render-chart.ts';

const onOpenShift = parseObjects(renderText('cases/defaults.yaml'));
const pluginsOf = (text: string) => parseObjects(text).filter(({ kind }) => kind === 'ConsolePlugin');

test('the console gets files and answers from the Service of the release, with the token of the person', () => {
  const [service] = onOpenShift.filter(({ kind }) => kind === 'Service') as readonly unknown[] as readonly Service[];
  const { name, namespace } = service?.metadata ?? {};
  const backend = { name, namespace, port: service?.spec?.ports?.[0]?.port };
  const [plugin] = pluginsOf(renderText('cases/defaults.yaml')) as readonly unknown[] as readonly ConsolePlugin[];
  expect(plugin?.spec).toEqual({
    displayName: 'Quay migration',
    i18n: { loadType: 'Preload' },
    backend: { type: 'Service', service: { ...backend, basePath: '/plugin/' } },
    proxy: [{ alias: 'service', authorization: 'UserToken', endpoint: { type: 'Service', service: backend } }],
  });
});

test('the plugin is called what its own files say, whatever the release is called', () => {
  expect(pluginsOf(renderText('cases/everything.yaml')).map(({ metadata }) => metadata.name)).toEqual([
    'quay-migration-plugin',
  ]);
});

test.each([
  ['the cluster has no console of OpenShift', renderElsewhere('cases/defaults.yaml')],
  ['the console is not wanted', renderText('cases/defaults.yaml', '--set', 'console.enabled=false')],
])('nothing is registered where %s', (_, text) => {
  expect(pluginsOf(text)).toEqual([]);
  expect(parseObjects(text).some(({ kind }) => kind === 'Deployment')).toBe(true);
});
