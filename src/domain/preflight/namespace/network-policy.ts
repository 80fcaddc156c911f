import { decideComponents } from '../../components/table.ts';
import type { Choices } from '../../choices.ts';
import type { EcosystemFacts } from '../../ecosystem/facts.ts';
import { type Peer, blockingPolicies } from '../../ecosystem/network-policies.ts';
import { describeObject } from '../../../k8s/object.ts';
import { labelsOf } from '../../migration-names.ts';
import { defineRule } from '../define-rule.ts';

interface Connection {
  readonly words: string;
  readonly from: Peer;
  readonly to: Peer;
  readonly port: number;
}

export const networkPolicy = defineRule({
  id: 'network-policy',
  severity: 'warning',
  covers: [],
  look: (facts, choices) => {
    const blocked = connections(facts, choices).flatMap(({ words, from, to, port }) =>
      blockingPolicies(facts.snapshot, from, to, port).map((policy) => ({ policy: describeObject(policy), words })),
    );
    return [...new Set(blocked.map(({ policy }) => policy))].map((policy) => ({
      object: policy,
      field: 'spec.podSelector',
      message: `${policy} blocks connections ${blocked
        .filter((one) => one.policy === policy)
        .map(({ words }) => words)
        .join('; ')}`,
      remedy:
        `Allow the connections with another NetworkPolicy in namespace ${facts.namespace}: the new pods have the label ` +
        `quay-operator/quayregistry: ${facts.name}, those of the migration the label quay-migration/ecosystem: ` +
        `${facts.name}. If something else allows them, acknowledge this warning.`,
    }));
  },
});

/** The connections that must work during the migration and afterwards. The router is in another namespace. */
function connections(facts: EcosystemFacts, choices: Choices): readonly Connection[] {
  const { database, name } = facts;
  const migration: Peer = { labels: labelsOf(name, 1) };
  const component = (value: string): Peer => ({
    labels: { app: 'quay', 'quay-component': value, 'quay-operator/quayregistry': name },
  });
  const managed = new Set(
    decideComponents(facts, choices).flatMap((decision) => (decision.managed ? [decision.kind] : [])),
  );
  const app = component('quay-app');
  const tlsPort = managed.has('tls') ? 8080 : 8443;
  const old = database.deployment?.spec?.template?.metadata?.labels;
  return [
    ...(old === undefined
      ? []
      : [
          {
            words: 'from the pods of the migration to the old database',
            from: migration,
            to: { labels: old },
            port: 5432,
          },
        ]),
    ...(managed.has('postgres')
      ? [
          { words: 'between the pods of the migration', from: migration, to: migration, port: 5432 },
          { words: 'from the new registry to its database', from: app, to: component('postgres'), port: 5432 },
        ]
      : []),
    ...(managed.has('redis')
      ? [{ words: 'from the new registry to its Redis', from: app, to: component('redis'), port: 6379 }]
      : []),
    ...(managed.has('clair')
      ? [{ words: 'from the new registry to Clair', from: app, to: component('clair-app'), port: 8080 }]
      : []),
    ...(managed.has('clairpostgres')
      ? [
          {
            words: 'from Clair to its database',
            from: component('clair-app'),
            to: component('clair-postgres'),
            port: 5432,
          },
        ]
      : []),
    {
      words: 'from outside the namespace to the new registry',
      from: 'outside',
      to: app,
      port: tlsPort,
    },
  ];
}
