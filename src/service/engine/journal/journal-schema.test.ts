import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../../../k8s/object.ts';
import * as kinds from '../../../k8s/resource.ts';
import { target } from '../attempt/attempt.fixture.ts';
import { journalOf } from './journal.fixture.ts';
import { asJournal } from './journal-schema.ts';
import type { Journal } from './journal.ts';

const { namespace } = target;

function object(resource: kinds.Resource, change: Partial<KubernetesObject['metadata']> = {}): KubernetesObject {
  const metadata = { name: 'x', namespace, ...change };
  return { apiVersion: kinds.apiVersionOf(resource), kind: resource.kind, metadata };
}

const read = (change: object) => asJournal({ ...journalOf(), ...change }, target);

describe('asJournal', () => {
  it('is what was written', () => {
    const journal = journalOf({
      originals: { 'routes/x': object(kinds.routes), 'secrets/x': object(kinds.secrets) },
      created: { 'jobs/a': { uid: 'u' }, 'quayregistries/prod': {}, 'events/x': {} },
    });
    expect(asJournal(structuredClone(journal), target)).toEqual(journal);
  });

  it.each<[string, unknown, string]>([
    ['another version', { schemaVersion: 1 }, '/schemaVersion'],
    ['a phase that nobody knows', { phase: 'resting' }, '/phase'],
    ['attempt 0', { attempt: 0 }, '/attempt'],
    [
      'a step that nobody knows how it is',
      { steps: { freeze: { state: 'lost', startedAt: '', message: '' } } },
      '/steps',
    ],
    ['a digest that is none', { plan: { parts: 1, digest: 'x' } }, '/plan/digest'],
  ])('names the place of what is wrong: %s', (_title, change, place) => {
    expect(() => read(change as object)).toThrow(new RegExp(`^${place}.*: .+`));
  });

  it('says of what is no journal at all that it is none', () => {
    expect(() => asJournal('text', target)).toThrow(/^: .+/);
    expect(() => asJournal({}, target)).toThrow(/.+/);
  });

  it.each([{ namespace: 'victim' }, { name: 'other' }])('is of this QuayEcosystem, and not of %j', (other) => {
    const ecosystem = { ...target, uid: 'uid', ...other };
    expect(() => read({ ecosystem })).toThrow(
      `/ecosystem: is ${ecosystem.namespace}/${ecosystem.name} instead of ${namespace}/${target.name}`,
    );
  });

  it.each<[string, Journal['created']]>([
    ['a kind that no plan makes', { 'rolebindings/x': {} }],
    ['a path', { 'secrets/x/status': {} }],
    ['no name', { secrets: {} }],
    ['nothing', { '': {} }],
  ])('holds nothing created that a migration does not make: %s', (_title, created) => {
    expect(() => read({ created })).toThrow(/\/created\/.*is not a kind that a migration creates/);
  });

  it.each<[string, string, KubernetesObject]>([
    ['in another namespace', 'secrets/x', object(kinds.secrets, { namespace: 'kube-system' })],
    ['under another name', 'secrets/y', object(kinds.secrets)],
    ['as another kind', 'routes/x', object(kinds.secrets)],
    ['of another group', 'services/x', { ...object(kinds.services), apiVersion: 'serving.knative.dev/v1' }],
    ['of a kind that is never put back', 'jobs/x', object(kinds.jobs)],
  ])('puts no original back %s', (_title, key, original) => {
    expect(() => read({ originals: { [key]: original } })).toThrow(
      `/originals/${key}: is ${original.kind} ${original.metadata.namespace ?? ''}/x`,
    );
  });
});
