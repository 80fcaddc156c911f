import { describe, expect, it } from 'vitest';
import { imageName } from './database-gate.ts';

describe('imageName', () => {
  it.each([
    ['quay.io/sclorg/postgresql-13-c9s:latest', 'postgresql-13-c9s'],
    ['mirror.example.com:5000/any/postgresql-13-c9s@sha256:00', 'postgresql-13-c9s'],
    ['registry.redhat.io/rhel8/postgresql-10', 'postgresql-10'],
    ['postgres:13', 'postgres'],
  ])('of %s is %s', (reference, name) => {
    expect(imageName(reference)).toBe(name);
  });
});
