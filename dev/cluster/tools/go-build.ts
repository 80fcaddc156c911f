import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { type Tool, goModule, pinnedVersions } from './tools.ts';

export interface BuildOptions {
  readonly go: string;
  readonly tool: Tool;
  /** Path of the program to write. */
  readonly output: string;
  readonly env: NodeJS.ProcessEnv;
}

/** `go build` of one tool at the version that go.mod pins. Throws with what Go said. */
export async function buildTool({ go, tool, output, env }: BuildOptions): Promise<void> {
  const flags = await linkerFlags();
  const args = ['build', '-trimpath', '-buildvcs=false', '-mod=readonly', `-ldflags=${flags}`];
  const said: Buffer[] = [];
  const child = spawn(go, [...args, '-o', output, tool.package], {
    cwd: dirname(goModule),
    env: { ...env, CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off', GOTOOLCHAIN: 'auto' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  const end = Buffer.concat(said).toString().trimEnd().split('\n').slice(-15).join('\n');
  throw new Error(`go build ${tool.package} failed:\n${end}`);
}

/**
 * The versions that the programs tell: without them the API server calls itself v0.0.0-master, which no chart's
 * kubeVersion accepts, and `helm template` takes Kubernetes for 1.20.
 */
async function linkerFlags(): Promise<string> {
  const pinned = await pinnedVersions();
  const [major = '', minor = ''] = pinned.kubeApiserver.replace('v', '').split('.');
  const variables = {
    'k8s.io/component-base/version.gitVersion': pinned.kubeApiserver,
    'k8s.io/component-base/version.gitMajor': major,
    'k8s.io/component-base/version.gitMinor': minor,
    'k8s.io/client-go/pkg/version.gitVersion': pinned.kubeApiserver,
    'helm.sh/helm/v3/internal/version.version': pinned.helm,
    'helm.sh/helm/v3/pkg/chartutil.k8sVersionMajor': major,
    'helm.sh/helm/v3/pkg/chartutil.k8sVersionMinor': minor,
    'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMajor': major,
    'helm.sh/helm/v3/pkg/lint/rules.k8sVersionMinor': minor,
  };
  return ['-s', '-w', ...Object.entries(variables).map(([name, value]) => `-X ${name}=${value}`)].join(' ');
}
