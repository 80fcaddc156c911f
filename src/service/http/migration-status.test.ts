import { Value } from 'typebox/value';
import { describe, expect, it } from 'vitest';
import { MigrationStatus } from '../../contract/migration-status.ts';
import type { Proof } from '../../contract/proof.ts';
import type { Condition } from '../../k8s/condition.ts';
import type { QuayEcosystem } from '../../k8s/quayecosystem.ts';
import { labelTooOld, requestMalformed } from '../engine/status/conditions.ts';
import type { Journal } from '../engine/journal/journal.ts';
import { journalOf } from '../engine/journal/journal.fixture.ts';
import { migrationStatus } from './migration-status.ts';
import { reportOf } from './report.ts';
import { rollbackPreview } from './rollback-preview.ts';

const base = journalOf({});

function ecosystemOf(
  metadata: { labelled?: boolean; request?: string; uid?: string } = {},
  conditions: Condition[] = [],
): QuayEcosystem {
  const { namespace, name, uid } = base.ecosystem;
  return {
    apiVersion: 'redhatcop.redhat.io/v1alpha1',
    kind: 'QuayEcosystem',
    metadata: {
      namespace,
      name,
      uid: metadata.uid ?? uid,
      ...(metadata.labelled === true && { labels: { 'quay-operator/migrate': 'true' } }),
      ...(metadata.request !== undefined && { annotations: { 'quay-migration/request': metadata.request } }),
    },
    status: { conditions },
  };
}

function status(ecosystem: QuayEcosystem, ...journals: Journal[]): MigrationStatus {
  const said = migrationStatus({ ecosystem, journals, plannedSteps: [], progress: undefined });
  expect(Value.Errors(MigrationStatus, said)).toEqual([]);
  return said;
}

describe('the state', () => {
  const cases: [string, QuayEcosystem, Journal[], MigrationStatus['state']][] = [
    ['never asked', ecosystemOf(), [], 'none'],
    ['just labelled', ecosystemOf({ labelled: true }), [], 'requested'],
    ['under way', ecosystemOf({ labelled: true }), [journalOf({ phase: 'running' })], 'running'],
    ['done', ecosystemOf({ labelled: true }), [journalOf({ phase: 'done' })], 'done'],
    ['refused', ecosystemOf({ labelled: true }), [journalOf({ phase: 'refused' })], 'refused'],
    [
      'requested again',
      ecosystemOf({ labelled: true, request: 'new' }),
      [journalOf({ phase: 'refused' })],
      'requested',
    ],
    [
      'a new request while one holds is none',
      ecosystemOf({ labelled: true, request: 'new' }),
      [journalOf({ phase: 'holding' })],
      'holding',
    ],
    ['of a namesake that was deleted', ecosystemOf({ uid: 'another' }), [journalOf({ phase: 'done' })], 'none'],
  ];
  it.each(cases)('%s', (_name, ecosystem, journals, state) => {
    expect(status(ecosystem, ...journals).state).toBe(state);
  });

  it('says why a label starts nothing', () => {
    const said = status(ecosystemOf({ labelled: true }, [{ ...labelTooOld }]));
    expect(said).toMatchObject({ state: 'none', notice: labelTooOld.message });
  });

  it('says why a request starts nothing, also after an attempt that was refused', () => {
    const refused = requestMalformed('quay-migration/request has 300 characters');
    const asked = ecosystemOf({ labelled: true, request: 'x'.repeat(300) }, [{ ...refused }]);
    expect(status(asked)).toMatchObject({ state: 'none', notice: refused.message });
    const latest = journalOf({ phase: 'refused', cause: 'earlier' });
    expect(status(asked, latest)).toMatchObject({ state: 'refused', notice: refused.message });
  });
});

describe('the steps', () => {
  it('are ten, those to come included', () => {
    const journal = journalOf({
      phase: 'running',
      steps: { preflight: { state: 'done', startedAt: 'a', finishedAt: 'b', message: 'fine' } },
    });
    const { steps, rollback } = status(ecosystemOf({ labelled: true }), journal);
    expect(steps.map(({ state }) => state)).toEqual(['done', ...Array.from({ length: 9 }, () => 'pending')]);
    expect(steps[0]).toMatchObject({ id: 'preflight', startedAt: 'a', finishedAt: 'b', message: 'fine' });
    expect(rollback).toEqual([]);
  });

  it('of the rollback are there once there is one', () => {
    const { rollback } = status(ecosystemOf(), journalOf({ phase: 'rolling-back' }));
    expect(rollback.map(({ id }) => id)[0]).toBe('stop-work');
  });

  it('hold no original', () => {
    const originals = {
      'secrets/x': { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, data: { a: 'hunter2' } },
    };
    const journal = journalOf({ phase: 'done', originals });
    const said = status(ecosystemOf(), journal);
    expect(JSON.stringify(said)).not.toContain('hunter2');
    expect(reportOf(said, new Date(0))).not.toContain('hunter2');
  });
});

describe('the report', () => {
  it('breaks no table', () => {
    const journal = journalOf({
      phase: 'rolled-back',
      cause: 'it failed',
      steps: { freeze: { state: 'failed', startedAt: 'a', message: 'a | b\nc' } },
    });
    const report = reportOf(status(ecosystemOf(), journal), new Date(0));
    expect(report).toContain(String.raw`a \| b c`);
    expect(report).toContain('- Cause: it failed');
    expect(report).toContain('## Rollback');
  });

  it('says what the proof did not look at, where it says so', () => {
    const proof: Proof = {
      ...{ schemaVersion: 1, startedAt: 'a', finishedAt: 'b', tables: [], sequences: [], equal: true },
      ...{ source: { serverVersion: '10.23' }, target: { serverVersion: '13.22' } },
      definitions: { source: 'x', target: 'x', equal: true },
    };
    const said = (change: Partial<Proof>): string =>
      reportOf(status(ecosystemOf(), journalOf({ proof: { ...proof, ...change } })), new Date(0));
    expect(said({ notLookedAt: ['publications', 'labels'] })).toContain('Not compared: publications; labels.');
    expect(said({})).not.toContain('Not compared');
  });
});

describe('the preview of the rollback', () => {
  const allowed = { allowed: true, reason: '' };
  const cases: [Journal | undefined, string][] = [
    [undefined, 'There is no migration'],
    [journalOf({ phase: 'refused' }), 'rejected'],
    [journalOf({ phase: 'rolled-back' }), 'already'],
    [journalOf({ phase: 'rolling-back' }), 'already'],
  ];
  it.each(cases)('says why there is none %#', (journal, reason) => {
    const preview = rollbackPreview(ecosystemOf(), journal, undefined, allowed);
    expect(preview.possible).toBe(false);
    expect(preview.reason).toContain(reason);
  });

  it('without a plan nothing was changed, and nothing is lost', () => {
    const preview = rollbackPreview(ecosystemOf(), journalOf({ phase: 'running' }), undefined, allowed);
    expect(preview).toMatchObject({ possible: true, undone: [], lost: [], kept: [], confirmationNeeded: false });
  });
});
