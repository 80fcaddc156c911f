import { type Sample, databaseImage } from './sample.ts';

export const sampleE: Sample = {
  name: 'e',
  title: 'images on a disk of the pod, which no migration can carry over',
  ecosystem: 'local',
  namespace: 'quay-e',
  hostname: 'quay-e.apps.example.com',
  spec: ({ hostname }) => ({
    quay: {
      image: 'quay.io/redhat/quay:v3.3.4',
      superusers: ['quay'],
      database: { image: databaseImage, volumeSize: '10Gi' },
      registryBackends: [{ name: 'default', local: { storagePath: '/datastorage/registry' } }],
      externalAccess: { type: 'Route', hostname, tls: { termination: 'passthrough' } },
    },
  }),
  config: () => ({
    DISTRIBUTED_STORAGE_CONFIG: { default: ['LocalStorage', { storage_path: '/datastorage/registry' }] },
    DISTRIBUTED_STORAGE_PREFERENCE: ['default'],
  }),
  secrets: {},
};
