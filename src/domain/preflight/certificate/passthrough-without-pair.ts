import { describeObject } from '../../../k8s/object.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';
import { replacePair } from './replace-pair.ts';

export const passthroughWithoutPair = defineRule({
  id: 'passthrough-without-pair',
  severity: 'warning',
  covers: ['H18'],
  look: (facts) => {
    const { type, route, termination } = facts.access;
    const pair = ['ssl.cert', 'ssl.key'].filter((key) => (facts.config.files[key] ?? '') !== '');
    if (type !== 'Route' || !route || termination !== 'passthrough' || pair.length > 0) return undefined;
    if (facts.config.document === undefined) return undefined;
    return {
      object: describeObject(route),
      field: 'spec.tls.termination',
      message:
        `The TLS termination of ${describeObject(route)} is passthrough, but ${configSecretObject(facts)} has neither ` +
        'ssl.cert nor ssl.key. The new Route becomes edge, and clients see the certificate of the router',
      remedy: `${replacePair(facts)} Or acknowledge this warning.`,
    };
  },
});
