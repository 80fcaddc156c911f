import { describeObject } from '../../../k8s/object.ts';
import { defineRule } from '../define-rule.ts';
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
        'is passthrough, but the config Secret holds neither ssl.cert nor ssl.key: the new Route becomes edge, and ' +
        'clients see the certificate of the router',
      remedy: `${replacePair(facts)} Or acknowledge this.`,
    };
  },
});
