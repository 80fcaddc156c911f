import { expect, test } from 'vitest';
import { defaultChoices } from '../../choices.ts';
import { mirror } from '../../components/mirror.ts';
import { type RuleCase, prodFacts, saidOf } from '../../fixtures/prod-registry.fixture.ts';
import { mirrorRunning } from './mirror-running.ts';

const off = { ecosystem: { spec: { quay: { enableRepoMirroring: false } } } };
const scaled = { 'Deployment/prod-quay-repomirror': { spec: { replicas: 0 } } };

test.each<RuleCase>([
  ['enabled', {}, []],
  ['not enabled, and it runs', off, ['info Deployment/prod-quay-repomirror spec.replicas']],
  ['not enabled, scaled to zero', { ...off, patch: scaled }, []],
  ['not enabled, not there', { ...off, remove: ['Deployment/prod-quay-repomirror'] }, []],
])('%s', (_title, change, said) => {
  expect(saidOf(mirrorRunning, change)).toEqual(said);
});

test.each([
  ['enabled, not there', { remove: ['Deployment/prod-quay-repomirror'] }, true],
  ['not enabled, and it runs', off, true],
  ['not enabled, scaled to zero', { ...off, patch: scaled }, false],
])('the new registry mirrors where the old one does: %s', (_title, change, managed) => {
  expect(mirror(prodFacts(change), defaultChoices).managed).toBe(managed);
});
