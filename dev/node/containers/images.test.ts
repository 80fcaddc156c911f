import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type SimulatedImage, simulatedImage } from './images.ts';

const sources = { repository: dirname(dirname(dirname(import.meta.dirname))), imageDirectory: '/dist/image' };

function summary(image: SimulatedImage): string {
  if (image.kind !== 'program') return image.kind;
  const { environment } = image.program;
  if (environment.POSTGRESQL_VERSION) return `postgresql ${environment.POSTGRESQL_VERSION}`;
  if (environment.HOME === '/var/lib/redis') return 'redis';
  const { QUAY_GENERATION: generation, QUAY_VERSION: version } = environment;
  return generation ? `quay ${generation} ${version ?? ''}` : 'own';
}

describe('simulatedImage', () => {
  test.each([
    ['registry.access.redhat.com/rhscl/postgresql-96-rhel7:1', 'postgresql 10'],
    ['registry.access.redhat.com/rhscl/postgresql-10-rhel7:1', 'postgresql 10'],
    ['centos/postgresql-10-centos7@sha256:de15', 'postgresql 10'],
    ['registry.redhat.io/rhel8/postgresql-13@sha256:abc', 'postgresql 13'],
    ['quay.io/sclorg/postgresql-13-c9s:latest', 'postgresql 13'],
    ['quay.io/sclorg/postgresql-15-c9s:latest', 'idle'],
    ['quay.io/example/quay-migration-plugin:0.1.0', 'own'],
    ['mirror:5000/tools/quay-migration-plugin@sha256:abc', 'own'],
    ['quay.io/redhat/quay:v3.3.4', 'quay legacy 3.3.4'],
    ['quay.io/redhat/quay:v3.2.0', 'quay legacy 3.3.4'],
    ['mirror.example.com/redhat/quay:v3.3', 'quay legacy 3.3.4'],
    ['quay.io/projectquay/quay:qui-gon', 'quay legacy 3.3.4'],
    ['quay.io/projectquay/quay:v3.17.0', 'quay current 3.17.0'],
    ['quay.io/projectquay/quay:v3.30.0', 'quay current 3.30.0'],
    ['registry.redhat.io/quay/quay-rhel8@sha256:abc', 'quay current 3.18.0'],
    ['quay.io/redhat/clair-jwt:v3.3.4', 'idle'],
    ['registry.redhat.io/quay/quay-operator-rhel8:v3.17', 'idle'],
    ['registry.redhat.io/rhel8/redis-6:1', 'redis'],
    ['registry.access.redhat.com/rhscl/redis-32-rhel7:latest', 'redis'],
    ['quay.io/sclorg/redis-7-c9s:latest', 'redis'],
    ['quay.io/projectquay/quay:does-not-exist', 'missing'],
    ['', 'idle'],
  ])('%s is %s', (reference, expected) => {
    expect(summary(simulatedImage(reference, sources))).toBe(expected);
  });

  test('tells only Quay the faults that a test wants', () => {
    const takesFaults = (reference: string) => {
      const image = simulatedImage(reference, sources);
      return image.kind === 'program' && image.program.takesFaults;
    };
    expect(takesFaults('quay.io/projectquay/quay:v3.17.0')).toBe(true);
    expect(takesFaults('quay.io/sclorg/postgresql-13-c9s')).toBe(false);
  });

  test('runs our own image as its Containerfile does', () => {
    const image = simulatedImage('quay-migration-plugin', sources);
    expect(image).toMatchObject({
      program: { entrypoint: ['node'], command: ['service.mjs'], workingDirectory: '/opt/app' },
    });
  });
});
