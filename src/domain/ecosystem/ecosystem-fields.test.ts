import { describe, expect, test } from 'vitest';
import { checkEcosystem } from './ecosystem-fields.ts';

const whole = { quay: { database: {}, externalAccess: { tls: {} } }, redis: {} };

function checked(rest: Readonly<Record<string, unknown>>): ReturnType<typeof checkEcosystem> {
  const ecosystem = { apiVersion: 'redhatcop.redhat.io/v1alpha1', kind: 'QuayEcosystem', metadata: { name: 'prod' } };
  return checkEcosystem({ ...ecosystem, ...rest });
}

const missing = (spec: unknown) =>
  checked({ spec }).problems.flatMap(({ field, kind }) => (kind === 'missing' ? [field] : []));

describe('what the legacy operator always writes', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['all of it', whole, []],
    ['nothing: its parts need no line of their own', {}, ['spec.quay', 'spec.redis']],
    ['no spec', undefined, ['spec.quay', 'spec.redis']],
    ['a spec that is none', 'x', ['spec.quay', 'spec.redis']],
    ['null', { quay: null, redis: null }, ['spec.quay', 'spec.redis']],
    ['no database', { ...whole, quay: { externalAccess: { tls: {} } } }, ['spec.quay.database']],
    ['no access', { ...whole, quay: { database: {} } }, ['spec.quay.externalAccess']],
    ['no TLS', { ...whole, quay: { database: {}, externalAccess: {} } }, ['spec.quay.externalAccess.tls']],
    ['empty text counts as written', { ...whole, redis: '' }, []],
  ])('%s', (_title, spec, fields) => {
    expect(missing(spec)).toEqual(fields);
  });

  test('what is missing is said with why it counts', () => {
    expect(checked({ spec: { quay: whole.quay } }).problems).toEqual([
      { field: 'spec.redis', kind: 'missing', problem: 'is missing, although the legacy operator always writes it' },
    ]);
  });
});

describe('a field of a wrong type', () => {
  test('is left out, with its path; the others stay', () => {
    const { ecosystem, problems } = checked({
      spec: { ...whole, quay: { ...whole.quay, skipSetup: 'yes', imagePullSecretName: 'pull' } },
      status: { setupComplete: 'true', hostname: 'quay.example.com' },
    });
    expect(ecosystem.spec?.quay).toMatchObject({ imagePullSecretName: 'pull' });
    expect(ecosystem.spec?.quay).not.toHaveProperty('skipSetup');
    expect(ecosystem.status).toEqual({ hostname: 'quay.example.com' });
    expect(problems.map(({ field }) => field)).toEqual(['spec.quay.skipSetup']);
  });

  test.each([
    ['50Gi', true],
    ['1', true],
    ['', true],
    ['fifty', false],
    ['50 GB', false],
  ])('volumeSize %j is a quantity: %s', (volumeSize, fits) => {
    const spec = { ...whole, quay: { ...whole.quay, database: { volumeSize } } };
    const { problems } = checked({ spec });
    expect(problems.map(({ field }) => field)).toEqual(fits ? [] : ['spec.quay.database.volumeSize']);
    if (!fits) expect(problems[0]?.problem).toContain('a quantity such as 50Gi');
  });

  test('a status that is none is empty', () => {
    expect(checked({ spec: whole }).ecosystem.status).toEqual({});
    expect(checked({ spec: whole, status: 7 }).ecosystem.status).toEqual({});
  });
});
