import type { DatabaseUri } from '../facts.ts';

const scheme = /^postgres(?:ql)?(?:\+\w+)?:\/\//;
/** A database's name holds no `@`: what looks like one is the end of a password, and its `host` another part of it. */
const afterCredentials = /^(\[[0-9a-fA-F:.%\w]+\]|[\w.-]+)(?::(\d{1,5}))?\/([^/?@]+)(?:\?(.*))?$/;

/**
 * DB_URI taken apart as Quay's SQLAlchemy does it: the legacy operator writes user and password as they are, so a
 * password may hold `@`, `:` and `/`, and percent-encoding is undone where it is valid. Undefined for what is no
 * PostgreSQL URI with a host and a database.
 */
export function parseDatabaseUri(text: string): DatabaseUri | undefined {
  const start = scheme.exec(text);
  if (!start) return undefined;
  const rest = text.slice(start[0].length);
  for (let at = rest.lastIndexOf('@'); at >= 0; at = at === 0 ? -1 : rest.lastIndexOf('@', at - 1)) {
    const server = afterCredentials.exec(rest.slice(at + 1));
    if (server) return withCredentials(rest.slice(0, at), server);
  }
  const server = afterCredentials.exec(rest);
  return server ? withCredentials('', server) : undefined;
}

function withCredentials(
  credentials: string,
  [, host = '', port, database = '', query = '']: RegExpExecArray,
): DatabaseUri {
  const colon = credentials.indexOf(':');
  const user = colon === -1 ? credentials : credentials.slice(0, colon);
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port: port === undefined ? 5432 : Number(port),
    user: unquote(user),
    password: unquote(colon === -1 ? '' : credentials.slice(colon + 1)),
    database,
    query: queryOf(query),
  };
}

function queryOf(query: string): Readonly<Record<string, string>> {
  const pairs = query.split('&').map((pair) => /^([^=]+)=(.*)$/s.exec(pair) ?? []);
  return Object.fromEntries(
    pairs.flatMap(([, name, value = '']) => (name === undefined ? [] : [[unquote(name), unquote(value)]])),
  );
}

/** Percent-decoding that leaves alone what is none, as Python's does. */
function unquote(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

/** Whether the host is a Service of the namespace, by any of the names that resolve to it there. */
export function isServiceHost(host: string, service: string, namespace: string): boolean {
  const names = [service, `${service}.${namespace}`, `${service}.${namespace}.svc`];
  return [...names, `${service}.${namespace}.svc.cluster.local`].includes(host.toLowerCase().replace(/\.$/, ''));
}
