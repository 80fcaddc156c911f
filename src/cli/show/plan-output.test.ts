import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { defaultChoices } from '../../domain/choices.ts';
import type { Finding } from '../../contract/finding.ts';
import { secretsOfPreview } from '../../domain/registry/generated-secrets.ts';
import { planAsJson } from './plan-as-json.ts';
import { planAsTable } from './plan-as-table.ts';
import { planAsYaml } from './plan-as-yaml.ts';
import type { ShownPlan } from './shown-plan.ts';

const warning: Finding = {
  id: 'garbage-collection-held',
  severity: 'warning',
  object: 'Secret quay-enterprise/quay-enterprise-config-secret',
  field: 'data[config.yaml]: FEATURE_GARBAGE_COLLECTION',
  message: 'Blobs are not collected until the migration is finalized, because a rollback would miss them.',
  remedy: 'Leave room in the object storage.',
};
const blocker: Finding = {
  id: 'storage-local',
  severity: 'blocker',
  object: 'QuayEcosystem quay-enterprise/prod',
  field: 'spec.quay.registryBackends[0].local',
  message: 'Images are on a local disk, which the new operator does not carry over.',
  remedy: 'Copy them to object storage first.',
};
const plan: ShownPlan = {
  ecosystem: { namespace: 'quay-enterprise', name: 'prod' },
  quayVersion: 'v3.17.4',
  choices: defaultChoices,
  components: [
    { kind: 'quay', managed: true, reason: 'the operator always runs it', configChanges: [] },
    { kind: 'objectstorage', managed: false, reason: 'images stay where they are', configChanges: [] },
  ],
  configDiff: [
    { key: 'AUTHENTICATION_TYPE', change: 'kept', before: '"Database"', reason: '' },
    { key: 'BUILDLOGS_REDIS', change: 'removed', before: '(hidden)', reason: 'the operator brings its own Redis' },
    {
      key: 'FEATURE_GARBAGE_COLLECTION',
      change: 'added',
      after: 'false',
      reason: 'a blob that is deleted is missing after a rollback',
    },
  ],
  findings: [warning],
  steps: [
    { id: 'preflight', title: 'Check that it is safe', deadlineSeconds: 300 },
    { id: 'access', title: 'Take over the Route', deadlineSeconds: 300, skipped: 'the operator does it' },
  ],
  resources: [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'prod-bundle', namespace: 'quay-enterprise' },
      data: { 'ssl.key': 'aHVudGVyMg==' },
    } as ShownPlan['resources'][number],
    {
      apiVersion: 'quay.redhat.com/v1',
      kind: 'QuayRegistry',
      metadata: {
        name: 'prod',
        namespace: 'quay-enterprise',
        finalizers: ['quay-migration/keep'],
        labels: { attempt: '1' },
      },
    },
  ],
  database: { mode: 'copy' },
};
const view = { width: 80, coloured: false, now: new Date('2026-11-24T10:30:00Z') };

describe('table', () => {
  test('says first whether it can be done, and last what to type', () => {
    expect(planAsTable(plan, view)).toMatchInlineSnapshot(`
      "Migration of QuayEcosystem quay-enterprise/prod to QuayRegistry
      quay-enterprise/prod, Quay v3.17.4
      The QuayEcosystem can be migrated after you accept 1 warning.

      Components
        quay           managed    the operator always runs it
        objectstorage  unmanaged  images stay where they are

      Changes to config.yaml
        BUILDLOGS_REDIS             removed  the operator brings its own Redis
        FEATURE_GARBAGE_COLLECTION  added    false: a blob that is deleted is missing
                                             after a rollback

      Steps
       1.  Check that it is safe
       2.  Take over the Route (skipped: the operator does it)

      Findings
        WARNING garbage-collection-held
          Secret quay-enterprise/quay-enterprise-config-secret, data[config.yaml]:
          FEATURE_GARBAGE_COLLECTION
          Blobs are not collected until the migration is finalized, because a rollback
          would miss them.
          Remedy: Leave room in the object storage.

      Next
        To request the migration, with the service installed in the cluster:
          oc -n quay-enterprise annotate quayecosystem prod --overwrite quay-migration/request=plan-202611241030 quay-migration/acknowledged='plan-202611241030: garbage-collection-held'
          oc -n quay-enterprise label quayecosystem prod --overwrite quay-operator/migrate=true
        To roll back, until the QuayEcosystem is deleted:
          oc -n quay-enterprise delete quayregistry prod
      "
    `);
  });

  test('a blocker comes first, and nothing is offered to be typed', () => {
    const text = planAsTable({ ...plan, findings: [warning, blocker] }, view);
    expect(text).toContain('The QuayEcosystem cannot be migrated yet. Resolve 1 blocker.');
    expect(text.indexOf('storage-local')).toBeLessThan(text.indexOf('garbage-collection-held'));
    expect(text).toContain('Resolve the blockers, then run this command again. Nothing has been changed.');
    expect(text).not.toContain('oc -n');
  });

  test('without findings nothing is to be acknowledged', () => {
    const text = planAsTable({ ...plan, findings: [] }, view);
    expect(text).toContain('The QuayEcosystem can be migrated.');
    expect(text).not.toContain('Findings');
    expect(text).not.toContain('acknowledged');
  });

  test('what is accepted already is not asked for again', () => {
    const choices = { ...defaultChoices, acknowledged: [warning.id] };
    const text = planAsTable({ ...plan, choices }, view);
    expect(text).toContain('The QuayEcosystem can be migrated.');
    expect(text).toContain('WARNING garbage-collection-held (accepted)');
  });

  test.each([50, 60, 80, 200])('at a width of %d only commands and long words are longer', (width) => {
    for (const line of planAsTable({ ...plan, findings: [warning, blocker] }, { ...view, width }).split('\n')) {
      const wordTooLong = line.trim().split(' ').length === 1;
      expect(line.length <= width || line.includes('oc -n') || wordTooLong, line).toBe(true);
    }
  });

  test('colours are all that a terminal adds', () => {
    const coloured = planAsTable(plan, { ...view, coloured: true });
    expect(coloured).toContain('\u001b[');
    expect(stripVTControlCharacters(coloured)).toBe(planAsTable(plan, view));
  });

  test('a name in the cluster cannot write to the terminal', () => {
    const text = planAsTable({ ...plan, findings: [{ ...blocker, message: 'x\u001b[2Jy' }] }, view);
    expect(text).not.toContain('\u001b');
  });
});

describe('json', () => {
  test('has what it promises, and no secret', () => {
    const shown = JSON.parse(planAsJson(plan, false)) as unknown;
    expect(shown).toEqual({
      ecosystem: { namespace: 'quay-enterprise', name: 'prod' },
      components: [
        { kind: 'quay', managed: true, reason: 'the operator always runs it' },
        { kind: 'objectstorage', managed: false, reason: 'images stay where they are' },
      ],
      findings: [warning],
      resources: [{ ...plan.resources[0], data: { 'ssl.key': '(hidden)' } }, plan.resources[1]],
      steps: [
        { id: 'preflight', title: 'Check that it is safe' },
        { id: 'access', title: 'Take over the Route' },
      ],
    });
  });

  test('shows secrets when asked', () => {
    expect(JSON.parse(planAsJson(plan, true))).toMatchObject({ resources: plan.resources });
  });
});

describe('yaml', () => {
  test('holds the resources alone, without Secrets', () => {
    const text = planAsYaml(plan, false);
    expect(text).toContain('# Secret quay-enterprise/prod-bundle is omitted. Print it with --show-secrets.');
    const kinds = parseAllDocuments(text).flatMap(
      (document) => (document.toJS() as { kind: string } | null)?.kind ?? [],
    );
    expect(kinds).toEqual(['QuayRegistry']);
    expect(text).not.toMatch(/---\n(#.*\n)*(---|$)/);
  });

  test('with --show-secrets, all of them as they are', () => {
    const documents = parseAllDocuments(planAsYaml(plan, true)).map((document) => document.toJS() as unknown);
    const [secret] = plan.resources;
    const metadata = { name: 'prod', namespace: 'quay-enterprise', labels: { attempt: '1' } };
    expect(documents).toEqual([secret, { apiVersion: 'quay.redhat.com/v1', kind: 'QuayRegistry', metadata }]);
  });

  test('a Secret that is not complete yet says that it is not to be applied', () => {
    const data = { DB_URI: btoa(`postgresql://quay:${secretsOfPreview.databasePassword}@db`) };
    const resources = [{ ...plan.resources[0], data } as ShownPlan['resources'][number]];
    expect(planAsYaml({ ...plan, resources }, true)).toContain('---\n# Do not apply');
    expect(planAsYaml(plan, true)).not.toContain('Do not apply');
  });

  test('values of variables are hidden, and the document says that it is not to be applied', () => {
    const components = [{ kind: 'quay', managed: true, overrides: { env: [{ name: 'PROXY', value: 'hunter2' }] } }];
    const resources = [{ ...plan.resources[1], spec: { components } } as ShownPlan['resources'][number]];
    const text = planAsYaml({ ...plan, resources }, false);
    expect(text).not.toContain('hunter2');
    expect(text).toMatch(
      /---\n# Do not apply: values that may be secret are hidden[^]*name: PROXY\n +value: \(hidden\)/,
    );
    expect(planAsYaml({ ...plan, resources }, true)).toMatch(/name: PROXY\n +value: hunter2/);
    expect(planAsYaml({ ...plan, resources }, true)).not.toContain('Do not apply');
    expect(planAsYaml(plan, false)).not.toContain('Do not apply');
  });

  test.each([
    ['copy', /^# Apply only after the database was copied/],
    ['in-place', /^# Objects that a migration of/],
  ] as const)('with a database in mode %s the first line is %s', (mode, line) => {
    expect(planAsYaml({ ...plan, database: { mode } }, false)).toMatch(line);
  });

  test.each(['50Gi', 'v3.17.4', 'quay.example.com', 'prod-quay-postgres-13'])('%s needs no quotes', (value) => {
    const labelled = { ...plan.resources[1], metadata: { name: 'prod', labels: { value } } };
    const text = planAsYaml({ ...plan, resources: [labelled as ShownPlan['resources'][number]] }, false);
    expect(text).toContain(`value: ${value}\n`);
  });

  test.each([
    '1',
    'on',
    'Y',
    '0e12',
    '1e3',
    '0x1F',
    '12:30:45',
    '1_000',
    '.5',
    '~',
    'null',
    '-1',
    '.inf',
    '2026-11-24',
    'true',
    '',
  ])('a label %j is a text to every reader', (value) => {
    const [, registry] = plan.resources;
    const labelled = { ...registry, metadata: { name: 'prod', labels: { value } } } as ShownPlan['resources'][number];
    const text = planAsYaml({ ...plan, resources: [labelled] }, false);
    expect(text).toMatch(/value: ["']/);
    for (const version of ['1.1', '1.2'] as const) {
      expect(parse(text.replace(/^#.*$/gm, ''), { version })).toEqual(labelled);
    }
  });
});
