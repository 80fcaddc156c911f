import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Container, Pod } from '../../../src/k8s/pod.ts';
import type { ContainerLog } from '../containers/container-log.ts';
import { type ContainerProcess, startProcess } from '../containers/container-process.ts';
import type { PodFacts } from '../containers/downward-fields.ts';
import { expand, resolveEnvironment } from '../containers/environment.ts';
import { giveToContainers } from '../containers/identity.ts';
import type { Program } from '../containers/images.ts';
import { type PodHost, faultsOf } from './pod-host.ts';
import type { PodVolumes } from './pod-volumes.ts';
import type { Mount } from '../containers/sandbox.ts';

export interface StartOptions {
  readonly host: PodHost;
  readonly pod: Pod;
  readonly container: Container;
  readonly program: Program;
  readonly facts: PodFacts;
  readonly volumes: PodVolumes;
  /** A directory of this run alone. */
  readonly directory: string;
  readonly log: ContainerLog;
}

/** The file in a run's directory that a container finds at its terminationMessagePath. */
export function terminationFile(directory: string): string {
  return join(directory, 'termination-log');
}

/** Starts a program as a container. Throws MissingReference when something that it refers to is not there. */
export async function startContainer(order: StartOptions): Promise<ContainerProcess> {
  const { host, pod, container, program, log } = order;
  const environment = await resolveEnvironment({
    pod,
    container,
    facts: order.facts,
    references: order.volumes.references,
    base: await baseEnvironment(order),
  });
  const workingDirectory = container.workingDir ?? program.workingDirectory;
  const mounts = await mountsOf(order);
  const root = await makeRoot(order, [...program.writable, workingDirectory], mounts);
  return startProcess({
    sandbox: {
      identity: host.identity,
      root,
      mounts,
      hostsFile: await host.hostsFile(pod.metadata.namespace ?? ''),
      readOnlyRoot: container.securityContext?.readOnlyRootFilesystem === true,
      workingDirectory,
    },
    command: commandOf(container, program).map((word) => expand(word, environment)),
    environment,
    onOutput: (chunk) => {
      log.append(chunk);
    },
  });
}

/** Removes what a container wrote outside its mounts. */
export async function clearRoot(directory: string): Promise<void> {
  await rm(join(directory, 'root'), { recursive: true, force: true });
}

function commandOf(container: Container, program: Program): string[] {
  const command = container.command ?? program.entrypoint;
  const args = container.args ?? (container.command ? [] : program.command);
  return [...command, ...args];
}

async function baseEnvironment({ host, pod, program, facts }: StartOptions): Promise<Record<string, string>> {
  const { namespace = '', name } = pod.metadata;
  return {
    ...program.environment,
    ...(program.takesFaults && { DEV_FAULTS: await faultsOf(host.client, namespace) }),
    HOSTNAME: name,
    // Pods share one network: what listens on all addresses would be in each other's way.
    LISTEN_ADDRESS: facts.address,
    KUBERNETES_SERVICE_HOST: host.server.hostname,
    KUBERNETES_SERVICE_PORT: host.server.port || '443',
  };
}

async function makeRoot(
  { host, directory }: StartOptions,
  writable: readonly string[],
  mounts: readonly Mount[],
): Promise<string> {
  const root = join(directory, 'root');
  await rm(root, { recursive: true, force: true });
  // Bubblewrap would make the way to a mount point for root alone.
  for (const { target } of mounts) await mkdir(join(root, dirname(target)), { recursive: true });
  for (const path of ['/', '/tmp', '/var/tmp', ...writable]) {
    await mkdir(join(root, path), { recursive: true });
    await giveToContainers(join(root, path), host.identity);
  }
  await chmod(join(root, 'tmp'), 0o1777);
  return root;
}

async function mountsOf({ host, container, program, volumes, directory }: StartOptions): Promise<Mount[]> {
  const message = terminationFile(directory);
  await writeFile(message, '');
  await giveToContainers(message, host.identity);
  const target = container.terminationMessagePath ?? '/dev/termination-log';
  return [...program.mounts, ...(await volumes.mountsFor(container)), { source: message, target, readOnly: false }];
}
