import { shownHost } from '../../redaction/shown-settings.ts';
import { defineRule } from '../define-rule.ts';
import { configSecretObject, editConfig } from '../object-names.ts';

export const hostnamePort = defineRule({
  id: 'hostname-port',
  severity: 'blocker',
  covers: ['H27', 'B14'],
  look: (facts) => {
    const { hostname } = facts.config;
    const said = { object: configSecretObject(facts), field: 'data[config.yaml]: SERVER_HOSTNAME' };
    if (hostname.startsWith(':')) {
      const message = `is "${shownHost(hostname)}", a port without a host: operator 1.1.2 wrote that for a NodePort`;
      return { ...said, message, remedy: `Put the host in front: ${editConfig(facts)}.` };
    }
    if (facts.access.type !== 'Route' || !hostname.includes(':')) return undefined;
    return {
      ...said,
      message: `is "${shownHost(hostname)}": the new operator writes it into the Route's host, which takes no port`,
      remedy: `Take the port out (a Route listens on 443): ${editConfig(facts)}.`,
    };
  },
});
