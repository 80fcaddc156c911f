import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chartDirectory, parseObjects, renderText, type Rendered } from './render-chart.ts';

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

const page = readFileSync(join(chartDirectory, '../../docs/rbac.md'), 'utf8');
const fullname = 'migration-quay-migration-plugin';

/** `group resource (only names): verbs`, one for each resource of each rule. */
function rightsOf(rules: readonly Rule[]): readonly string[] {
  return rules.flatMap(({ apiGroups, resources, resourceNames, verbs }) =>
    apiGroups.flatMap((group) =>
      resources.map((resource) => {
        const only = resourceNames ? ` (only ${resourceNames.join(' and ')})` : '';
        return `${group} ${resource}${only}: ${verbs.join(', ')}`;
      }),
    ),
  );
}

function rightsOnPage(heading: string): readonly string[] {
  const section = page.split('\n## ').find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) => {
    const [, group = '', resource = '', verbs = '', why = ''] = row.split('|').map((cell) => cell.trim());
    expect(why, `why ${resource}`).not.toBe('');
    return `${group} ${resource}: ${verbs}`.replaceAll('`', '').replace('<fullname>', fullname);
  });
}

function rules(valuesFile: string, kind: string, name: string, ...more: readonly string[]): readonly Rule[] {
  const found = parseObjects(renderText(valuesFile, ...more)).filter(
    (object) => object.kind === kind && object.metadata.name.endsWith(name),
  );
  expect(found.length).toBeGreaterThan(0);
  return (found[0] as Rendered & { readonly rules: readonly Rule[] }).rules;
}

test.each([
  ['In each namespace that it was given', 'cases/defaults.yaml', 'ClusterRole', '-engine'],
  ['In each namespace that it was given', 'cases/two-namespaces.yaml', 'Role', '-engine'],
  ['Where quay-operators run', 'cases/two-namespaces.yaml', 'Role', '-operators'],
  ['In the cluster as a whole', 'cases/two-namespaces.yaml', 'ClusterRole', '-cluster-facts'],
  ['In its own namespace', 'cases/defaults.yaml', 'Role', '-installation'],
  ['When it is installed or upgraded', 'cases/defaults.yaml', 'ClusterRole', '-enable'],
  ['Before it is uninstalled', 'cases/defaults.yaml', 'ClusterRole', '-uninstall'],
])('"%s" on docs/rbac.md is what %s renders as %s', (heading, valuesFile, kind, name) => {
  expect([...rightsOnPage(heading)].sort()).toEqual([...rightsOf(rules(valuesFile, kind, name))].sort());
});

test('the hook before uninstalling has the same rights where it is given namespaces, in more Roles', () => {
  const parts = ['ClusterRole', 'Role'].flatMap((kind) =>
    rules('cases/two-namespaces.yaml', kind, '-uninstall', '--set', 'console.enabled=true'),
  );
  expect([...rightsOnPage('Before it is uninstalled')].sort()).toEqual([...rightsOf(parts)].sort());
  const self = rightsOf(rules('cases/two-namespaces.yaml', 'Role', '-uninstall-self'));
  expect([...rightsOnPage('Before it is uninstalled, in its own namespace')].sort()).toEqual([...self].sort());
});

test('a release without the console has no right to it', () => {
  const rights = parseObjects(renderText('cases/two-namespaces.yaml')).flatMap(
    (object) => (object as Partial<{ rules: readonly Rule[] }>).rules ?? [],
  );
  expect(rights.flatMap(({ resources }) => resources)).not.toContain('consoles');
});

test('a namespace that is watched anyway needs no second Role for its operators', () => {
  const roles = parseObjects(renderText('cases/two-namespaces.yaml')).filter(
    ({ kind, metadata }) => kind === 'Role' && metadata.name.endsWith('-operators'),
  );
  expect(roles.map(({ metadata }) => metadata.namespace)).toEqual(['openshift-operators']);
});

test('every role of the chart is on the page', () => {
  const names = parseObjects(renderText('cases/defaults.yaml'))
    .filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole')
    .map(({ metadata }) => metadata.name.split('-').at(-1));
  expect(names.sort()).toEqual(['enable', 'engine', 'facts', 'installation', 'self', 'uninstall']);
});
