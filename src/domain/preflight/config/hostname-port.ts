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
      const message = `SERVER_HOSTNAME of config.yaml is "${shownHost(hostname)}", a port without a host. Operator 1.1.2 wrote this for a NodePort`;
      return { ...said, message, remedy: `Add the host before the port: ${editConfig(facts)}.` };
    }
    if (facts.access.type !== 'Route' || !hostname.includes(':')) return undefined;
    return {
      ...said,
      message: `SERVER_HOSTNAME of config.yaml is "${shownHost(hostname)}". quay-operator sets it as the host of the Route, which must not contain a port`,
      remedy: `Remove the port (a Route listens on 443): ${editConfig(facts)}.`,
    };
  },
});
