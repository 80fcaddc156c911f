import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultChoices } from '../choices.ts';
import { type Change, bundleOf, prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { runPreflight } from './run-preflight.ts';

function findingsFor(change: Change = {}): ReturnType<typeof runPreflight> {
  const facts = prodFacts(change);
  return runPreflight(facts, defaultChoices, bundleOf(facts));
}

describe('runPreflight', () => {
  test('a registry that needs no decision gets neither blocker nor warning', () => {
    const findings = findingsFor();
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(findings.map(({ id }) => id)).toEqual([
      'redis-contents',
      'clair-reindex',
      'operator-unverified',
      'door-kept',
    ]);
  });

  test('without a QuayEcosystem says that, and what could not be read', () => {
    const findings = findingsFor({
      remove: ['QuayEcosystem/prod'],
      snapshot: { unread: [{ resource: 'secrets', reason: 'forbidden' }] },
    });
    expect(findings.map(({ id }) => id)).toEqual(['ecosystem-missing', 'dump-incomplete']);
  });

  test('says blockers first, then warnings, then infos', () => {
    const findings = findingsFor({
      remove: ['Service/prod-quay-postgresql'],
      config: { REPO_MIRROR_TLS_VERIFY: false },
    });
    expect([...new Set(findings.map(({ severity }) => severity))]).toEqual(['blocker', 'warning', 'info']);
  });

  test('never throws, and says all that a person needs, whatever the spec is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.string(), (spec, value, text) => {
        const findings = findingsFor({
          ecosystem: { spec: { quay: spec, redis: value } },
          config: text,
          certificate: { subjectAltNames: [text], notAfter: text },
        });
        for (const finding of findings) {
          expect(finding.object).toMatch(/^\S+ \S/);
          expect(finding.field).not.toBe('');
          expect(finding.message.length).toBeGreaterThan(20);
          expect(finding.message).not.toMatch(/\.$/);
          expect(finding.remedy).toMatch(/^[A-Z].{6,}\.$/s);
        }
      }),
      { numRuns: 300 },
    );
  });
});
