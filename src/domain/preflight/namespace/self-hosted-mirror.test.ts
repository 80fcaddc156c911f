import { describe, expect, test } from 'vitest';
import { type Change, findingsOf, fixtureObject, operatorDeployment } from '../../fixtures/prod-registry.fixture.ts';
import { selfHostedImage } from './self-hosted-image.ts';
import { selfHostedMirror } from './self-hosted-mirror.ts';

const live = { remove: ['ClusterServiceVersion/quay-operator.v3.17.4'], add: [operatorDeployment] };

function mirrored(kind: string, apiVersion: string, field: string, entry: object): Change {
  return {
    add: [
      fixtureObject(apiVersion, kind, 'mirrors', { metadata: { namespace: undefined }, spec: { [field]: [entry] } }),
    ],
  };
}

const byTag = (entry: object): Change =>
  mirrored('ImageTagMirrorSet', 'config.openshift.io/v1', 'imageTagMirrors', entry);
const only = { mirrorSourcePolicy: 'NeverContactSource' };

describe('mirrors', () => {
  test.each<[string, Change, 'blocker' | 'warning' | 'none']>([
    [
      'this registry alone',
      byTag({ source: 'registry.redhat.io/quay', mirrors: ['quay.example.com/m'], ...only }),
      'blocker',
    ],
    [
      'this registry on a port',
      byTag({ source: 'registry.redhat.io', mirrors: ['quay.example.com:8443/m'], ...only }),
      'blocker',
    ],
    ['all below a domain', byTag({ source: '*.redhat.io', mirrors: ['quay.example.com'], ...only }), 'blocker'],
    [
      'this registry, or the source',
      byTag({ source: 'registry.redhat.io/quay/quay-rhel8', mirrors: ['quay.example.com/m'] }),
      'warning',
    ],
    [
      'this registry, or another mirror',
      byTag({ source: 'registry.redhat.io/rhel8', mirrors: ['quay.example.com/m', 'other.example.com/m'], ...only }),
      'warning',
    ],
    ['another registry', byTag({ source: 'registry.redhat.io', mirrors: ['other.example.com/m'], ...only }), 'none'],
    [
      'images that nobody needs',
      byTag({ source: 'registry.redhat.io/quay/quay', mirrors: ['quay.example.com'], ...only }),
      'none',
    ],
    ['half a word', byTag({ source: 'registry.redhat.io/qua', mirrors: ['quay.example.com'], ...only }), 'none'],
    ['nothing at all', byTag({ mirrors: 3 }), 'none'],
    [
      'images by digest, which these are not',
      mirrored('ImageDigestMirrorSet', 'config.openshift.io/v1', 'imageDigestMirrors', {
        source: 'registry.redhat.io',
        mirrors: ['quay.example.com'],
        ...only,
      }),
      'none',
    ],
  ])('%s', (_title, change, expected) => {
    const severities = [...findingsOf(selfHostedImage, change), ...findingsOf(selfHostedMirror, change)];
    expect([...new Set(severities.map(({ severity }) => severity))]).toEqual(expected === 'none' ? [] : [expected]);
    for (const finding of severities) expect(finding.object).toBe('ImageTagMirrorSet mirrors');
  });

  test.each([
    ['ImageContentSourcePolicy', 'operator.openshift.io/v1alpha1', 'repositoryDigestMirrors'],
    ['ImageDigestMirrorSet', 'config.openshift.io/v1', 'imageDigestMirrors'],
  ])('%s speaks of images by digest', (kind, apiVersion, field) => {
    const { add = [] } = mirrored(kind, apiVersion, field, {
      source: 'registry.redhat.io/quay',
      mirrors: ['quay.example.com'],
    });
    const byDigest = JSON.parse(
      JSON.stringify(operatorDeployment).replaceAll(/:(v3\.17\.4|1)"/g, '@sha256:1"'),
    ) as typeof operatorDeployment;
    const findings = findingsOf(selfHostedMirror, { ...live, add: [byDigest, ...add] });
    expect(findings.map(({ message }) => /pull (\S+) from this registry/.exec(message)?.[1])).toEqual([
      'registry.redhat.io/quay/quay-rhel8@sha256:1',
      'registry.redhat.io/quay/clair-rhel8@sha256:1',
      'registry.redhat.io/quay/quay-operator-rhel8@sha256:1',
    ]);
    expect(findings[0]?.field).toBe(`spec.${field}`);
    expect(findings[0]?.message).toContain('only available from registry.redhat.io.');
  });
});
