import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Journey } from '../../../dev/journeys/journey.ts';
import { ApiCaller, type Asked } from '../../../dev/journeys/api-caller.ts';

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

describe('what is refused, and changes nothing', () => {
  const wrong: [string, () => string, Asked, RegExp][] = [
    ['nobody is logged in', () => api.part('plan'), {}, /^401 .*token/],
    ['a token that nobody has', () => api.part('plan'), { headers: { authorization: 'Bearer abc' } }, /^401 .*Log in/],
    ['a user without rights', () => api.part('migration'), { user: 'nobody' }, /^403 .*cannot get.*quayecosystems/],
    [
      'a plan for a viewer',
      () => api.part('plan'),
      { user: 'viewer' },
      /^403 To see the plan, you need permission to list .*secrets/,
    ],
    [
      'a start by a viewer',
      () => api.part('migration'),
      { user: 'viewer', method: 'POST', body: start },
      /^403 .*patch/,
    ],
    [
      'a rollback by a viewer',
      () => api.part('rollback'),
      { user: 'viewer', method: 'POST', body: { request: 'x' } },
      /^403/,
    ],
    [
      'another namespace',
      () => `/api/v1/namespaces/kube-system/quayecosystems/${journey.name}/plan`,
      { user: 'namespace-admin' },
      /^403 .*kube-system/,
    ],
    [
      'an unknown ecosystem',
      () => `/api/v1/namespaces/${journey.namespace}/quayecosystems/other/plan`,
      { user: 'namespace-admin' },
      /^404 QuayEcosystem other does not exist/,
    ],
    ['a name that leads up', () => `/api/v1/namespaces/${journey.namespace}/quayecosystems/..%2f/plan`, {}, /^400 /],
    ['a name of capitals', () => `/api/v1/namespaces/A/quayecosystems/b/plan`, {}, /^400 The namespace/],
    ['an unknown path', () => '/api/v2/x', {}, /^404 .*openapi/],
    ['a method', () => api.part('plan'), { user: 'admin', method: 'DELETE' }, /^405 This path supports only GET/],
    ['no JSON', () => api.part('migration'), { user: 'admin', method: 'POST', text: '{' }, /^400 .*not valid JSON/],
    [
      'a body that does not fit',
      () => api.part('migration'),
      { user: 'admin', method: 'POST', body: { ...start, choices: { database: 'move', copyBeforeFreeze: false } } },
      /^400 .*choices\.database/,
    ],
    [
      'a body with more than it may have',
      () => api.part('migration'),
      { user: 'admin', method: 'POST', body: { ...start, image: 'mine' } },
      /^400 /,
    ],
    [
      'a body that is too long',
      () => api.part('migration'),
      { user: 'admin', method: 'POST', body: { ...start, acknowledged: ['x'.repeat(70_000)] } },
      /^413 /,
    ],
    ['a choice', () => `${api.part('plan')}?database=move`, { user: 'admin' }, /^400 .*database/],
    [
      'acting as somebody without the right to',
      () => api.part('plan'),
      { user: 'namespace-admin', headers: { 'impersonate-user': 'admin' } },
      /^403 .*impersonate/,
    ],
    [
      'acting as a group of nobody',
      () => api.part('plan'),
      { user: 'admin', headers: { 'impersonate-group': 'system:masters' } },
      /^400 /,
    ],
    [
      'acting as a uid of nobody',
      () => api.part('plan'),
      { user: 'admin', headers: { 'impersonate-uid': '7' } },
      /^400 .*impersonate-uid/,
    ],
    [
      'acting with more of nobody',
      () => api.part('plan'),
      { user: 'admin', headers: { 'impersonate-extra-scopes': 'x' } },
      /^400 .*impersonate-extra-scopes/,
    ],
    [
      'a page of another release',
      () => api.part('migration'),
      { user: 'admin', method: 'POST', body: start, headers: { 'x-quay-migration-plugin-version': '0.0.1' } },
      /^409 .*Reload the page/,
    ],
    [
      'a rollback of nothing',
      () => api.part('rollback'),
      { user: 'admin', method: 'POST', body: { request: 'x' } },
      /^409 /,
    ],
  ];
  it.each(wrong)('%s', async (_name, path, asked, said) => {
    expect(await api.refusal(path(), asked)).toMatch(said);
    const ecosystem = await journey.ecosystem();
    expect(ecosystem.metadata.labels?.['quay-operator/migrate']).toBeUndefined();
    expect(ecosystem.metadata.annotations?.['quay-migration/request']).toBeUndefined();
  });

  it('whoever acts as the viewer sees what the viewer does', async () => {
    const headers = { 'impersonate-user': 'viewer', 'impersonate-group': 'developers' };
    expect((await api.ask(api.part('migration'), { user: 'admin', headers })).code).toBe(200);
    expect(await api.refusal(api.part('plan'), { user: 'admin', headers })).toMatch(/^403 To see the plan/);
  });
});
