import { type WorkerCommand, workerEnvironment as variable } from '../../../contract/worker.ts';
import type { Job } from '../../../k8s/job.ts';
import type { EnvVar, Volume, VolumeMount } from '../../../k8s/pod.ts';
import { reportKey } from './database-connection.ts';
import { labelsOf, migrationNames } from '../../migration-names.ts';
import { withoutSidecar } from './pod-placement.ts';
import { restrictedContainer, restrictedPod } from './pod-security.ts';
import type { WorkSite } from './work-site.ts';

export interface WorkerJobOptions {
  readonly jobName: string;
  readonly command: WorkerCommand;
  readonly env: readonly EnvVar[];
  readonly deadlineSeconds: number;
  readonly volumes?: readonly Volume[];
  readonly volumeMounts?: readonly VolumeMount[];
}

/**
 * How Node runs the worker. Rows pass in buffers that belong to objects of the young generation: where that is small,
 * they are given back soon, and memory does not grow with the database.
 */
export const workerNodeFlags = ['--max-semi-space-size=1'] as const;

/** A Job that runs one command of the database worker once: the engine repeats what is worth repeating. */
export function workerJob(site: WorkSite, order: WorkerJobOptions): Job {
  const { workSecret } = migrationNames(site.name, site.attempt);
  return onceJob(site, {
    jobName: order.jobName,
    deadlineSeconds: order.deadlineSeconds,
    image: site.workerImage,
    command: ['node', ...workerNodeFlags, 'worker.mjs', order.command],
    env: [
      { name: variable.reportKey, valueFrom: { secretKeyRef: { name: workSecret, key: reportKey } } },
      { name: variable.podName, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: variable.podUid, valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
      ...order.env,
    ],
    volumes: order.volumes ?? [],
    volumeMounts: order.volumeMounts ?? [],
  });
}

export interface OnceJobOptions {
  readonly jobName: string;
  readonly deadlineSeconds: number;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env: readonly EnvVar[];
  readonly volumes: readonly Volume[];
  readonly volumeMounts: readonly VolumeMount[];
  /** Otherwise what the worker needs. */
  readonly resources?: ContainerResources;
}

export type ContainerResources = Readonly<Record<'requests' | 'limits', Readonly<Record<string, string>>>>;

const workerResources: ContainerResources = { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '1Gi' } };

/** A Job whose only pod runs once: backoffLimit 0, restartPolicy Never. */
export function onceJob(site: WorkSite, order: OnceJobOptions): Job {
  const labels = labelsOf(site.name, site.attempt);
  // What the operator will run is tried as the operator will run it: with no pull secret, wherever it finds a node.
  const own = order.image === site.workerImage;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: order.jobName, namespace: site.namespace, labels },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: order.deadlineSeconds,
      template: {
        metadata: withoutSidecar(labels),
        spec: {
          ...(own && site.placement),
          restartPolicy: 'Never',
          serviceAccountName: migrationNames(site.name, site.attempt).account,
          automountServiceAccountToken: false,
          securityContext: restrictedPod,
          imagePullSecrets: (own ? site.imagePullSecrets : []).map((name) => ({ name })),
          containers: [
            {
              name: 'run',
              image: order.image,
              ...(order.command && { command: order.command }),
              ...(order.args && { args: order.args }),
              env: order.env,
              volumeMounts: order.volumeMounts,
              // The last lines of another product's log may hold a password.
              terminationMessagePolicy: order.image === site.workerImage ? 'FallbackToLogsOnError' : 'File',
              securityContext: restrictedContainer,
              resources: order.resources ?? workerResources,
            },
          ],
          volumes: order.volumes,
        },
      },
    },
  };
}
