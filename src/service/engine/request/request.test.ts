import { describe, expect, it } from 'vitest';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import type { Journal } from '../journal/journal.ts';
import { nothingRemembered, withExecuted } from '../memory/remembered.ts';
import { type RollbackTrigger, openRequest, requestOf, rollbackTrigger, describeTrigger } from './request.ts';

function ecosystem(change: { label?: string; request?: string; rollback?: string; deleting?: boolean }): QuayEcosystem {
  return {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    metadata: {
      name: 'prod',
      namespace: 'quay-enterprise',
      uid: 'ecosystem-uid',
      ...(change.label !== undefined && { labels: { 'quay-operator/migrate': change.label } }),
      annotations: {
        ...(change.request !== undefined && { 'quay-migration/request': change.request }),
        ...(change.rollback !== undefined && { 'quay-migration/rollback': change.rollback }),
      },
      ...(change.deleting === true && { deletionTimestamp: '2026-01-01T00:00:00Z' }),
    },
  };
}

const nobody = nothingRemembered;
const before = { ...nobody, labelledBefore: true as const };
const labelled = { label: 'true' };

describe('openRequest', () => {
  const cases: [string, Parameters<typeof ecosystem>[0], Journal[], typeof nobody, unknown][] = [
    ['no label', {}, [], nobody, { kind: 'none' }],
    ['a label of another value', { label: 'yes' }, [], nobody, { kind: 'none' }],
    ['a request without the label', { request: '2' }, [], nobody, { kind: 'none' }],
    ['the label alone, first time', labelled, [], nobody, { kind: 'start', request: 'label', attempt: 1 }],
    ['a label older than the installation', labelled, [], before, { kind: 'label-too-old' }],
    [
      'a label older than the installation, with a request',
      { ...labelled, request: 'monday' },
      [],
      before,
      { kind: 'start', request: 'monday', attempt: 1 },
    ],
    ['the ecosystem is being deleted', { ...labelled, deleting: true }, [], nobody, { kind: 'none' }],
    [
      'the label alone, re-added after a rollback',
      labelled,
      [journalOf({ phase: 'rolled-back' })],
      nobody,
      { kind: 'none' },
    ],
    ['the label alone, after a refusal', labelled, [journalOf({ phase: 'refused' })], nobody, { kind: 'none' }],
    [
      'a new request after a rollback',
      { ...labelled, request: '2' },
      [journalOf({ phase: 'rolled-back' })],
      nobody,
      { kind: 'start', request: '2', attempt: 2 },
    ],
    [
      'a request that an earlier attempt has used',
      { ...labelled, request: '2' },
      [journalOf({ phase: 'rolled-back', attempt: 3, requests: ['label', '2', '3'] })],
      nobody,
      { kind: 'none' },
    ],
    [
      'a new request while an attempt runs',
      { ...labelled, request: '2' },
      [journalOf({ phase: 'running' })],
      nobody,
      { kind: 'none' },
    ],
    [
      'a new request after success',
      { ...labelled, request: '2' },
      [journalOf({ phase: 'done' })],
      nobody,
      { kind: 'none' },
    ],
    [
      'a new request while a failed attempt holds',
      { ...labelled, request: '2' },
      [journalOf({ phase: 'holding' })],
      nobody,
      { kind: 'none' },
    ],
  ];
  it.each(cases)('%s', (_name, change, journals, remembered, expected) => {
    expect(openRequest(ecosystem(change), journals, remembered)).toEqual(expected);
  });

  it('does not execute again what it remembers, although the journals are gone', () => {
    const remembered = withExecuted(nobody, ['label', '2']);
    expect(openRequest(ecosystem(labelled), [], withExecuted(nobody, ['label']))).toEqual({ kind: 'none' });
    expect(openRequest(ecosystem(labelled), [], withExecuted(nobody, ['1']))).toEqual({ kind: 'none' });
    expect(openRequest(ecosystem({ ...labelled, request: '2' }), [], remembered)).toEqual({ kind: 'none' });
    expect(openRequest(ecosystem({ ...labelled, request: '3' }), [], remembered)).toMatchObject({
      kind: 'start',
      request: '3',
    });
  });

  it('starts nothing for what nobody can have meant, and says so once there is something to start', () => {
    const long = 'x'.repeat(100_000);
    for (const change of [{ request: long }, { request: '7', rollback: long }, { request: 'next monday' }]) {
      const asked = ecosystem({ ...labelled, ...change });
      expect(openRequest(asked, [])).toMatchObject({ kind: 'malformed', problem: expect.any(String) as string });
      expect(openRequest(asked, [journalOf({ phase: 'refused' })])).toMatchObject({ kind: 'malformed' });
      expect(openRequest(asked, [journalOf({ phase: 'running' })])).toEqual({ kind: 'none' });
      expect(openRequest(ecosystem(change), [])).toEqual({ kind: 'none' });
    }
  });

  it('goes on knowing what an earlier version has executed in another form', () => {
    const asked = ecosystem({ ...labelled, request: 'next monday' });
    expect(openRequest(asked, [journalOf({ phase: 'refused', requests: ['next monday'] })])).toEqual({ kind: 'none' });
    expect(openRequest(asked, [], withExecuted(nobody, ['next monday']))).toEqual({ kind: 'none' });
  });

  it('takes a QuayEcosystem that was made again for another one', () => {
    const other = journalOf({
      phase: 'done',
      ecosystem: { namespace: 'quay-enterprise', name: 'prod', uid: 'former' },
    });
    expect(openRequest(ecosystem({ ...labelled, request: '2' }), [other], nobody)).toMatchObject({ kind: 'start' });
  });

  it('needs no annotations and no labels to be none', () => {
    const bare = { ...ecosystem({}), metadata: { name: 'prod' } };
    expect(openRequest(bare, [])).toEqual({ kind: 'none' });
    expect(requestOf(bare)).toBe('label');
    const asking = { ...bare, metadata: { name: 'prod', labels: { 'quay-operator/migrate': 'true' } } };
    expect(openRequest(asking, [])).toEqual({ kind: 'start', request: 'label', attempt: 1 });
  });

  it('does not start by the label alone what has journals with other requests', () => {
    const other = journalOf({ phase: 'refused', requests: ['monday'] });
    expect(openRequest(ecosystem(labelled), [other])).toEqual({ kind: 'none' });
  });

  it('reads a blank request as the bare label', () => {
    expect(requestOf(ecosystem({ request: '  ' }))).toBe('label');
    expect(requestOf(ecosystem({ request: ' 7 ' }))).toBe('7');
  });
});

describe('rollbackWish', () => {
  const here = { gone: false };
  const cases: [string, Parameters<typeof ecosystem>[0], Partial<Journal>, { gone: boolean }, RollbackTrigger?][] = [
    ['nobody wishes anything', labelled, { phase: 'running' }, here],
    ['the label was taken away while it runs', {}, { phase: 'running' }, here, 'label-gone'],
    ['the label was taken away while it holds', {}, { phase: 'holding' }, here, 'label-gone'],
    ['the label was taken away after success', {}, { phase: 'done' }, here],
    ['the annotation names this request', { ...labelled, rollback: 'label' }, { phase: 'done' }, here, 'annotation'],
    ['the annotation names another request', { ...labelled, rollback: '1' }, { phase: 'done' }, here],
    ['the QuayRegistry is gone', labelled, { phase: 'done' }, { gone: true }, 'registry-deleted'],
    ['it is rolling back already', {}, { phase: 'rolling-back' }, { gone: true }],
    ['it went back', {}, { phase: 'rolled-back' }, { gone: true }],
    ['it was refused', {}, { phase: 'refused' }, here],
  ];
  it.each(cases)('%s', (_name, change, journal, registry, expected) => {
    expect(rollbackTrigger(ecosystem(change), journalOf(journal), registry)).toBe(expected);
  });

  it('is told by the QuayRegistry where the QuayEcosystem is gone, and by nothing else', () => {
    expect(rollbackTrigger(undefined, journalOf({ phase: 'running' }), here)).toBeUndefined();
    expect(rollbackTrigger(undefined, journalOf({ phase: 'done' }), { gone: true })).toBe('registry-deleted');
    const spaced = ecosystem({ ...labelled, rollback: ' label ' });
    expect(rollbackTrigger(spaced, journalOf({ phase: 'done' }), here)).toBe('annotation');
  });

  it.each<[RollbackTrigger, string | undefined, string]>([
    ['annotation', 'alice', 'the rollback was requested in the console by alice'],
    ['annotation', undefined, 'the annotation quay-migration/rollback was set on the QuayEcosystem'],
    ['label-gone', undefined, 'the label quay-operator/migrate was removed from the QuayEcosystem'],
    ['registry-deleted', undefined, 'the QuayRegistry was deleted'],
    // A button that was overtaken by somebody with another tool.
    ['registry-deleted', 'alice', 'the QuayRegistry was deleted'],
  ])('%s, asked for by %s, is told as: %s', (wish, user, words) => {
    expect(describeTrigger(wish, user)).toBe(words);
  });
});
