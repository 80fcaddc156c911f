import { type Sample, databaseImage } from './sample.ts';

export const sampleC: Sample = {
  name: 'c',
  title: 'managed database with default credentials, NodePort without TLS, RADOS, mirror',
  ecosystem: 'lab',
  namespace: 'quay-c',
  hostname: 'quay.lab.example.com',
  nodePort: 30_443,
  spec: ({ hostname, nodePort }) => ({
    quay: {
      image: 'quay.io/redhat/quay:v3.3.4',
      superusers: ['quay'],
      enableRepoMirroring: true,
      database: { image: databaseImage, volumeSize: '10Gi' },
      registryBackends: [
        {
          name: 'ceph',
          credentialsSecretName: 'ceph-keys',
          rados: { bucketName: 'quay', hostname: 'rgw.lab.example.com', storagePath: '/datastorage/registry' },
        },
      ],
      externalAccess: {
        type: 'NodePort',
        hostname,
        ...(nodePort !== undefined && { nodePort }),
        tls: { termination: 'none' },
      },
    },
  }),
  config: () => ({
    DISTRIBUTED_STORAGE_CONFIG: {
      ceph: [
        'RadosGWStorage',
        {
          access_key: 'CEPHKEY',
          bucket_name: 'quay',
          hostname: 'rgw.lab.example.com',
          is_secure: true,
          port: 443,
          secret_key: 'ceph-secret',
          storage_path: '/datastorage/registry',
        },
      ],
    },
    DISTRIBUTED_STORAGE_PREFERENCE: ['ceph'],
  }),
  secrets: { 'ceph-keys': { accessKey: 'CEPHKEY', secretKey: 'ceph-secret' } },
};
