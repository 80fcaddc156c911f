// A process of its own that runs a control plane, so that a test can end it in any way.
import { startControlPlane } from './control-plane.ts';
import { ensureToolchain } from './tools/toolchain.ts';

const plane = await startControlPlane({ toolchain: await ensureToolchain({ say: () => undefined }) });
console.log(JSON.stringify({ directory: plane.directory, server: plane.server, index: plane.index }));
process.stdin.resume();
process.stdin.once('end', () => void plane.stop());
