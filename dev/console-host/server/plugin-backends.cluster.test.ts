import { beforeAll, expect, it } from 'vitest';
import { consolePlugins } from '../../../src/k8s/resource.ts';
import { disablePlugin, enablePlugin } from '../../../src/service/installation/console-plugins.ts';
import { testCluster } from '../../checks/cluster-context.ts';
import { findPlugin } from './plugin-backends.ts';

const name = `found-${process.pid}`;
const service = { name: 'service', namespace: 'install', port: 8443 };

beforeAll(async () => {
  const admin = testCluster().client('admin');
  await admin.create(consolePlugins, {
    apiVersion: 'console.openshift.io/v1',
    kind: 'ConsolePlugin',
    metadata: { name },
    spec: {
      displayName: 'Found',
      backend: { type: 'Service', service: { ...service, basePath: '/plugin' } },
      i18n: { loadType: 'Preload' },
      proxy: [
        { alias: 'service', authorization: 'UserToken', endpoint: { type: 'Service', service } },
        { alias: 'open', endpoint: { type: 'Service', service } },
      ],
    },
  });
});

it('finds a plugin only while the console of the cluster lists it', async () => {
  const admin = testCluster().client('admin');
  expect(await findPlugin(admin, name)).toBeUndefined();
  await enablePlugin(admin, name);
  expect(await findPlugin(admin, name)).toEqual({
    assets: { ...service, basePath: '/plugin/' },
    proxies: { service: { ...service, userToken: true }, open: { ...service, userToken: false } },
    preloadsTranslations: true,
  });
  await disablePlugin(admin, name);
  expect(await findPlugin(admin, name)).toBeUndefined();
  expect(await findPlugin(admin, 'never-registered')).toBeUndefined();
});
