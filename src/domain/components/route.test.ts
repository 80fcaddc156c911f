import { expect, test } from 'vitest';
import { defaultChoices } from '../choices.ts';
import type { AccessFacts } from '../ecosystem/facts.ts';
import { prodFacts } from '../fixtures/prod-registry.fixture.ts';
import { route } from './route.ts';
import { tls } from './tls.ts';

interface Case {
  readonly type: AccessFacts['type'];
  readonly termination: AccessFacts['termination'];
  /** Whether ssl.cert and ssl.key are in the config Secret. */
  readonly pair?: boolean;
  readonly scheme?: string | null;
  readonly external?: boolean;
}

function decide({ type, termination, pair = false, scheme = null, external }: Case): readonly string[] {
  const facts = prodFacts({
    config: { PREFERRED_URL_SCHEME: scheme, ...(external !== undefined && { EXTERNAL_TLS_TERMINATION: external }) },
    ...(pair
      ? {}
      : { patch: { 'Secret/quay-enterprise-config-secret': { data: { 'ssl.cert': null, 'ssl.key': '' } } } }),
  });
  const seen = { ...facts, access: { ...facts.access, type, termination } };
  const decision = route(seen, defaultChoices);
  return [
    `route ${String(decision.managed)}`,
    `tls ${String(tls(seen, defaultChoices).managed)}`,
    ...decision.configChanges.map((change) =>
      change.action === 'set' ? `${change.key}=${String(change.value)}` : `${change.key} removed`,
    ),
  ];
}

const https = 'PREFERRED_URL_SCHEME=https';
const http = 'PREFERRED_URL_SCHEME=http';
const outside = 'EXTERNAL_TLS_TERMINATION=true';
const inside = 'EXTERNAL_TLS_TERMINATION=false';

test.each<[Case, readonly string[]]>([
  [{ type: 'Route', termination: 'passthrough', pair: true }, ['route true', 'tls false']],
  [{ type: 'Route', termination: 'passthrough' }, ['route true', 'tls true']],
  [{ type: 'Route', termination: 'edge', pair: true }, ['route true', 'tls true']],
  [{ type: 'Route', termination: 'edge' }, ['route true', 'tls true']],
  [{ type: 'Route', termination: 'reencrypt', pair: true }, ['route true', 'tls true']],
  [{ type: 'Route', termination: 'none' }, ['route true', 'tls true']],
  [
    { type: 'Route', termination: 'edge', scheme: 'https', external: true },
    ['route true', 'tls true', 'PREFERRED_URL_SCHEME removed', 'EXTERNAL_TLS_TERMINATION removed'],
  ],
  [{ type: 'LoadBalancer', termination: 'passthrough', pair: true }, ['route false', 'tls false', https, inside]],
  [{ type: 'NodePort', termination: 'reencrypt', pair: true }, ['route false', 'tls false', https, inside]],
  [
    { type: 'Ingress', termination: 'passthrough', pair: true, scheme: 'http' },
    ['route false', 'tls false', https, inside],
  ],
  [{ type: 'LoadBalancer', termination: 'passthrough' }, ['route false', 'tls true', https, outside]],
  [{ type: 'Ingress', termination: 'edge' }, ['route false', 'tls true', https, outside]],
  [{ type: 'Ingress', termination: 'edge', pair: true }, ['route false', 'tls true', https, outside]],
  [{ type: 'NodePort', termination: 'none' }, ['route false', 'tls true', http, inside]],
  [
    { type: 'NodePort', termination: 'none', scheme: 'https', external: true },
    ['route false', 'tls true', https, outside],
  ],
  [
    { type: 'LoadBalancer', termination: 'none', scheme: 'https', external: false },
    ['route false', 'tls true', https, outside],
  ],
  [{ type: 'LoadBalancer', termination: 'edge', scheme: 'http' }, ['route false', 'tls true', http, inside]],
  [{ type: 'LoadBalancer', termination: 'edge', scheme: 'gopher' }, ['route false', 'tls true', https, outside]],
])('%j', (access, expected) => {
  const always = access.type === 'Route' && access.scheme === undefined ? ['PREFERRED_URL_SCHEME removed'] : [];
  expect(decide(access).filter((line) => !always.includes(line))).toEqual(expected);
});

test.each(['LoadBalancer', 'NodePort', 'Ingress'] as const)('the reason names the %s', (type) => {
  const facts = prodFacts();
  expect(route({ ...facts, access: { ...facts.access, type } }, defaultChoices).reason).toContain(type);
});
