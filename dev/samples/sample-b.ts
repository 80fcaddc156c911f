import { type Sample, databaseCredentials } from './sample.ts';

export const sampleB: Sample = {
  name: 'b',
  title: 'external database, LoadBalancer without a hostname, Azure, neither Clair nor mirror',
  ecosystem: 'my-quay',
  namespace: 'quay-b',
  hostname: undefined,
  spec: ({ databaseHost }) => ({
    quay: {
      image: 'quay.io/redhat/quay:v3.3.4',
      superusers: ['quay'],
      database: { server: databaseHost, credentialsSecretName: 'corp-db' },
      registryBackends: [
        {
          name: 'azure-eu',
          credentialsSecretName: 'az',
          azure: { containerName: 'quay', storagePath: '/datastorage/registry' },
        },
      ],
      externalAccess: { type: 'LoadBalancer', tls: { termination: 'passthrough' } },
    },
  }),
  config: () => ({
    DISTRIBUTED_STORAGE_CONFIG: {
      'azure-eu': [
        'AzureStorage',
        {
          azure_account_key: 'YXp1cmUta2V5',
          azure_account_name: 'corp',
          azure_container: 'quay',
          storage_path: '/datastorage/registry',
        },
      ],
    },
    DISTRIBUTED_STORAGE_PREFERENCE: ['azure-eu'],
  }),
  secrets: { 'corp-db': databaseCredentials, az: { accountName: 'corp', accountKey: 'YXp1cmUta2V5' } },
};
