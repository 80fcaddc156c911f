import { expect, it } from 'vitest';
import { generateSecrets } from './generate-secrets.ts';

it('draws passwords that need no escaping, of the length that quay-operator uses', () => {
  const { securityScannerPsk, ...passwords } = generateSecrets();
  for (const password of Object.values(passwords)) expect(password).toMatch(/^[A-Za-z0-9]{64}$/);
  expect(Buffer.from(securityScannerPsk, 'base64').toString()).toMatch(/^[A-Za-z0-9]{32}$/);
});

it('draws each anew, from the whole alphabet', () => {
  const drawn = Array.from({ length: 40 }, () => Object.values<string>({ ...generateSecrets() })).flat();
  expect(new Set(drawn).size).toBe(drawn.length);
  const letters = Array.from({ length: 40 }, () => generateSecrets().databasePassword).join('');
  expect(new Set(letters).size).toBe(62);
});
