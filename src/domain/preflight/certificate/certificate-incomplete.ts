import { defineRule } from '../define-rule.ts';
import { configSecretObject } from '../object-names.ts';
import { replacePair } from './replace-pair.ts';

export const certificateIncomplete = defineRule({
  id: 'certificate-incomplete',
  severity: 'blocker',
  covers: ['H19'],
  look: (facts) => {
    if (facts.access.termination !== 'passthrough') return undefined;
    const [present, ...more] = ['ssl.cert', 'ssl.key'].filter((key) => (facts.config.files[key] ?? '') !== '');
    if (present === undefined || more.length > 0) return undefined;
    const absent = present === 'ssl.cert' ? 'ssl.key' : 'ssl.cert';
    const object = configSecretObject(facts);
    return {
      object,
      field: `data[${absent}]`,
      message: `${absent} of ${object} is missing or empty, although ${present} exists. HTTPS requires both, and quay-operator rejects an incomplete pair`,
      remedy: replacePair(facts),
    };
  },
});
