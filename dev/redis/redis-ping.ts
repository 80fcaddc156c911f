import { connect } from 'node:net';
import type { RedisAddress } from './redis-address.ts';

const timeoutMilliseconds = 5000;

/** Logs in where there is a password, and pings. Throws what redis-py, or the server, would say. */
export async function redisPing({ host, port, password }: RedisAddress): Promise<void> {
  const login = password === undefined ? [] : [command('AUTH', password)];
  const replies = await ask({ host, port }, [...login, command('PING')]);
  const refusal = replies.find((reply) => reply.startsWith('-'));
  if (refusal !== undefined) throw new Error(`redis.exceptions.AuthenticationError: ${refusal.slice(1)}`);
}

/** The RESP form of a command: an array of bulk strings. */
function command(...words: readonly string[]): string {
  const bulk = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
  return `*${words.length}\r\n${bulk.join('')}`;
}

function ask(
  { host, port }: { readonly host: string; readonly port: number },
  commands: readonly string[],
): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: timeoutMilliseconds });
    let answer = '';
    const fail = (why: string): void => {
      socket.destroy();
      reject(new Error(`redis.exceptions.ConnectionError: ${why} connecting to ${host}:${port}.`));
    };
    socket.on('connect', () => socket.write(commands.join('')));
    socket.on('timeout', () => {
      fail('Timeout');
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      fail(`Error ${error.code ?? error.message}`);
    });
    socket.on('close', () => {
      fail('Connection closed');
    });
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
      const lines = answer.split('\r\n').slice(0, -1);
      if (lines.length < commands.length) return;
      resolve(lines);
      socket.destroy();
    });
  });
}
