import { expect, test } from 'vitest';
import { findingsOf } from '../../fixtures/prod-registry.fixture.ts';
import { operatorNewer } from './operator-newer.ts';

test.each([
  ['3.9.1', 0],
  ['3.18.4', 0],
  ['3.19.0', 1],
  ['3.25.1', 1],
  ['4.0.0', 1],
])('%s: %s finding', (version, count) => {
  const findings = findingsOf(operatorNewer, {
    patch: { 'ClusterServiceVersion/quay-operator.v3.17.4': { spec: { version } } },
  });
  expect(findings).toHaveLength(count);
  for (const { severity, message } of findings) {
    expect(severity).toBe('warning');
    expect(message).toContain('prod-quay-postgres-13');
    expect(message).toContain('prod-quay-registry-managed-secret-keys');
  }
});
