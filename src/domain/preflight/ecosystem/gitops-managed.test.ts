import { expect, test } from 'vitest';
import { type RuleCase, fieldsOf } from '../../fixtures/prod-registry.fixture.ts';
import { gitopsManaged } from './gitops-managed.ts';

test.each<RuleCase>([
  ['nobody', {}, []],
  [
    'Argo CD, the QuayEcosystem',
    { ecosystem: { metadata: { annotations: { 'argocd.argoproj.io/tracking-id': 'a' } } } },
    ['metadata.annotations[argocd.argoproj.io/tracking-id]'],
  ],
  [
    'Flux, a Deployment',
    { patch: { 'Deployment/prod-quay': { metadata: { labels: { 'kustomize.toolkit.fluxcd.io/name': 'a' } } } } },
    ['metadata.labels[kustomize.toolkit.fluxcd.io/name]'],
  ],
  [
    'Helm, by its field manager',
    { patch: { 'Service/prod-quay': { metadata: { managedFields: [{ manager: 'helm' }] } } } },
    ['metadata.managedFields'],
  ],
  ...['kustomize-controller', 'helm-controller', 'argocd-controller'].map((manager): RuleCase => [
    `${manager}, by its field manager`,
    { patch: { 'Service/prod-quay': { metadata: { managedFields: [{ manager }] } } } },
    ['metadata.managedFields'],
  ]),
  [
    'a person, by a field manager',
    { patch: { 'Service/prod-quay': { metadata: { managedFields: [{ manager: 'kubectl-edit' }] } } } },
    [],
  ],
  [
    'an object that is not changed',
    { patch: { 'Secret/ldap-files': { metadata: { annotations: { 'meta.helm.sh/release-name': 'a' } } } } },
    [],
  ],
])('%s', (_title, change, fields) => {
  expect(fieldsOf(gitopsManaged, change)).toEqual(fields);
});
