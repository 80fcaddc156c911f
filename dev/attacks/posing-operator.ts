import type { Deployment } from '../../src/k8s/deployment.ts';

/** What stands in every image name of what an attacker wants to run. */
export const evil = 'evil.example';

interface Pose {
  readonly name: string;
  readonly version: string;
  /** By which installer it claims to have been made. */
  readonly label?: 'olm.owner' | 'olm.operatorframework.io/owner-kind';
}

/** A Deployment that looks like quay-operator in all that whoever may write one namespace can write. It never starts. */
export function posingOperator(namespace: string, { name, version, label }: Pose): Deployment {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels: label === undefined ? {} : { [label]: 'ClusterExtension' } },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { 'quay-version': version, 'olm.targetNamespaces': '' } },
        spec: {
          serviceAccountName: name,
          containers: [
            {
              name: 'quay-operator',
              image: `${evil}/quay-operator:${version}`,
              env: ['QUAY', 'POSTGRES', 'CLAIR', 'REDIS', 'CLAIRPOSTGRES'].map((component) => ({
                name: `RELATED_IMAGE_COMPONENT_${component}`,
                value: `${evil}/${component.toLowerCase()}:1`,
              })),
            },
          ],
        },
      },
    },
  };
}
