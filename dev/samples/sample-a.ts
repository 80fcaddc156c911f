import { type Sample, databaseCredentials, databaseImage } from './sample.ts';

export const sampleA: Sample = {
  name: 'a',
  title: 'managed database, Route passthrough with an own certificate, S3, Clair and mirror',
  ecosystem: 'prod',
  namespace: 'quay-enterprise',
  hostname: 'quay.example.com',
  certificateSecret: 'quay-example-com',
  spec: ({ hostname }) => ({
    quay: {
      image: 'quay.io/redhat/quay:v3.3.4',
      imagePullSecretName: 'redhat-pull-secret',
      superusers: ['quay'],
      replicas: 2,
      enableRepoMirroring: true,
      repoMirrorTLSVerify: true,
      mirrorReplicas: 1,
      database: {
        image: databaseImage,
        volumeSize: '20Gi',
        credentialsSecretName: 'prod-db-creds',
        storageClass: 'standard',
      },
      registryBackends: [
        {
          name: 'default',
          credentialsSecretName: 'prod-s3',
          s3: {
            bucketName: 'prod-registry',
            host: 's3.eu-central-1.amazonaws.com',
            storagePath: '/datastorage/registry',
          },
        },
      ],
      externalAccess: { type: 'Route', hostname, tls: { secretName: 'quay-example-com', termination: 'passthrough' } },
      configFiles: [
        { secretName: 'corp-ca', type: 'extraCaCert' },
        { secretName: 'ldap-files', type: 'config' },
      ],
    },
    clair: {
      enabled: true,
      image: 'quay.io/redhat/clair-jwt:v3.3.4',
      database: { image: databaseImage, volumeSize: '5Gi' },
    },
  }),
  config: () => ({
    DISTRIBUTED_STORAGE_CONFIG: {
      default: [
        'S3Storage',
        {
          host: 's3.eu-central-1.amazonaws.com',
          s3_access_key: 'AKIAEXAMPLE',
          s3_bucket: 'prod-registry',
          s3_secret_key: 's3-secret',
          storage_path: '/datastorage/registry',
        },
      ],
    },
    DISTRIBUTED_STORAGE_PREFERENCE: ['default'],
  }),
  secrets: {
    'prod-db-creds': { ...databaseCredentials, 'database-root-password': 'quayAdmin' },
    'prod-s3': { accessKey: 'AKIAEXAMPLE', secretKey: 's3-secret' },
  },
};
