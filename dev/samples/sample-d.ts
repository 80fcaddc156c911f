import { corporateRedis } from './corporate-redis.ts';
import { type Sample, databaseCredentials } from './sample.ts';

const redis = { password: corporateRedis.password, port: corporateRedis.port };

export const sampleD: Sample = {
  name: 'd',
  title: 'external database and Redis, Ingress with an own certificate, Swift',
  ecosystem: 'edge',
  namespace: 'quay-d',
  hostname: 'quay.k8s.example.com',
  certificateSecret: 'quay-tls',
  spec: ({ hostname, databaseHost, redisHost }) => ({
    quay: {
      image: 'quay.io/redhat/quay:v3.3.4',
      superusers: ['quay'],
      database: { server: databaseHost, credentialsSecretName: 'corp-db' },
      registryBackends: [
        {
          name: 'swift',
          credentialsSecretName: 'swift-user',
          swift: { authURL: 'https://keystone.corp.example.com:5000/v3', container: 'quay', authVersion: '3' },
        },
      ],
      externalAccess: {
        type: 'Ingress',
        hostname,
        annotations: { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' },
        tls: { secretName: 'quay-tls', termination: 'passthrough' },
      },
    },
    redis: { hostname: redisHost, port: redis.port, credentialsSecretName: 'redis-pw' },
  }),
  config: ({ redisHost }) => ({
    BUILDLOGS_REDIS: { host: redisHost, ...redis },
    USER_EVENTS_REDIS: { host: redisHost, ...redis },
    DISTRIBUTED_STORAGE_CONFIG: {
      swift: [
        'SwiftStorage',
        {
          auth_url: 'https://keystone.corp.example.com:5000/v3',
          auth_version: '3',
          os_options: { tenant_id: 'f00', user_domain_name: 'Default' },
          storage_path: '/datastorage/registry',
          swift_container: 'quay',
          swift_password: 'swift-secret',
          swift_user: 'quay',
        },
      ],
    },
    DISTRIBUTED_STORAGE_PREFERENCE: ['swift'],
  }),
  secrets: {
    'corp-db': databaseCredentials,
    'swift-user': { user: 'quay', password: 'swift-secret' },
    'redis-pw': { password: redis.password },
  },
};
