import { describe, expect, test } from 'vitest';
import { pods, secrets, storageClasses } from '../../k8s/resource.ts';
import { collectionPath, objectPath, selectionQuery, writeQuery } from './resource-path.ts';

test('the path of an object of each scope', () => {
  expect(objectPath(secrets, 'a', 'n')).toBe('/api/v1/namespaces/n/secrets/a');
  expect(objectPath(storageClasses, 'a')).toBe('/apis/storage.k8s.io/v1/storageclasses/a');
  expect(collectionPath(pods)).toBe('/api/v1/pods');
  expect(() => objectPath(secrets, 'a')).toThrow('Secret a needs a namespace');
});

describe('a name from outside stays one part of its path', () => {
  test.each(['a/b', '../kube-system/secrets/x', 'a%2fb', 'a?x=y', 'a#b', 'a b', 'ä', '\u0000', '%'])('%j', (name) => {
    for (const path of [objectPath(secrets, name, 'n'), objectPath(secrets, 'a', name)]) {
      const { pathname } = new URL(path, 'https://api.example.com');
      expect(pathname.split('/')).toHaveLength(7);
      expect(pathname.split('/').map(decodeURIComponent)).toContain(name);
      expect(new URL(path, 'https://api.example.com').search).toBe('');
    }
  });

  test.each(['.', '..', ''])('%j is none', (name) => {
    expect(() => objectPath(secrets, name, 'n')).toThrow();
  });

  test.each(['.', '..'])('nor a namespace: %j', (name) => {
    expect(() => objectPath(secrets, 'a', name)).toThrow('is not a valid');
    expect(() => collectionPath(secrets, name)).toThrow('is not a valid');
  });
});

describe('what a query asks for', () => {
  test.each([
    [{}, {}, ''],
    [{ namespace: 'n', labelSelector: 'a=b' }, {}, 'labelSelector=a%3Db'],
    [{ fieldSelector: 'type=x' }, { limit: '500' }, 'limit=500&fieldSelector=type%3Dx'],
  ])('%j with %j', (selection, more, query) => {
    expect(selectionQuery(selection, more).toString()).toBe(query);
    if (Object.keys(more).length === 0) expect(selectionQuery(selection).toString()).toBe(query);
  });

  test.each([
    [undefined, '?fieldManager=quay-migration-plugin'],
    [{ dryRun: false, force: false }, '?fieldManager=quay-migration-plugin'],
    [{ dryRun: true }, '?dryRun=All&fieldManager=quay-migration-plugin'],
    [{ fieldManager: 'mine', force: true }, '?fieldManager=mine&force=true'],
  ])('a write with %j', (options, query) => {
    expect(writeQuery(options)).toBe(query);
  });
});
