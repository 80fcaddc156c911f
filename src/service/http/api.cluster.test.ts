import { Validator } from '@seriousme/openapi-schema-validator';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Accepted } from '../../contract/choices.ts';
import { MigrationStatus } from '../../contract/migration-status.ts';
import { PlanPreview } from '../../contract/plan-preview.ts';
import { RollbackPreview } from '../../contract/rollback-preview.ts';
import { decodeBase64 } from '../../domain/config/base64.ts';
import { configMaps, secrets } from '../../k8s/resource.ts';
import { testCluster } from '../../../dev/checks/cluster-context.ts';
import { Journey } from '../../../dev/journeys/journey.ts';
import { ApiCaller } from '../../../dev/journeys/api-caller.ts';

let journey: Journey;
let api: ApiCaller;

const start = { acknowledged: [] as string[], choices: { database: 'copy', copyBeforeFreeze: false } };

beforeAll(async () => {
  journey = await Journey.begin({ sample: 'a', rows: 1000 });
  api = await ApiCaller.of(journey);
});

afterAll(async () => {
  await journey.end();
});

/** Who has asked for what the engine has not taken up: it forgets what is in the journal. */
async function remembered(): Promise<readonly string[]> {
  const labelSelector = 'quay-migration/memory-of';
  const found = await testCluster()
    .client('admin')
    .list(configMaps, { namespace: journey.serviceNamespace, labelSelector });
  const texts = found.flatMap(({ data = {} }) => Object.values(data));
  expect(texts).toHaveLength(1);
  return texts.filter((text) => /startedBy|rolledBackBy/.test(text));
}

describe('a migration over the API', () => {
  it('shows the plan to an administrator of the namespace', async () => {
    const { text, header } = await api.ask(api.part('plan'), { user: 'namespace-admin' });
    const plan: unknown = JSON.parse(text);
    expect(Value.Errors(PlanPreview, plan)).toEqual([]);
    const { findings, databaseMode, start: may, quayVersion, resources } = plan as PlanPreview;
    expect(findings.filter(({ severity }) => severity === 'blocker')).toEqual([]);
    expect({ databaseMode, allowed: may.allowed }).toEqual({ databaseMode: 'copy', allowed: true });
    expect(quayVersion).toMatch(/^v3\./);
    expect(resources.map(({ kind }) => kind)).toContain('QuayRegistry');
    expect(header('x-quay-migration-version')).toMatch(/^\d/);
  });

  it('shows that nothing was asked for yet', async () => {
    expect(await api.status('viewer')).toMatchObject({ state: 'none', attempts: [], notice: '' });
  });

  it('starts only when every warning is accepted, streams what happens, and says who asked', async () => {
    const asked = { user: 'namespace-admin', method: 'POST' } as const;
    const unmanaged = { ...start, choices: { database: 'unmanaged', copyBeforeFreeze: false } };
    const refused = await api.ask(api.part('migration'), { ...asked, body: unmanaged });
    expect(refused.code).toBe(409);
    expect(refused.text).toMatch(/"reason":"NotAcknowledged".*"field":"database-unmanaged"/);
    const told = api.statesUntil('done');
    const accepted = await api.ask(api.part('migration'), { ...asked, body: start });
    expect(accepted.code).toBe(202);
    const { request } = JSON.parse(accepted.text) as Accepted;
    expect(await api.refusal(api.part('migration'), { ...asked, body: start })).toMatch(/^409 /);
    const status = await api.untilState('done');
    expect(Value.Errors(MigrationStatus, status)).toEqual([]);
    expect(status).toMatchObject({ request, requestedBy: 'namespace-admin', attempt: 1 });
    expect(await remembered()).toEqual([]);
    expect(status.proof?.equal).toBe(true);
    expect(status.steps.every(({ state }) => state === 'done' || state === 'skipped')).toBe(true);
    const states = await told;
    expect(states[0]).toBe('none');
    expect(states).toEqual(expect.arrayContaining(['running', 'done']));
  });

  it('keeps a report, and events', async () => {
    const { text, header } = await api.ask(api.part('report'), { user: 'viewer' });
    expect(header('content-disposition')).toContain(`${journey.name}-migration.md`);
    expect(text).toContain('Requested by: namespace-admin');
    expect(text).toMatch(/public\.repository \|/);
    const { items } = JSON.parse((await api.ask(api.part('events'), { user: 'viewer' })).text) as {
      items: { reason: string }[];
    };
    expect(items.map(({ reason }) => reason)).toContain('StepDone');
    expect(await api.refusal(`${api.part('logs')}?step=database`, { user: 'viewer' })).toMatch(/^404 .*report/);
    expect(await api.refusal(`${api.part('logs')}?step=freeze`, { user: 'viewer' })).toMatch(/^400 .*database/);
  });

  it('rolls back by request, after the name was typed', async () => {
    const preview = JSON.parse((await api.ask(api.part('rollback'), { user: 'viewer' })).text) as RollbackPreview;
    expect(Value.Errors(RollbackPreview, preview)).toEqual([]);
    expect(preview).toMatchObject({ possible: true, confirmationNeeded: true, rollBack: { allowed: false } });
    expect(preview.undone.map(({ object }) => object)).toContain(`QuayRegistry ${journey.namespace}/${journey.name}`);
    const asked = { user: 'namespace-admin', method: 'POST' } as const;
    const { request } = preview;
    expect(await api.refusal(api.part('rollback'), { ...asked, body: { request } })).toMatch(
      /^409 .*Confirm it with the name/,
    );
    expect(await api.refusal(api.part('rollback'), { ...asked, body: { request: 'older' } })).toMatch(
      /^409 .*Review it, then try again/,
    );
    const body = { request, confirmedName: journey.name };
    expect((await api.ask(api.part('rollback'), { ...asked, body })).code).toBe(202);
    const status = await api.untilState('rolled-back');
    expect(status.cause).toBe('the rollback was requested in the console by namespace-admin');
    expect(await remembered()).toEqual([]);
    expect(status.rollback.every(({ state }) => state === 'done')).toBe(true);
    expect((await journey.untilServes('legacy')).generation).toBe('legacy');
  });
});

describe('what is said of itself', () => {
  it('an OpenAPI document that is one', async () => {
    const { text } = await api.ask('/api/v1/openapi.json');
    expect(await new Validator().validate(JSON.parse(text) as Record<string, unknown>)).toMatchObject({ valid: true });
    expect((await api.ask('/api/v1/version')).text).toMatch(/"api":"v1"/);
  });

  it('no value of a Secret, in no answer', async () => {
    const listed = await testCluster().client('admin').list(secrets, { namespace: journey.namespace });
    const values = listed
      .filter(({ type }) => type?.startsWith('quay-migration/') !== true)
      .flatMap(({ data }) => Object.entries(data ?? {}))
      .filter(
        ([file]) =>
          !/^config\.yaml|^(ca|ssl|tls)\.(crt|cert)|^ca\.crt|namespace|database-name|database-username/.test(file),
      )
      .map(([, value]) => decodeBase64(value))
      // A shorter one is a word that any text may hold.
      .filter((value) => value.length > 8);
    expect(values.length).toBeGreaterThan(3);
    const all = api.answers.join('\n');
    expect(values.filter((value) => all.includes(value))).toEqual([]);
  });
});
