import { describe, expect, it } from 'vitest';
import { type ToolKey, type Version, pinnedVersions, tools, versionIn } from './tools.ts';

describe('pinnedVersions', () => {
  it('reads one for each tool from go.mod', async () => {
    const pinned = await pinnedVersions();
    for (const { key } of tools) expect(versionIn(pinned[key])).toBeDefined();
    expect(pinned.kubectl).toBe(pinned.kubeApiserver);
  });
});

describe('versionIn', () => {
  const cases: [string, Version | undefined][] = [
    ['etcd Version: 3.6.4\nGit SHA: 1', [3, 6]],
    ['Kubernetes v1.34.4', [1, 34]],
    ['Client Version: v1.32.4-dispatcher\nKustomize Version: v5.5.0', [1, 32]],
    ['v3.19', [3, 19]],
    ['v3.19.5+g1234567', [3, 19]],
    ['go1.26.8', [1, 26]],
    ['command not found', undefined],
    ['', undefined],
  ];
  it.each(cases)('%j', (text, version) => {
    expect(versionIn(text)).toEqual(version);
  });
});

describe('what fits', () => {
  const cases: [ToolKey, Version, Version, boolean][] = [
    ['etcd', [3, 6], [3, 6], true],
    ['etcd', [3, 4], [3, 6], false],
    ['kubeApiserver', [1, 34], [1, 34], true],
    ['kubeApiserver', [1, 33], [1, 34], false],
    ['kubeControllerManager', [1, 35], [1, 34], false],
    ['kubectl', [1, 33], [1, 34], true],
    ['kubectl', [1, 35], [1, 34], true],
    ['kubectl', [1, 32], [1, 34], false],
    ['helm', [3, 14], [3, 19], true],
    ['helm', [4, 0], [3, 19], false],
    ['helm', [2, 17], [3, 19], false],
  ];
  it.each(cases)('%s %j for %j: %s', (key, installed, pinned, expected) => {
    expect(tools.find((tool) => tool.key === key)?.fits(installed, pinned)).toBe(expected);
  });
});
