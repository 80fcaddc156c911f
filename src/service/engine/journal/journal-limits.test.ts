import { gzipSync } from 'node:zlib';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Finding, Severity } from '../../../contract/finding.ts';
import { journalOf } from './journal.fixture.ts';
import { withinLimits } from './journal-limits.ts';
import { asJournal, limits } from './journal-schema.ts';
import type { StepRecord } from './journal.ts';

/** What an annotation can hold, of the worst kind: it cannot be compressed. */
const long = randomBytes(130_000).toString('hex');

const finding = (severity: Severity, id = 'id', text = 'short'): Finding => ({
  id,
  severity,
  object: text,
  field: text,
  message: text,
  remedy: text,
});
const record: StepRecord = { state: 'failed', startedAt: '', message: long, refused: { write: long, since: '' } };
const target = { namespace: 'quay-enterprise', name: 'prod' };

describe('withinLimits', () => {
  it('leaves a journal alone that is within them', () => {
    const journal = journalOf({
      findings: [finding('warning'), finding('blocker'), finding('info')],
      steps: { preflight: { state: 'done', startedAt: '', message: 'x' } },
      blocked: { message: 'x', since: '', count: 1 },
      endpoint: 'https://quay.example.com',
    });
    expect(withinLimits(journal)).toEqual(journal);
  });

  it('keeps a refused journal small, whatever a tenant writes into his objects', () => {
    const journal = withinLimits(
      journalOf({
        phase: 'refused',
        cause: long,
        remedy: long,
        requestedBy: long,
        findings: Array.from({ length: 500 }, (_, index) => finding('blocker', String(index), long)),
        choices: {
          acknowledged: Array.from({ length: 10_000 }, (_, index) => `${index}`).concat(long),
          database: 'copy',
          copyBeforeFreeze: true,
          access: 'keep-service',
        },
        steps: { preflight: record },
        rollback: { 'clean-up': record },
        upgradeFailure: long,
        endpoint: long,
        blocked: { message: long, since: '', count: 1 },
      }),
    );
    expect(asJournal(JSON.parse(JSON.stringify(journal)), target)).toEqual(journal);
    expect(journal.findings.length).toBeGreaterThan(0);
    expect(JSON.stringify(journal.findings).length).toBeLessThan(limits.findingsText * 1.1);
    expect(gzipSync(JSON.stringify(journal)).length).toBeLessThan(130_000);
    expect(journal.cause.endsWith('…')).toBe(true);
  });

  it('keeps what stops a migration before what is only told, in the order in which it was found', () => {
    const many = Array.from({ length: limits.findings }, (_, index) => finding('info', `info-${index}`));
    const { findings } = withinLimits(
      journalOf({ findings: [...many, finding('warning', 'late-warning'), finding('blocker', 'late-blocker')] }),
    );
    expect(findings).toHaveLength(limits.findings);
    expect(findings.slice(-2).map(({ id }) => id)).toEqual(['late-warning', 'late-blocker']);
    expect(findings[0]?.id).toBe('info-0');
  });

  it('remembers the latest requests', () => {
    const requests = Array.from({ length: limits.requests + 1 }, (_, index) => `request-${index}`);
    expect(withinLimits(journalOf({ requests })).requests).toEqual(requests.slice(1));
  });

  it('is what the schema asks for: one character more is not read', () => {
    const over = journalOf({ cause: 'x'.repeat(limits.cause + 1) });
    expect(() => asJournal(over, target)).toThrow('/cause');
    expect(asJournal(withinLimits(over), target).cause).toHaveLength(limits.cause);
  });
});
