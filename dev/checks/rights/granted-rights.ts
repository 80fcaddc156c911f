import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { resourceName } from './audit-log.ts';

/** One verb for one resource in one role of the chart. */
export interface Right {
  /** What the role's name ends with: `engine`, `cluster-facts`. */
  readonly role: string;
  readonly verb: string;
  readonly resource: string;
}

interface Role {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
  readonly rules?: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

const chart = join(import.meta.dirname, '../../../charts/quay-migration-plugin');
const release = 'quay-migration-plugin';

/** All that the chart grants, on a cluster with the console. */
export function grantedRights(helm: string): readonly Right[] {
  const args = ['template', release, chart, '--namespace', release, '--api-versions', 'console.openshift.io/v1'];
  return rightsIn(execFileSync(helm, args, { encoding: 'utf8' }));
}

export function rightsIn(rendered: string): readonly Right[] {
  return parseAllDocuments(rendered)
    .map((document) => (document.toJS() ?? {}) as Role)
    .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
    .flatMap(rightsOf);
}

function rightsOf({ metadata, rules = [] }: Role): readonly Right[] {
  const role = roleWord(metadata?.name ?? '');
  return rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.flatMap((resource) => verbs.map((verb) => ({ role, verb, resource: resourceName(group, resource) }))),
    ),
  );
}

/** What comes after the release's name; the name itself where nothing does. */
export function roleWord(name: string): string {
  return /^.*quay-migration-plugin-(.+)$/.exec(name)?.[1] ?? name;
}
