import type { Journey } from './journey.ts';

/**
 * Every object of the namespace with its version, of whatever kind, but what a refusal is told with: the QuayEcosystem
 * itself and Events. Waits until nobody else changes anything either.
 */
export async function quietObjects(journey: Journey): Promise<string> {
  const kinds = await journey.kubectlAs('admin', 'api-resources', '--namespaced', '--verbs=list', '-o', 'name');
  const compared = kinds
    .trim()
    .split('\n')
    .filter((kind) => !/^events(\.|$)|^(pods|nodes)\.metrics\./.test(kind));
  let before = await versions(journey, compared);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const now = await versions(journey, compared);
    if (now === before) return now;
    before = now;
  }
}

async function versions(journey: Journey, kinds: readonly string[]): Promise<string> {
  const { name } = journey;
  const format = '{range .items[*]}{.kind}/{.metadata.name} {.metadata.uid} {.metadata.resourceVersion}{"\\n"}{end}';
  const listed = await journey.kubectlAs('admin', 'get', kinds.join(','), '-o', `jsonpath=${format}`);
  const lines = listed.split('\n').filter((line) => line !== '' && !line.startsWith(`QuayEcosystem/${name} `));
  return [...new Set(lines)].sort().join('\n');
}
