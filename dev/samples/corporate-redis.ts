import { deployments, secrets, services } from '../../src/k8s/resource.ts';
import { type Produced, produced, secretData } from './legacy-operator/produced.ts';

/** The customer's Redis, which lies beside the customer's PostgreSQL; nobody's operator manages it. */
export const corporateRedis = { service: 'corp-redis', port: 6380, password: 'redis-secret' } as const;

export function corporateRedisObjects(namespace: string): readonly Produced[] {
  const { service: name, port, password } = corporateRedis;
  const labels = { app: name };
  const metadata = { name, namespace, labels };
  const container = {
    name: 'redis',
    image: 'registry.redhat.io/rhel8/redis-6:1',
    env: [{ name: 'REDIS_PASSWORD', valueFrom: { secretKeyRef: { name, key: 'database-password' } } }],
    ports: [{ containerPort: 6379, protocol: 'TCP' }],
    readinessProbe: { tcpSocket: { port: 6379 }, periodSeconds: 1 },
  };
  return [
    produced(secrets, metadata, { type: 'Opaque', data: secretData({ 'database-password': password }) }),
    produced(services, metadata, { spec: { selector: labels, ports: [{ port, targetPort: 6379 }] } }),
    produced(deployments, metadata, {
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [container] } },
      },
    }),
  ];
}
