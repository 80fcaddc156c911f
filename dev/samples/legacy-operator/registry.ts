import type { Container, Volume } from '../../../src/k8s/pod.ts';
import { services } from '../../../src/k8s/resource.ts';
import type { LegacySpec, Site } from '../sample.ts';
import { isSecure, quayProbe } from './default-spec.ts';
import { type Owner, type Produced, legacyLabels, owned } from './produced.ts';
import { legacyDeployment } from './workload.ts';

const image = 'quay.io/projectquay/quay:qui-gon';

/** Service NAME-quay, of the type that externalAccess asks for; it has the ports of Quay itself. */
export function quayService(owner: Owner, spec: LegacySpec, site: Site): Produced {
  const { externalAccess } = spec.quay;
  const type = externalAccess.type ?? 'Route';
  const [port, targetPort] = isSecure(spec) ? [443, 8443] : [80, 8080];
  const nodePort = type === 'NodePort' && site.nodePort !== undefined ? { nodePort: site.nodePort } : {};
  return owned(
    owner,
    services,
    { name: `${owner.name}-quay`, component: 'app' },
    {
      spec: {
        type: type === 'LoadBalancer' || type === 'NodePort' ? type : 'ClusterIP',
        selector: legacyLabels(owner.name, 'app'),
        ports: [
          { name: 'quay-service', protocol: 'TCP', port, targetPort, ...nodePort },
          { name: 'metrics', protocol: 'TCP', port: 9091, targetPort: 9091 },
        ],
      },
    },
  );
}

/** Quay and, where it is on, its mirror: what writes to the database. */
export function quayWorkloads(owner: Owner, spec: LegacySpec): readonly Produced[] {
  return [quay(owner, spec), ...(spec.quay.enableRepoMirroring === true ? [mirror(owner, spec)] : [])];
}

/** The configuration application, which stays unless keepConfigDeployment is false. */
export function configApplication(owner: Owner, spec: LegacySpec): Produced {
  return legacyDeployment(owner, {
    suffix: 'quay-config',
    component: 'config',
    container: {
      ...container(spec, 'quay-enterprise-config'),
      ports: [{ containerPort: 8080 }, { containerPort: 8443 }],
      env: [
        { name: 'EncryptedRobotTokenMigrationPhase', value: 'new-installation' },
        { name: 'CONFIG_READ_ONLY_FIELDS', value: 'hostname,redis' },
        { name: 'QUAYENTRY', value: 'config' },
        {
          name: 'CONFIG_APP_PASSWORD',
          valueFrom: { secretKeyRef: { name: `${owner.name}-quay-config`, key: 'config-app-password' } },
        },
        namespaceVariable,
      ],
    },
    volumes: [configVolume(spec)],
    serviceAccountName: 'quay',
    imagePullSecretName: spec.quay.imagePullSecretName,
  });
}

const namespaceVariable = {
  name: 'QE_K8S_NAMESPACE',
  valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } },
} as const;

function quay(owner: Owner, spec: LegacySpec): Produced {
  const secure = isSecure(spec);
  const local = spec.quay.registryBackends.filter((backend) => backend.local !== undefined);
  const volumeOf = (backend: { readonly name?: string }): string => `${owner.name}-${backend.name ?? ''}`;
  const base = container(spec, 'quay-enterprise-app');
  return legacyDeployment(owner, {
    suffix: 'quay',
    component: 'app',
    container: {
      ...base,
      ports: [{ containerPort: 8080 }, { containerPort: 8443 }, { containerPort: 9091 }],
      env: [{ name: 'EncryptedRobotTokenMigrationPhase', value: 'new-installation' }, namespaceVariable],
      volumeMounts: [
        ...(base.volumeMounts ?? []),
        ...local.map((backend) => ({ name: volumeOf(backend), mountPath: '/datastorage/registry' })),
      ],
      readinessProbe: quayProbe(secure, 1),
      livenessProbe: quayProbe(secure, 120),
    },
    volumes: [configVolume(spec), ...local.map((backend) => ({ name: volumeOf(backend), emptyDir: {} }))],
    serviceAccountName: 'quay',
    imagePullSecretName: spec.quay.imagePullSecretName,
    ...(spec.quay.replicas !== undefined && { replicas: spec.quay.replicas }),
  });
}

function mirror(owner: Owner, spec: LegacySpec): Produced {
  return legacyDeployment(owner, {
    suffix: 'quay-repomirror',
    component: 'mirror-app',
    container: {
      ...container(spec, 'quay-enterprise-mirror-app'),
      ports: [{ containerPort: 9091 }],
      env: [{ name: 'QUAYENTRY', value: 'repomirror' }, namespaceVariable],
    },
    volumes: [configVolume(spec)],
    serviceAccountName: 'quay',
    imagePullSecretName: spec.quay.imagePullSecretName,
    ...(spec.quay.mirrorReplicas !== undefined && { replicas: spec.quay.mirrorReplicas }),
  });
}

function container(spec: LegacySpec, name: string): Container {
  return {
    name,
    image: spec.quay.image ?? image,
    volumeMounts: [{ name: 'configvolume', mountPath: '/conf/stack' }],
  };
}

/** The whole config Secret and, straight from the administrator's own Secrets, every file of type `config`. */
function configVolume({ quay: { configFiles = [] } }: LegacySpec): Volume {
  const files = configFiles.filter(({ type }) => type === 'config');
  return {
    name: 'configvolume',
    projected: {
      sources: [
        { secret: { name: 'quay-enterprise-config-secret' } },
        ...files.map(({ secretName }) => ({ secret: { name: secretName } })),
      ],
    },
  };
}
