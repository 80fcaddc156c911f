import { type AddressInfo, createServer } from 'node:net';

/** A TCP port of the address on which nobody listens. The kernel hands out each only once in a long while. */
export function freePort(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, address, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
