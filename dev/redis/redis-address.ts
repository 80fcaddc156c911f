export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly password: string | undefined;
}

/** What a `*_REDIS` of config.yaml says, with what redis-py and Quay take where it says nothing. */
export function redisAddress(value: unknown): RedisAddress {
  const { host, port, password } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  return {
    host: typeof host === 'string' ? host : 'localhost',
    port: typeof port === 'number' || typeof port === 'bigint' ? Number(port) : 6379,
    password: typeof password === 'string' && password !== '' ? password : undefined,
  };
}
