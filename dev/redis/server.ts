import { type Socket, createServer } from 'node:net';

// Simulates the Redis images: a server that takes connections, wants its password (REDIS_PASSWORD) where it has one, and
// answers PING. Nothing is stored, because nobody in the project's clusters asks for what was.

const { LISTEN_ADDRESS: host = '127.0.0.1', REDIS_PORT: port = '6379', REDIS_PASSWORD: password = '' } = process.env;

const server = createServer((socket) => {
  let authenticated = password === '';
  let text = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    for (let next = readCommand(text); next !== undefined; next = readCommand(text)) {
      text = text.slice(next.length);
      authenticated = answer(socket, next.words, authenticated);
    }
  });
});

/** Whether who asks is known after it. */
function answer(socket: Socket, [name = '', value = '']: readonly string[], authenticated: boolean): boolean {
  if (name.toUpperCase() === 'AUTH') {
    const right = password !== '' && value === password;
    socket.write(right ? '+OK\r\n' : '-WRONGPASS invalid username-password pair or user is disabled.\r\n');
    return right;
  }
  if (!authenticated) socket.write('-NOAUTH Authentication required.\r\n');
  else if (name.toUpperCase() === 'PING') socket.write('+PONG\r\n');
  else socket.write(`-ERR unknown command '${name}'\r\n`);
  return authenticated;
}

/** The first whole command of what has come: an array of bulk strings. */
function readCommand(received: string): { readonly words: readonly string[]; readonly length: number } | undefined {
  const count = /^\*(\d+)\r\n/.exec(received);
  if (count === null) return undefined;
  const words: string[] = [];
  let position = count[0].length;
  while (words.length < Number(count[1])) {
    const length = /^\$(\d+)\r\n/.exec(received.slice(position));
    if (length === null) return undefined;
    const start = position + length[0].length;
    const end = start + Number(length[1]);
    if (received.length < end + 2) return undefined;
    words.push(received.slice(start, end));
    position = end + 2;
  }
  return { words, length: position };
}

server.listen(Number(port), host, () => {
  process.stdout.write(`Ready to accept connections on ${host}:${port}\n`);
});
process.on('SIGTERM', () => process.exit(0));
process.on('SIGINT', () => process.exit(130));
