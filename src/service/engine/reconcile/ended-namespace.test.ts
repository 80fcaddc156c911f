import { describe, expect, it } from 'vitest';
import * as kinds from '../../../k8s/resource.ts';
import { attemptOf, target } from '../attempt/attempt.fixture.ts';
import { endAttempts, namespaceEnds } from './ended-namespace.ts';
import { journalOf } from '../journal/journal.fixture.ts';
import type { JournalPhase } from '../journal/journal.ts';

const { namespace } = target;

describe('namespaceEnds', () => {
  it('tells one that is gone or being deleted from one that stays', async () => {
    const { cluster, reach } = await attemptOf();
    expect(await namespaceEnds(reach)).toBe(true);
    cluster.seed(kinds.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    expect(await namespaceEnds(reach)).toBe(false);
    const deletionTimestamp = '2026-01-01T00:00:00Z';
    cluster.edit(kinds.namespaces, { name: namespace }, { metadata: { deletionTimestamp } });
    expect(await namespaceEnds(reach)).toBe(true);
  });
});

describe('endAttempts', () => {
  it('ends what is open, says why, and leaves the rest as it is', async () => {
    const phases: readonly JournalPhase[] = ['refused', 'rolled-back', 'done', 'holding', 'running', 'rolling-back'];
    const { reach, attempt } = await attemptOf();
    const past = { state: 'done' as const, startedAt: '2026-01-01T00:00:00Z', message: '' };
    const ecosystem = attempt.journal.ecosystem;
    for (const [index, phase] of phases.entries()) {
      const change = { ecosystem, phase, attempt: index + 10, remedy: 'x', rollback: { 'stop-work': past } };
      await reach.journals.create(journalOf(change));
    }
    const stored = (await reach.journals.list()).filter(({ journal }) => journal.attempt >= 10);
    const ended = await endAttempts(reach, stored);
    expect(ended.map((journal) => journal.attempt)).toEqual([13, 14, 15]);
    for (const journal of ended) {
      expect(journal).toMatchObject({ phase: 'rolled-back', remedy: '' });
      expect(journal.cause).toContain(`namespace ${namespace} was deleted`);
      expect(Date.parse(journal.finishedAt ?? '')).toBeLessThanOrEqual(Date.now());
      expect(journal.rollback).toEqual({
        'stop-work': past,
        'clean-up': {
          state: 'failed',
          startedAt: journal.finishedAt,
          finishedAt: journal.finishedAt,
          message: journal.cause,
        },
      });
    }
    const now = (await reach.journals.list()).filter((one) => one.journal.attempt >= 10);
    expect(now.slice(0, 3)).toEqual(stored.slice(0, 3));
    expect(now.slice(3).map(({ journal }) => journal)).toEqual(ended);
  });
});
