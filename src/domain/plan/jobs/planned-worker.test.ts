import { describe, expect, test } from 'vitest';
import type { Job } from '../../../k8s/job.ts';
import { workedExamples } from '../../fixtures/worked-examples.fixture.ts';
import { plan, workObjects } from '../plan.fixture.ts';

describe('the worker', () => {
  const environment = (job: Job | undefined): Readonly<Record<string, unknown>> =>
    Object.fromEntries(
      (job?.spec?.template?.spec?.containers?.[0]?.env ?? []).map(({ name, value, valueFrom }) => [
        name,
        value ?? valueFrom?.secretKeyRef?.key ?? valueFrom?.fieldRef?.fieldPath,
      ]),
    );

  test('copies from the old database to the temporary server', () => {
    expect(environment(plan().work.copy)).toEqual({
      REPORT_KEY: 'report-key',
      POD_NAME: 'metadata.name',
      POD_UID: 'metadata.uid',
      SOURCE_HOST: 'prod-quay-postgresql',
      SOURCE_PORT: '5432',
      SOURCE_DATABASE: 'quay',
      SOURCE_USER: 'quay',
      SOURCE_PASSWORD: 'source-password',
      TARGET_HOST: 'prod-qm-db-3',
      TARGET_PORT: '5432',
      TARGET_DATABASE: 'prod-quay-database',
      TARGET_USER: 'prod-quay-database',
      TARGET_PASSWORD: 'target-password',
    });
  });

  test('looks at the upgraded database where that is', () => {
    expect(environment(plan(workedExamples.loadBalancer).work.check)).toMatchObject({
      TARGET_HOST: 'pg.corp.example.com',
      TARGET_USER: 'u',
      TARGET_PASSWORD: 'source-password',
    });
    expect(environment(plan(workedExamples.loadBalancer).work.inspect)).not.toHaveProperty('TARGET_HOST');
    expect(environment(plan(workedExamples.loadBalancer).work.inspect)).toHaveProperty('QUAY_MINOR', '17');
  });

  test('knows at which revision the upgrade of the installed Quay ends', () => {
    const { EXPECTED_REVISION, OTHER_REVISIONS } = environment(plan().work.check);
    expect(EXPECTED_REVISION).toBe('c3d4e5f6a7b8');
    expect(OTHER_REVISIONS).toContain('7078c84d14e8,9fa37f66a9b6');
  });

  test('gets the proof of the copy for the check after the upgrade, and only where there is a copy', () => {
    const { check, proof } = plan().work;
    expect(environment(check)).toMatchObject({ PROOF_FILE: '/proof/proof' });
    const spec = check.spec?.template?.spec;
    expect(spec?.volumes).toEqual([{ name: 'proof', secret: { secretName: proof?.metadata.name } }]);
    expect(spec?.containers?.[0]?.volumeMounts).toEqual([{ name: 'proof', mountPath: '/proof', readOnly: true }]);
    const inPlace = plan(workedExamples.loadBalancer).work;
    expect(inPlace.proof).toBeUndefined();
    expect(inPlace.check.spec?.template?.spec?.volumes).toEqual([]);
    expect(environment(inPlace.check)).not.toHaveProperty('PROOF_FILE');
  });

  test('needs no right: none of the objects gives one', () => {
    const kinds = workObjects(plan()).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['ServiceAccount', 'Secret', 'Job', 'Pod', 'Service']));
  });

  test('reads the volume without writing to it', () => {
    const spec = plan().work.volumeCheck?.spec?.template?.spec;
    expect(spec?.volumes?.[0]?.persistentVolumeClaim).toEqual({ claimName: 'prod-quay-postgres-13', readOnly: true });
    expect(spec?.containers?.[0]?.volumeMounts?.[0]?.readOnly).toBe(true);
  });
});
