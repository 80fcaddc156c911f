import { describe, expect, test } from 'vitest';
import type { ConfigMap } from '../../../src/k8s/configmap.ts';
import { injectedData } from './ca-injector.ts';

const byAnnotation = { annotations: { 'service.beta.openshift.io/inject-cabundle': 'true' } };
const byLabel = { labels: { 'config.openshift.io/inject-trusted-cabundle': 'true' } };

describe('injectedData', () => {
  test.each<
    [string, Partial<ConfigMap['metadata']>, Record<string, string> | undefined, Record<string, string> | undefined]
  >([
    ['fills by annotation', byAnnotation, undefined, { 'service-ca.crt': 'PEM' }],
    ['fills by label', byLabel, undefined, { 'ca-bundle.crt': 'PEM' }],
    ['fills again', byLabel, { 'ca-bundle.crt': '' }, { 'ca-bundle.crt': 'PEM' }],
    ['leaves what is filled', byLabel, { 'ca-bundle.crt': 'PEM', other: 'x' }, undefined],
    ['leaves what does not ask', {}, undefined, undefined],
    ['leaves what says no', { labels: { 'config.openshift.io/inject-trusted-cabundle': 'false' } }, {}, undefined],
  ])('%s', (_name, metadata, data, expected) => {
    const configMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'ca', ...metadata },
      ...(data && { data }),
    };
    expect(injectedData(configMap, 'PEM')).toEqual(expected);
  });
});
