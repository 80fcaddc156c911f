import { type Sample, databaseImage } from './sample.ts';

export const sampleF: Sample = {
  name: 'f',
  title: 'a database that ends with its pod, Route edge, Google Cloud Storage',
  ecosystem: 'trial',
  namespace: 'quay-f',
  hostname: 'quay-f.apps.example.com',
  spec: ({ hostname }) => ({
    quay: {
      image: 'quay.io/redhat/quay:v3.3.4',
      superusers: ['quay'],
      database: { image: databaseImage },
      registryBackends: [
        {
          name: 'gcs',
          credentialsSecretName: 'gcs-keys',
          googleCloud: { bucketName: 'trial', storagePath: '/datastorage/registry' },
        },
      ],
      externalAccess: { type: 'Route', hostname, tls: { termination: 'edge' } },
    },
    clair: { enabled: false },
  }),
  config: () => ({
    DISTRIBUTED_STORAGE_CONFIG: {
      gcs: [
        'GoogleCloudStorage',
        {
          access_key: 'GOOGEXAMPLE',
          bucket_name: 'trial',
          secret_key: 'gcs-secret',
          storage_path: '/datastorage/registry',
        },
      ],
    },
    DISTRIBUTED_STORAGE_PREFERENCE: ['gcs'],
  }),
  secrets: { 'gcs-keys': { accessKey: 'GOOGEXAMPLE', secretKey: 'gcs-secret' } },
};
