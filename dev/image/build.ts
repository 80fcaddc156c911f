import { buildImage } from './build-image.ts';

const startedAt = Date.now();
try {
  const directory = await buildImage();
  console.log(`${directory} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
} catch (error) {
  console.error(`npm run build: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
