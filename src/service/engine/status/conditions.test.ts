import { describe, expect, it } from 'vitest';
import { stepIds } from '../../../contract/steps.ts';
import type { Finding } from '../../../contract/finding.ts';
import type { Condition } from '../../../k8s/condition.ts';
import type { QuayEcosystem } from '../../../k8s/quayecosystem.ts';
import {
  conditionsOf,
  requestMalformed,
  requestNotRemembered,
  stepConditionType,
  wasNotRemembered,
} from './conditions.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import type { Journal } from '../journal/journal.ts';

const blocker = (id: string): Finding => ({
  id,
  severity: 'blocker',
  object: 'Secret quay-enterprise/quay-enterprise-config-secret',
  field: 'data[config.yaml]',
  message: 'cannot be read',
  remedy: 'Fix it.',
});

const at = '2026-01-01T00:00:00.000Z';
const record = (state: 'running' | 'done' | 'skipped' | 'failed', message = '') => ({ state, startedAt: at, message });

function find(
  conditions: readonly { type: string; status: string; reason?: string; message?: string }[],
  type: string,
) {
  return conditions.find((condition) => condition.type === type);
}

describe('conditionsOf', () => {
  it('says something of every step', () => {
    const types = conditionsOf(journalOf()).map((condition) => condition.type);
    expect(types).toEqual(['QuayMigration', ...stepIds.map(stepConditionType)]);
    expect(types).toContain('QuayMigrationSchemaUpgrade');
  });

  const phases = [
    ['running', 'False', 'Running'],
    ['refused', 'False', 'Blocked'],
    ['holding', 'False', 'Failed'],
    ['rolling-back', 'False', 'RollingBack'],
    ['rolled-back', 'False', 'RolledBack'],
    ['done', 'True', 'Migrated'],
  ] as const;
  it.each(phases)('%s is QuayMigration=%s with reason %s', (phase, status, reason) => {
    expect(find(conditionsOf(journalOf({ phase })), 'QuayMigration')).toMatchObject({ status, reason });
  });

  const states = [
    ['running', 'False', 'Running'],
    ['failed', 'False', 'Failed'],
    ['done', 'True', 'Done'],
    ['skipped', 'True', 'Skipped'],
  ] as const;
  it.each(states)('a step that is %s is %s with reason %s', (state, status, reason) => {
    const conditions = conditionsOf(journalOf({ steps: { freeze: record(state, 'why') } }));
    expect(find(conditions, 'QuayMigrationFreeze')).toEqual({
      type: 'QuayMigrationFreeze',
      status,
      reason,
      message: 'why',
    });
    expect(find(conditions, 'QuayMigrationDatabase')).toMatchObject({ status: 'Unknown', reason: 'NotReached' });
  });

  it.each([
    ['rolling-back', 'True', 'False', 'RolledBack'],
    ['rolled-back', 'False', 'False', 'RolledBack'],
  ] as const)(
    '%s: a step that was done is %s, one that was interrupted is %s with %s',
    (phase, done, status, reason) => {
      const steps = {
        prepare: record('done'),
        freeze: record('skipped'),
        database: record('running', 'pending'),
        rollout: record('failed', 'why'),
      };
      const conditions = conditionsOf(journalOf({ phase, steps }));
      expect(find(conditions, 'QuayMigrationPrepare')).toMatchObject({ status: done });
      expect(find(conditions, 'QuayMigrationFreeze')).toMatchObject({ status: done });
      expect(find(conditions, 'QuayMigrationDatabase')).toMatchObject({ status, reason, message: 'pending' });
      expect(find(conditions, 'QuayMigrationRollout')).toMatchObject({ status: 'False', reason: 'Failed' });
      expect(find(conditions, 'QuayMigrationVerify')).toMatchObject({ status: 'Unknown', reason: 'NotReached' });
    },
  );

  it('tells cause, step and remedy of a failure', () => {
    const journal = journalOf({
      phase: 'rolled-back',
      cause: 'Job x failed: disk full',
      remedy: 'Give it a larger volume.',
      failedStep: 'database',
    });
    const message = find(conditionsOf(journal), 'QuayMigration')?.message ?? '';
    expect(message).toContain('in step database');
    expect(message).toContain('disk full');
    expect(message).toContain('What to do: Give it a larger volume.');
  });

  it('tells where the new registry is available', () => {
    const whole = (journal: Partial<Journal>) => find(conditionsOf(journalOf(journal)), 'QuayMigration')?.message;
    expect(whole({ phase: 'done', endpoint: 'https://quay.example.com' })).toMatch(
      /is available at https:\/\/quay\.example\.com$/,
    );
    expect(whole({ phase: 'done' })).toMatch(/is available at $/);
  });

  it.each<[string, Partial<Journal>, string]>([
    ['under way', { cause: 'old', remedy: 'old' }, 'Attempt 2 (request "monday") is running'],
    [
      'refused',
      { phase: 'refused', cause: 'why' },
      'Attempt 2 (request "monday") was rejected and changed nothing: why.',
    ],
    [
      'holding',
      { phase: 'holding', failedStep: 'rollout', remedy: 'Fix it.' },
      'Attempt 2 (request "monday") failed in step rollout and requires your decision. What to do: Fix it.',
    ],
    [
      'rolling back',
      {
        phase: 'rolling-back',
        rollback: {
          'stop-work': record('done', 'over'),
          'restore-workloads': record('running', 'waiting for prod-quay'),
        },
      },
      'Attempt 2 (request "monday") is rolling back (restore-workloads: waiting for prod-quay).',
    ],
    [
      'rolling back, between two steps',
      { phase: 'rolling-back', rollback: { 'stop-work': record('done', 'over') } },
      'Attempt 2 (request "monday") is rolling back.',
    ],
    [
      'back',
      {
        phase: 'rolled-back',
        failedStep: 'freeze',
        rollback: { 'clean-up': record('done', 'all objects of the migration are deleted') },
      },
      'Attempt 2 (request "monday") was rolled back after it failed in step freeze; the old registry is restored.',
    ],
    [
      'back in part',
      {
        phase: 'rolled-back',
        rollback: { 'restore-access': record('failed', 'late'), 'clean-up': record('failed', 'refused') },
      },
      'Attempt 2 (request "monday") was rolled back, but not completely: restore-access: late; clean-up: refused.',
    ],
  ])('%s is told in words', (_title, change, words) => {
    const journal = journalOf({ attempt: 2, request: 'monday', ...change });
    expect(find(conditionsOf(journal), 'QuayMigration')?.message).toBe(words);
  });

  it.each([
    ['preflight', 'config-yaml-unparsable', 'ConfigBundleSecretInvalid'],
    ['preflight', 'database-secret-key-missing', 'ConfigBundleSecretInvalid'],
    ['preflight', 'storage-config-local', 'ComponentUnsupported'],
    ['prepare', '', 'ComponentUnsupported'],
    ['freeze', '', 'ComponentUnsupported'],
    ['schema-upgrade', '', 'ComponentUnsupported'],
    ['registry', '', 'QuayRegistryCreationError'],
  ] as const)('the official reason of a failure in %s (%s) is %s', (failedStep, id, reason) => {
    const findings = id === '' ? [] : [blocker(id), { ...blocker('config-note'), severity: 'warning' as const }];
    const journal = journalOf({ phase: 'refused', cause: 'x'.repeat(5000), failedStep, findings });
    const failures = conditionsOf(journal).filter(({ type }) => type.endsWith('MigrationFailure'));
    expect(failures).toEqual([expect.objectContaining({ reason, status: 'True' })]);
    expect(failures[0]?.message).toHaveLength(4000);
  });

  it('no official failure is told without a cause, or without a step', () => {
    for (const change of [{ failedStep: 'freeze' as const }, { cause: 'why' }]) {
      const types = conditionsOf(journalOf(change)).map(({ type }) => type);
      expect(types.filter((type) => type.startsWith('QuayEcosystem'))).toEqual([]);
    }
  });

  it('cuts what a step says', () => {
    const conditions = conditionsOf(journalOf({ steps: { freeze: record('running', 'x'.repeat(9000)) } }));
    expect(find(conditions, 'QuayMigrationFreeze')?.message).toHaveLength(4000);
  });

  it('cuts a message that would not fit', () => {
    const journal = journalOf({ phase: 'refused', cause: 'x'.repeat(100_000) });
    expect(find(conditionsOf(journal), 'QuayMigration')?.message).toHaveLength(4000);
  });

  const official = [
    ['preflight', ['config-yaml-unparsable'], ['QuayEcosystemConfigMigrationFailure']],
    ['preflight', ['storage-local'], ['QuayEcosystemComponentMigrationFailure']],
    [
      'preflight',
      ['secret-key-missing', 'database-ephemeral'],
      ['QuayEcosystemConfigMigrationFailure', 'QuayEcosystemComponentMigrationFailure'],
    ],
    ['database', [], ['QuayEcosystemComponentMigrationFailure']],
    ['rollout', [], ['QuayEcosystemMigrationFailure']],
  ] as const;
  it.each(official)('a failure in %s with %j is told as %j too', (failedStep, ids, types) => {
    const journal = journalOf({ phase: 'refused', cause: 'why', failedStep, findings: ids.map(blocker) });
    const failures = conditionsOf(journal).filter((condition) => condition.type.endsWith('MigrationFailure'));
    expect(failures.map((condition) => condition.type)).toEqual(types);
    expect(failures.every((condition) => condition.status === 'True')).toBe(true);
  });
});

describe('a request that was refused before it became an attempt', () => {
  it('is told in words, with what to do', () => {
    const malformed = requestMalformed('quay-migration/request has 300 characters');
    expect(malformed).toMatchObject({ type: 'QuayMigration', status: 'False', reason: 'RequestMalformed' });
    expect(malformed.message).toMatch(/not started: the annotation quay-migration\/request has 300.*to a new value/);
  });

  it('is told in no more than a condition holds', () => {
    const { message } = requestNotRemembered('7', 'x'.repeat(9000));
    expect(message).toHaveLength(4000);
    expect(requestNotRemembered('7', 'x').type).toBe('QuayMigration');
    expect(requestNotRemembered('7', 'x').status).toBe('False');
  });

  it('may be of a QuayEcosystem that says nothing at all', () => {
    const bare = { apiVersion: 'redhatcop.redhat.io/v1alpha1', kind: 'QuayEcosystem', metadata: { name: 'prod' } };
    expect(wasNotRemembered(bare, '7')).toBe(false);
    const conditions: Condition[] = [{ type: 'QuayMigration', status: 'False', reason: 'RequestNotRemembered' }];
    expect(wasNotRemembered({ ...bare, status: { conditions } }, '7')).toBe(false);
  });

  it('is known by the status where nothing else knows of it', () => {
    const { message, ...said } = requestNotRemembered('7', 'there is no room');
    const told = (conditions: readonly Condition[]): QuayEcosystem => ({
      apiVersion: 'redhatcop.redhat.io/v1alpha1',
      kind: 'QuayEcosystem',
      metadata: { name: 'prod' },
      status: { conditions },
    });
    const refused = told([{ ...said, message: message ?? '' }]);
    expect(message).toMatch(/^Request "7" was rejected and started nothing: there is no room\. Then set/);
    expect(wasNotRemembered(refused, '7')).toBe(true);
    expect(wasNotRemembered(refused, '77')).toBe(false);
    const earlier = 'Request "7" was refused and started nothing: there is no room.';
    expect(wasNotRemembered(told([{ ...said, message: earlier }]), '7')).toBe(true);
    expect(wasNotRemembered(told([]), '7')).toBe(false);
    const attempt = conditionsOf(journalOf({ phase: 'refused', request: '7' }));
    expect(wasNotRemembered(told(attempt.map((condition) => ({ ...condition }))), '7')).toBe(false);
  });
});
