import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';

const chart = join(dirname(dirname(import.meta.dirname)), 'charts/quay-migration-plugin');

export interface Release {
  /** The helm program. */
  readonly helm: string;
  /** Path of a kubeconfig whose user may create what the chart holds. */
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly release: string;
}

export interface ChartInstallation extends Release {
  /** As in a values file: whatever values.yaml has. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** How long the service's pod may take to become ready; 120 unless told. */
  readonly timeoutSeconds?: number;
}

/** `helm upgrade --install --wait`, the namespace included. Answers the notes that helm prints. */
export async function installChart(installation: ChartInstallation): Promise<string> {
  const { values = {}, timeoutSeconds = 120, ...release } = installation;
  const options = ['--install', '--create-namespace', '--wait', '--timeout', `${timeoutSeconds}s`, '--values', '-'];
  return helm(release, ['upgrade', release.release, chart, ...options], JSON.stringify(values));
}

/** Waits until all of it is gone. A release that is not there is no error, an open migration is. */
export async function uninstallChart(release: Release): Promise<void> {
  await helm(release, ['uninstall', release.release, '--ignore-not-found', '--wait', '--timeout', '120s']);
}

/** Runs the chart's own tests. */
export async function testChart(release: Release): Promise<string> {
  return helm(release, ['test', release.release, '--timeout', '120s']);
}

function helm(release: Release, args: readonly string[], input = ''): Promise<string> {
  const { namespace, kubeconfig } = release;
  return new Promise((resolve, reject) => {
    const child = execFile(
      release.helm,
      [...args, '--namespace', namespace, '--kubeconfig', kubeconfig],
      { maxBuffer: 16 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else
          reject(
            new Error(`helm ${args[0] ?? ''} ${release.release} in ${namespace}: ${stderr.trim() || error.message}`),
          );
      },
    );
    child.stdin?.end(input);
  });
}
