import { expect, test } from 'vitest';
import { encodeBase64 } from '../../config/base64.ts';
import { bundleOf, prodFacts } from '../../fixtures/prod-registry.fixture.ts';
import { bundleSettings } from './bundle-settings.ts';

test('has what the new registry will have, and not what the operator writes', () => {
  const settings = bundleSettings(bundleOf(prodFacts()));
  expect(settings.get('SERVER_HOSTNAME')).toBe('quay.example.com');
  expect(settings.has('DB_URI')).toBe(false);
});

test('reads a bundle once', () => {
  const bundle = bundleOf(prodFacts());
  expect(bundleSettings(bundle)).toBe(bundleSettings(bundle));
});

test.each([
  ['nothing', {}],
  ['no YAML', { 'config.yaml': encodeBase64('{') }],
  ['more than a Secret holds', { 'config.yaml': encodeBase64(`A: ${'x'.repeat(2 * 1024 ** 2)}`) }],
])('is empty for %s', (_title, data) => {
  expect(bundleSettings({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'b' }, data }).size).toBe(0);
});
