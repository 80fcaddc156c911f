import type { KubernetesObject } from '../../k8s/object.ts';
import { fixtureObject } from './prod-registry.fixture.ts';

/** Further ways to a Service of the namespace. */
export const routeTo = (service: string, host = 'public.example.com', rest: object = {}): KubernetesObject =>
  fixtureObject('route.openshift.io/v1', 'Route', 'public', {
    spec: { host, to: { kind: 'Service', name: service }, ...rest },
  });

export const ingressTo = (service: string): KubernetesObject =>
  fixtureObject('networking.k8s.io/v1', 'Ingress', 'public', {
    spec: { rules: [{ host: 'h', http: { paths: [{ path: '/', backend: { service: { name: service } } }] } }] },
  });

export const monitorOf = (matchLabels: object): KubernetesObject =>
  fixtureObject('monitoring.coreos.com/v1', 'ServiceMonitor', 'watch', { spec: { selector: { matchLabels } } });

export const serviceFor = (selector: object): KubernetesObject =>
  fixtureObject('v1', 'Service', 'mine', { spec: { selector, ports: [{ port: 80, targetPort: 8080 }] } });

/** Labels that only the pods of Quay have, so that other pods of the fixture are not selected. */
export const appLabels = { app: 'quay-operator', 'quay-enterprise-cr': 'prod', 'quay-enterprise-component': 'app' };

export const labelledPods = {
  'Deployment/prod-quay': { spec: { template: { metadata: { labels: appLabels } } } },
};
