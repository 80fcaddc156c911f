import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const text = readFileSync(join(import.meta.dirname, '../../Containerfile'), 'utf8');
const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

test('the base images are all that it takes from a network address, and both can be a mirror', () => {
  expect(lines.filter((line) => /[a-z]+\.(com|io|org)\/|https?:/.test(line))).toEqual([
    'ARG NODE_IMAGE=registry.access.redhat.com/ubi9/nodejs-24-minimal:latest',
    'ARG POSTGRESQL_IMAGE=quay.io/sclorg/postgresql-13-c9s:latest',
  ]);
  expect(lines.filter((line) => line.startsWith('FROM')).map((line) => line.split(' ')[1])).toEqual([
    '${POSTGRESQL_IMAGE}',
    '${NODE_IMAGE}',
  ]);
});

test('it ends as somebody who is not root, in the folder of the application, with node', () => {
  expect(lines.filter((line) => line.startsWith('USER')).at(-1)).toBe('USER 1001');
  expect(lines).toContain('COPY dist/image /opt/app');
  expect(lines.slice(-2)).toEqual(['ENTRYPOINT ["node"]', 'CMD ["service.mjs"]']);
});
