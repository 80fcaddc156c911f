import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CertificateAuthority } from './certificates.ts';

test('an authority is kept, and what it issues is trusted by its certificate', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'ca-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const { certificate } = await CertificateAuthority.open(directory);
  const again = await CertificateAuthority.open(directory);
  expect(again.certificate).toBe(certificate);

  const issued = await again.issue(['quay.ns.svc', 'quay.ns.svc.cluster.local', '127.0.0.1']);
  const leaf = new X509Certificate(issued.certificate);
  const authority = new X509Certificate(certificate);
  expect(leaf.verify(authority.publicKey)).toBe(true);
  expect(leaf.checkIssued(authority)).toBe(true);
  expect(leaf.checkHost('quay.ns.svc.cluster.local')).toBe('quay.ns.svc.cluster.local');
  expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(leaf.checkPrivateKey(createPrivateKey(issued.key))).toBe(true);
  expect(authority.ca).toBe(true);
  expect(leaf.ca).toBe(false);
});
