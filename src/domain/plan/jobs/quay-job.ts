import type { Job } from '../../../k8s/job.ts';
import type { EnvVar, Volume } from '../../../k8s/pod.ts';
import type { Secret } from '../../../k8s/secret.ts';
import { type ContainerResources, onceJob } from './worker-job.ts';
import type { WorkSite } from './work-site.ts';

/** What all Jobs of Quay's image share. */
export interface QuaySite {
  readonly site: WorkSite;
  readonly image: string;
  /** config.yaml, completed, and the other files of the bundle. */
  readonly config: Secret;
  /** The ConfigMaps of the cluster's CAs, which the operator projects beside the bundle's own. */
  readonly caConfigMaps: readonly string[];
  /** Variables that the new quay pods and the operator's own upgrade Job get by override. */
  readonly env: readonly EnvVar[];
}

export interface QuayJobOptions {
  readonly jobName: string;
  readonly args: readonly string[];
  readonly deadlineSeconds: number;
  /** Another config.yaml than the one of `config`. */
  readonly configYaml?: Secret;
  readonly resources: ContainerResources;
}

/** What quay-operator asks for its own upgrade Job (3.9 to 3.18: kustomize/components/job/quay.upgrade.job.yaml). */
export const upgradeResources = {
  requests: { cpu: '1', memory: '3Gi' },
  limits: { cpu: '2', memory: '8Gi' },
} as const;

/** `config-tool` is a small program of its own. */
export const validateResources = { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } } as const;

/** A Job that has failed keeps its log for so long. Longer than any copy may take: one that succeeded must not vanish. */
const logSeconds = 7 * 24 * 3600;
const caPrefix = 'extra_ca_cert_';
const configDirectory = '/conf/stack';

/**
 * A Job that runs the installed Quay's image as quay-operator runs it (3.9 to 3.18): the same files under /conf/stack,
 * the CAs in a directory below it, the same variables. It gets no token, which Quay never uses here; but inside
 * Kubernetes Quay does not start without a file where the token would be (util/config/provider/k8sprovider.py of 3.9 to
 * 3.18: "Cannot load Kubernetes service account token"), so the pod's name lies there.
 */
export function quayJob({ site, image, config, caConfigMaps, env }: QuaySite, order: QuayJobOptions): Job {
  const configName = config.metadata.name;
  const job = onceJob(site, {
    jobName: order.jobName,
    deadlineSeconds: order.deadlineSeconds,
    image,
    args: order.args,
    env: [
      { name: 'QE_K8S_CONFIG_SECRET', value: configName },
      { name: 'QE_K8S_NAMESPACE', value: site.namespace },
      ...env,
    ],
    volumes: [configVolume(config, order.configYaml), caVolume(config, caConfigMaps), noToken],
    volumeMounts: [
      { name: 'config', mountPath: configDirectory },
      { name: 'extra-ca-certs', mountPath: `${configDirectory}/extra_ca_certs`, readOnly: true },
      { name: 'no-token', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true },
    ],
    resources: order.resources,
  });
  return { ...job, spec: { ...job.spec, ttlSecondsAfterFinished: logSeconds } };
}

const noToken: Volume = {
  name: 'no-token',
  downwardAPI: { items: [{ path: 'token', fieldRef: { fieldPath: 'metadata.name' } }] },
};

function configVolume(config: Secret, configYaml: Secret | undefined): Volume {
  const wanted = (key: string): boolean =>
    !key.startsWith(caPrefix) && (key !== 'config.yaml' || configYaml === undefined);
  const items = Object.keys(config.data ?? {})
    .filter(wanted)
    .map((key) => ({ key, path: key }));
  return {
    name: 'config',
    projected: {
      sources: [
        // Without items all files would be taken.
        ...(items.length > 0 ? [{ secret: { name: config.metadata.name, items } }] : []),
        ...(configYaml ? [{ secret: { name: configYaml.metadata.name } }] : []),
      ],
    },
  };
}

/** The bundle's `extra_ca_cert_NAME` is `NAME` there, as the operator has it. */
function caVolume(config: Secret, caConfigMaps: readonly string[]): Volume {
  const items = Object.keys(config.data ?? {})
    .filter((key) => key.startsWith(caPrefix))
    .map((key) => ({ key, path: key.slice(caPrefix.length) }));
  return {
    name: 'extra-ca-certs',
    projected: {
      sources: [
        ...caConfigMaps.map((name) => ({ configMap: { name } })),
        ...(items.length > 0 ? [{ secret: { name: config.metadata.name, items } }] : []),
      ],
    },
  };
}
