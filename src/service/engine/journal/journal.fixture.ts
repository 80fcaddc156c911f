import { defaultChoices } from '../../../domain/choices.ts';
import { journalVersion } from './journal-version.ts';
import type { Journal } from './journal.ts';

/** A journal of a first attempt that has just begun. */
export function journalOf(change: Partial<Journal> = {}): Journal {
  return {
    schemaVersion: journalVersion,
    installation: 'installation-uid',
    attempt: 1,
    request: 'label',
    requests: ['label'],
    requestedBy: 'unknown',
    ecosystem: { namespace: 'quay-enterprise', name: 'prod', uid: 'ecosystem-uid' },
    startedAt: '2026-01-01T00:00:00.000Z',
    phase: 'running',
    cause: '',
    remedy: '',
    choices: defaultChoices,
    findings: [],
    steps: {},
    rollback: {},
    originals: {},
    created: {},
    registryRan: false,
    retries: 0,
    ...change,
  };
}
