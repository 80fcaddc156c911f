import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { renderText } from './render-chart.ts';

const cases = readdirSync(join(import.meta.dirname, 'cases'));

// `vitest run --project chart --update` writes them anew; read the difference before you commit it.
test.each(cases)('%s renders as recorded', async (file) => {
  await expect(renderText(`cases/${file}`)).toMatchFileSnapshot(join(import.meta.dirname, 'golden', file));
});

test('every recorded render has its case', () => {
  expect(readdirSync(join(import.meta.dirname, 'golden')).sort()).toEqual([...cases].sort());
});
