import { describe, expect, it } from 'vitest';
import { attemptOf, target } from '../attempt/attempt.fixture.ts';
import { journalOf } from './journal.fixture.ts';
import type { Journal } from './journal.ts';
import type { EcosystemJournals } from './journal-store.ts';
import { pruneJournals, retireJournals } from './retire-journals.ts';

const now = new Date('2026-06-01T00:00:00.000Z');
const day = 24 * 3600 * 1000;

function daysAgo(days: number): string {
  return new Date(now.getTime() - days * day).toISOString();
}

/** Journals of the QuayEcosystem `gone`, unless told. */
async function journalsWith(...changes: readonly Partial<Journal>[]): Promise<EcosystemJournals> {
  const { reach } = await attemptOf();
  for (const stored of await reach.journals.list()) {
    await reach.journals.remove(await reach.journals.save(stored, { ...stored.journal, phase: 'done' }));
  }
  for (const [index, change] of changes.entries()) {
    const ecosystem = { ...target, uid: 'gone' };
    await reach.journals.create(journalOf({ attempt: index + 1, phase: 'done', ecosystem, ...change }));
  }
  return reach.journals;
}

const attemptsIn = async (journals: EcosystemJournals) => (await journals.list()).map(({ journal }) => journal.attempt);

describe('retireJournals', () => {
  it.each<[string, Partial<Journal>, string | undefined, boolean]>([
    ['refused', { phase: 'refused' }, undefined, false],
    ['refused, of one that is there', { phase: 'refused' }, 'gone', true],
    ['refused, of a predecessor', { phase: 'refused' }, 'successor', false],
    ['done, 30 days after', { ecosystemGoneSince: daysAgo(30) }, undefined, true],
    ['done, later', { ecosystemGoneSince: daysAgo(30.01) }, undefined, false],
    ['rolled back, later', { phase: 'rolled-back', ecosystemGoneSince: daysAgo(31) }, 'successor', false],
    ['running, whatever its age', { phase: 'running', ecosystemGoneSince: daysAgo(99) }, undefined, true],
    ['holding', { phase: 'holding', ecosystemGoneSince: daysAgo(99) }, undefined, true],
    ['rolling back', { phase: 'rolling-back', ecosystemGoneSince: daysAgo(99) }, undefined, true],
  ])('%s', async (_title, journal, uid, stays) => {
    const journals = await journalsWith(journal);
    await retireJournals(journals, await journals.list(), uid, now);
    expect(await attemptsIn(journals)).toEqual(stays ? [1] : []);
  });

  it('notes since when the QuayEcosystem is gone, once, and not while it is there', async () => {
    const journals = await journalsWith({}, { phase: 'running' });
    await retireJournals(journals, await journals.list(), 'gone', now);
    const [there] = await journals.list();
    expect(there?.journal).not.toHaveProperty('ecosystemGoneSince');
    await retireJournals(journals, await journals.list(), undefined, now);
    await retireJournals(journals, await journals.list(), undefined, new Date(now.getTime() + day));
    const [gone, running] = await journals.list();
    expect(gone?.journal).toMatchObject({ phase: 'done', ecosystemGoneSince: now.toISOString() });
    expect(running?.journal).not.toHaveProperty('ecosystemGoneSince');
  });
});

describe('pruneJournals', () => {
  it('keeps the latest', async () => {
    const journals = await journalsWith({}, {}, {}, {});
    await pruneJournals(journals, await journals.list(), 5);
    expect(await attemptsIn(journals)).toEqual([1, 2, 3, 4]);
    await pruneJournals(journals, await journals.list(), 3);
    expect(await attemptsIn(journals)).toEqual([2, 3, 4]);
  });
});
