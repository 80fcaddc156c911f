import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import type { Severity } from '../../contract/finding.ts';
import { findingRules } from './rules.ts';

/** Every rule with what it is to a person, and the hazards that it stands against: a change here changes what people may do. */
const expected: Readonly<Record<string, readonly [Severity, string]>> = {
  'access-drift': ['warning', 'H26'],
  'access-ingress-missing': ['warning', 'H26'],
  'access-manual': ['warning', 'H26 H34 B14 B27'],
  'access-port-unserved': ['blocker', 'H18 H26'],
  'access-service-missing': ['blocker', 'H26'],
  'builders-change': ['warning', ''],
  'buildman-hostname': ['blocker', ''],
  'ca-configmap-without-annotations': ['blocker', ''],
  'certificate-expired': ['blocker', 'H19 B16'],
  'certificate-expiring': ['warning', 'H19'],
  'certificate-host': ['blocker', 'H19'],
  'certificate-incomplete': ['blocker', 'H19'],
  'certificate-key': ['blocker', 'H19'],
  'certificate-self-signed': ['warning', 'H19 B16'],
  'certificate-unreadable': ['blocker', 'H19'],
  'choice-unavailable': ['blocker', ''],
  'choice-unknown': ['blocker', ''],
  'clair-database-external': ['info', 'H29'],
  'clair-reindex': ['info', 'H29'],
  'config-file-missing': ['warning', 'H16'],
  'config-secret-missing': ['blocker', 'H20 H31'],
  'config-secret-name': ['blocker', ''],
  'config-secret-shared': ['blocker', 'H31 B13'],
  'config-yaml-missing': ['blocker', 'H20'],
  'config-yaml-too-large': ['blocker', ''],
  'config-yaml-unparsable': ['blocker', 'H20'],
  'database-credentials-missing': ['blocker', 'H1 B3'],
  'database-deployment-missing': ['blocker', ''],
  'database-ephemeral': ['blocker', 'H13 B9'],
  'database-external': ['warning', 'H14'],
  'database-mismatch': ['blocker', 'H12'],
  'database-secret-key-missing': ['blocker', 'H20 H21 B12'],
  'database-service-missing': ['blocker', ''],
  'database-unmanaged': ['warning', 'H13 H14 H34'],
  'database-uri-unreadable': ['blocker', 'H12'],
  'database-volume-unknown': ['blocker', 'H13'],
  'deployment-edited': ['warning', 'H30 B18'],
  'deployment-image': ['info', 'H36'],
  'door-kept': ['info', 'H26 H34'],
  'door-left': ['warning', 'H26'],
  'dump-incomplete': ['info', ''],
  'ecosystem-deleting': ['blocker', 'H33'],
  'ecosystem-missing': ['blocker', ''],
  'feature-retired': ['warning', ''],
  'field-defaulted': ['info', 'H22 B11'],
  'field-wrong-type': ['blocker', 'H22 B11'],
  'gitops-managed': ['warning', ''],
  'hostname-missing': ['blocker', 'H27'],
  'hostname-port': ['blocker', 'H27 B14'],
  'legacy-finalizer': ['info', 'H33 B22'],
  'migration-phase': ['blocker', 'H36'],
  'mirror-interval': ['info', 'H28 B17'],
  'mirror-running': ['info', 'H28'],
  'mirror-tls-verify': ['warning', 'H28 B17'],
  'name-in-use': ['blocker', 'H7 H40 B4'],
  'name-invalid': ['blocker', 'H37'],
  'name-too-long': ['blocker', 'H37'],
  'operator-automatic-approval': ['warning', ''],
  'operator-bridging-running': ['blocker', 'H2 H3 H4 H7 H8 H9 H10 H11 H22 H23 B1 B2 B4 B5 B8'],
  'operator-database-deployment': ['blocker', 'H40'],
  'operator-image-unknown': ['blocker', ''],
  'operator-legacy-running': ['blocker', 'H5 H6'],
  'operator-missing': ['blocker', 'H40'],
  'passthrough-without-pair': ['warning', 'H18'],
  'quay-would-refuse': ['blocker', 'B21'],
  'quayregistry-exists': ['blocker', 'H7 H32 B4'],
  'redis-contents': ['info', 'H38'],
  'redis-mixed': ['warning', 'H38'],
  'registry-not-serving': ['info', 'H36'],
  'registry-state-readonly': ['warning', 'H31 B13'],
  'route-certificate': ['blocker', 'H18'],
  'route-certificate-edge': ['warning', 'H18 B16'],
  'route-host-changes': ['warning', 'H26'],
  'route-host-claimed': ['blocker', 'H26'],
  'scanner-dropped': ['info', 'H29'],
  'scanner-kept': ['info', 'H29'],
  'scanner-starts': ['info', 'H29'],
  'secret-key-missing': ['blocker', 'H20 H21 B12'],
  'self-hosted-image': ['blocker', ''],
  'service-account-annotated': ['warning', 'H30'],
  'service-port-unserved': ['warning', 'H26'],
  'setting-names-old-service': ['warning', 'H38 H28'],
  'settings-dropped': ['info', 'H30 B18'],
  'settings-not-carried': ['warning', 'H30 B18'],
  'setup-incomplete': ['info', 'H36'],
  'storage-as-configured': ['info', 'H25 B19'],
  'storage-class-missing': ['blocker', 'H15 B7'],
  'storage-local': ['blocker', 'H25 B19'],
  'storage-missing': ['blocker', 'H25'],
  'superusers-differ': ['warning', ''],
  'termination-drift': ['info', 'H18'],
  'termination-none': ['warning', 'H18 B16'],
  'termination-reencrypt': ['warning', 'H18'],
  'volume-kept': ['warning', 'H7 H35 B25'],
  'network-policy': ['warning', ''],
  'operator-newer': ['warning', 'H40'],
  'operator-several': ['warning', 'H40'],
  'operator-unverified': ['info', ''],
  'quota-short': ['warning', ''],
  'self-hosted-mirror': ['warning', ''],
  'writer-foreign': ['warning', 'H5 H6'],
};

test('the table has every rule, and no other', () => {
  expect(findingRules.map(({ id }) => id).toSorted()).toEqual(Object.keys(expected).toSorted());
});

test.each(findingRules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  expect([rule.severity, rule.covers.join(' ')]).toEqual(expected[id]);
});

test('each file that defines a rule is listed under its own name, and has a test of its own', () => {
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const defining = files
    .filter((path) => !path.endsWith('.test.ts') && !['define-rule.ts', 'config/missing-key.ts'].includes(path))
    .filter((path) => /(?:defineRule\(\{|missingKey\()/.test(readFileSync(new URL(path, folder), 'utf8')));
  const ids = defining.map((path) => basename(path, '.ts'));
  expect(ids.toSorted()).toEqual(findingRules.map(({ id }) => id).toSorted());
  expect(defining.filter((path) => !files.includes(path.replace(/\.ts$/, '.test.ts')))).toEqual([]);
});
