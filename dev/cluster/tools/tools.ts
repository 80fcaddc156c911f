import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export type ToolKey = 'etcd' | 'kubeApiserver' | 'kubeControllerManager' | 'kubectl' | 'helm';

/** One program of the development cluster. */
export interface Tool {
  readonly key: ToolKey;
  /** File name of the program. */
  readonly program: string;
  /** The Go module that go.mod pins, for its version. */
  readonly module: string;
  /** The package that is built. */
  readonly package: string;
  /** CPU minutes of a first build, in the order of this list: the later ones find much compiled already. */
  readonly cpuMinutes: number;
  readonly versionArguments: readonly string[];
  /** Whether an installed one will do, by the versions [major, minor] of it and of the pinned one. */
  readonly fits: (installed: Version, pinned: Version) => boolean;
}

export type Version = readonly [major: number, minor: number];

const sameMinor = (installed: Version, pinned: Version): boolean =>
  installed[0] === pinned[0] && installed[1] === pinned[1];

export const tools: readonly Tool[] = [
  {
    key: 'etcd',
    program: 'etcd',
    module: 'go.etcd.io/etcd/server/v3',
    package: 'go.etcd.io/etcd/server/v3',
    cpuMinutes: 3,
    versionArguments: ['--version'],
    // Kubernetes 1.31 and newer need what etcd 3.5.13 brought; its minor version alone does not tell.
    fits: (installed) => installed[0] === 3 && installed[1] >= 6,
  },
  {
    key: 'kubeApiserver',
    program: 'kube-apiserver',
    module: 'k8s.io/kubernetes',
    package: 'k8s.io/kubernetes/cmd/kube-apiserver',
    cpuMinutes: 16,
    versionArguments: ['--version'],
    fits: sameMinor,
  },
  {
    key: 'kubeControllerManager',
    program: 'kube-controller-manager',
    module: 'k8s.io/kubernetes',
    package: 'k8s.io/kubernetes/cmd/kube-controller-manager',
    cpuMinutes: 6,
    versionArguments: ['--version'],
    fits: sameMinor,
  },
  {
    key: 'kubectl',
    program: 'kubectl',
    module: 'k8s.io/kubernetes',
    package: 'k8s.io/kubernetes/cmd/kubectl',
    cpuMinutes: 3.5,
    versionArguments: ['version', '--client'],
    fits: (installed, pinned) => installed[0] === pinned[0] && Math.abs(installed[1] - pinned[1]) <= 1,
  },
  {
    key: 'helm',
    program: 'helm',
    module: 'helm.sh/helm/v3',
    package: 'helm.sh/helm/v3/cmd/helm',
    cpuMinutes: 3.5,
    versionArguments: ['version', '--short'],
    fits: (installed) => installed[0] === 3 && installed[1] >= 14,
  },
];

export const goModule = join(import.meta.dirname, 'go.mod');

/** The version of each tool's module in go.mod, as `v1.34.4`. */
export async function pinnedVersions(): Promise<Readonly<Record<ToolKey, string>>> {
  const text = await readFile(goModule, 'utf8');
  const versions = tools.map(({ key, module }) => {
    const line = text.split('\n').find((candidate) => candidate.trim().startsWith(`${module} v`));
    const version = line?.trim().split(' ')[1];
    if (version === undefined) throw new Error(`dev/cluster/go.mod does not require ${module}`);
    return [key, version] as const;
  });
  return Object.fromEntries(versions) as Record<ToolKey, string>;
}

/** The first version in what a program says of itself, or undefined. */
export function versionIn(text: string): Version | undefined {
  const match = /v?(\d+)\.(\d+)(?:\.\d+)?/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2])];
}
