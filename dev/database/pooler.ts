import { once } from 'node:events';
import { type AddressInfo, type Socket, createServer, connect as dial } from 'node:net';

/** Stands between clients and a server as pgbouncer does, as far as its clients can see. */
export interface Pooler {
  readonly port: number;
  stop(): Promise<void>;
}

const keyData = 'K'.charCodeAt(0);

/**
 * Passes all on, but gives out keys of its own for cancelling (pgbouncer 1.18: server keys are never told) and refuses
 * the startup parameter `options` (its `ignore_startup_parameters` is empty). It speaks no TLS.
 */
export async function startPooler(serverPort: number): Promise<Pooler> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => undefined);
    client.once('data', (first: Buffer) => {
      begin(client, serverPort, first);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** SSLRequest: its length and its code. */
const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

function begin(client: Socket, serverPort: number, startup: Buffer): void {
  if (startup.equals(sslRequest)) {
    client.write('N');
    client.once('data', (next: Buffer) => {
      begin(client, serverPort, next);
    });
    return;
  }
  if (startup.includes('\0options\0')) {
    client.end(errorMessage('08P01', 'unsupported startup parameter: options'));
    return;
  }
  const server = dial(serverPort, '127.0.0.1');
  server.on('error', () => client.destroy());
  server.write(startup);
  client.pipe(server);
  let key: Buffer | undefined = Buffer.alloc(0);
  server.on('data', (chunk: Buffer) => {
    if (key === undefined) client.write(chunk);
    else {
      key = Buffer.concat([key, chunk]);
      const changed = withOwnKey(key);
      if (changed === undefined) return;
      key = undefined;
      client.write(changed);
    }
  });
  server.on('close', () => client.end());
  client.on('close', () => server.destroy());
}

/** Undefined until the key has come; messages before it are whole. */
function withOwnKey(bytes: Buffer): Buffer | undefined {
  for (let at = 0; at + 5 <= bytes.length; at += 1 + bytes.readUInt32BE(at + 1)) {
    if (bytes[at] === 'E'.charCodeAt(0)) return bytes;
    if (bytes[at] !== keyData || at + 13 > bytes.length) continue;
    bytes.writeUInt32BE(0x6b_65_79_31, at + 5);
    return bytes;
  }
  return undefined;
}

function errorMessage(code: string, message: string): Buffer {
  const fields = Buffer.from(`SFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.from([...Buffer.from('E'), 0, 0, 0, 0]);
  head.writeUInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
