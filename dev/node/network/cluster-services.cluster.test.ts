import { X509Certificate } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Service } from '../../../src/k8s/service.ts';
import { configMaps, ingresses, routes, secrets, services } from '../../../src/k8s/resource.ts';
import { testCluster } from '../../checks/cluster-context.ts';
import { TestPods, patience } from '../pods/simulated-pod.fixture.ts';

const cluster = testCluster();
const admin = cluster.client('admin');

let namespace = '';
let simulated: TestPods;
beforeAll(async () => {
  namespace = await cluster.createNamespace('services');
  simulated = new TestPods(admin, namespace);
});

function service(name: string, spec: NonNullable<Service['spec']>, annotations = {}): Service {
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, annotations }, spec };
}

/** Asks the router for a host. */
function ask(host: string, path = '/'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(cluster.router + path, { headers: { host } }, (response) => {
      text(response).then((body) => {
        resolve({ status: response.statusCode ?? 0, body });
      }, reject);
    });
    asked.once('error', reject);
    asked.end();
  });
}

const echo = (module: string, options: string, port: number) =>
  `require('${module}').createServer(${options}, (request, response) => response.end('${module} ' + request.url)).listen(${port}, process.env.LISTEN_ADDRESS)`;

describe('the certificates of a cluster', () => {
  test('a Service gets a serving certificate, and again when that is deleted', async () => {
    const annotations = { 'service.beta.openshift.io/serving-cert-secret-name': 'serving' };
    await simulated.create(services, service('served', { ports: [{ port: 443 }] }, annotations));
    const read = () =>
      vi.waitFor(async () => {
        const secret = await admin.get(secrets, 'serving', namespace);
        expect(secret?.type).toBe('kubernetes.io/tls');
        return secret;
      }, patience);
    const secret = await read();
    const certificate = new X509Certificate(Buffer.from(secret?.data?.['tls.crt'] ?? '', 'base64'));
    expect(certificate.checkHost(`served.${namespace}.svc`)).toBeDefined();
    expect(secret?.metadata.ownerReferences?.[0]).toMatchObject({ kind: 'Service', name: 'served' });
    await admin.delete(secrets, { name: 'serving', namespace });
    await vi.waitFor(async () => {
      expect((await read())?.metadata.uid).not.toBe(secret?.metadata.uid);
    }, patience);
  });

  test.each([
    ['service-ca.crt', { annotations: { 'service.beta.openshift.io/inject-cabundle': 'true' } }],
    ['ca-bundle.crt', { labels: { 'config.openshift.io/inject-trusted-cabundle': 'true' }, annotations: { a: 'b' } }],
  ])('%s is injected, again and again', async (key, metadata) => {
    const name = key.replace('.crt', '');
    await simulated.create(configMaps, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, ...metadata },
      data: { [key]: '' },
    });
    const injected = () =>
      vi.waitFor(async () => {
        const data = (await admin.get(configMaps, name, namespace))?.data;
        expect(data?.[key]).toContain('BEGIN CERTIFICATE');
      }, patience);
    await injected();
    await admin.patch(configMaps, { name, namespace }, { type: 'merge', body: { data: { [key]: '' } } });
    await injected();
  });
});

describe('the router', () => {
  test('admits a Route, gives it a host, and brings requests to its pods', async () => {
    const spec = { selector: { app: 'web' }, ports: [{ name: 'web', port: 80, targetPort: 'http' }] };
    await simulated.create(services, service('web', spec));
    const metadata = { name: 'web' };
    await simulated.create(routes, {
      apiVersion: 'route.openshift.io/v1',
      kind: 'Route',
      metadata,
      spec: { to: { kind: 'Service', name: 'web' } },
    });
    const host = await vi.waitFor(async () => {
      const route = await admin.get(routes, 'web', namespace);
      expect(route?.status?.ingress?.[0]?.conditions?.[0]).toMatchObject({ type: 'Admitted', status: 'True' });
      return route?.spec?.host ?? '';
    }, patience);
    expect(host).toBe(`web-${namespace}.apps.local`);
    expect(await ask(host)).toEqual({
      status: 503,
      body: `Route ${namespace}/web: Service ${namespace}/web has no ready pod\n`,
    });

    const container = {
      command: ['node', '-e', echo('http', '{}', 8080)],
      ports: [{ name: 'http', containerPort: 8080 }],
      readinessProbe: { tcpSocket: { port: 'http' } },
    };
    await simulated.start('web', container, {}, { app: 'web' });
    await vi.waitFor(async () => {
      expect(await ask(host, '/v2/')).toEqual({ status: 200, body: 'http /v2/' });
    }, patience);
  });

  test('speaks TLS to a pod behind a passthrough Route', async () => {
    const annotations = { 'service.beta.openshift.io/serving-cert-secret-name': 'secure-tls' };
    const spec = { selector: { app: 'secure' }, ports: [{ name: 'https', port: 443, targetPort: 8443 }] };
    await simulated.create(services, service('secure', spec, annotations));
    const tls = { termination: 'passthrough' };
    const host = `secure.${namespace}.example.com`;
    const route = { host, to: { kind: 'Service', name: 'secure' }, port: { targetPort: 'https' }, tls };
    await simulated.create(routes, {
      apiVersion: 'route.openshift.io/v1',
      kind: 'Route',
      metadata: { name: 'secure' },
      spec: route,
    });
    const pair = `{ cert: require('fs').readFileSync('/tls/tls.crt'), key: require('fs').readFileSync('/tls/tls.key') }`;
    await simulated.start(
      'secure',
      { command: ['node', '-e', echo('https', pair, 8443)], volumeMounts: [{ name: 'tls', mountPath: '/tls' }] },
      { volumes: [{ name: 'tls', secret: { secretName: 'secure-tls' } }] },
      { app: 'secure' },
    );
    await vi.waitFor(async () => {
      expect(await ask(host)).toEqual({ status: 200, body: 'https /' });
    }, patience);
  });

  test('knows Ingresses, and says of a host that nobody has it', async () => {
    const host = `in.${namespace}.example.com`;
    const backend = { service: { name: 'web', port: { number: 80 } } };
    const rules = [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }];
    await simulated.create(ingresses, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'in' },
      spec: { rules },
    });
    await vi.waitFor(async () => {
      expect((await ask(host)).body).toBe('http /');
    }, patience);
    expect(await ask('nobody.example.com')).toMatchObject({ status: 503 });
  });
});

test('a Service of type LoadBalancer gets the address at which it is reached, as long as it is one', async () => {
  const ports = [{ port: 8443 }];
  await simulated.create(services, service('balanced', { type: 'LoadBalancer', selector: { app: 'balanced' }, ports }));
  await vi.waitFor(async () => {
    const found = await admin.get(services, 'balanced', namespace);
    expect(found?.status?.loadBalancer?.ingress).toMatchObject([
      { ip: await cluster.addressOf(namespace, 'balanced') },
    ]);
  }, patience);
  await admin.patch(
    services,
    { name: 'balanced', namespace },
    { type: 'merge', body: { spec: { type: 'ClusterIP' } } },
  );
  await vi.waitFor(async () => {
    expect((await admin.get(services, 'balanced', namespace))?.status?.loadBalancer).toEqual({});
  }, patience);
});
