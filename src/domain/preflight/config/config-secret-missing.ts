import { defineRule } from '../define-rule.ts';
import { configSecretObject, unreadReason, unreadSecretsRemedy } from '../object-names.ts';

export const configSecretMissing = defineRule({
  id: 'config-secret-missing',
  severity: 'blocker',
  covers: ['H20', 'H31'],
  look: (facts) => {
    if (facts.config.secret) return undefined;
    const unread = unreadReason(facts, 'secrets');
    return {
      object: configSecretObject(facts),
      field: 'metadata.name',
      message:
        unread === undefined
          ? 'does not exist; without it the new registry would start with new keys and without storage'
          : `could not be read: ${unread}`,
      remedy:
        unread === undefined
          ? 'Restore it from a backup. The pods that still run have its content in /conf/stack: oc rsync can save it.'
          : unreadSecretsRemedy(facts),
    };
  },
});
