import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { inject } from 'vitest';
// Says what the global setup provides.
import type {} from '../../../dev/checks/cluster-context.ts';

export const chartDirectory = dirname(import.meta.dirname);

/** A rendered object; tests look into it by path. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
}

/** What `helm template` prints on OpenShift for a values file (a path from the chart's tests) and further arguments. */
export function renderText(valuesFile: string, ...more: readonly string[]): string {
  return renderElsewhere(valuesFile, '--api-versions', 'console.openshift.io/v1', ...more);
}

/** The same for a cluster without OpenShift's console. */
export function renderElsewhere(valuesFile: string, ...more: readonly string[]): string {
  const values = join(import.meta.dirname, valuesFile);
  const args = ['template', 'migration', chartDirectory, '--namespace', 'quay-migration', '--kube-version', '1.32.0'];
  return execFileSync(inject('helm'), [...args, '--values', values, ...more], { encoding: 'utf8', stdio: 'pipe' });
}

export function parseObjects(text: string): readonly Rendered[] {
  return parseAllDocuments(text).flatMap((document) => (document.toJS() as Rendered | null) ?? []);
}
