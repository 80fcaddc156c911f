import { describe, expect, it } from 'vitest';
import { changelogSection, versionProblems } from './changelog-section.ts';

const changelog = '# Changelog\n\n## Unreleased\n\n- new\n\n## 1.2.3 - 2027-01-02\n\n- three\n- four\n\n## 1.2.2\n\n';

describe('changelogSection', () => {
  it.each([
    ['1.2.3', '- three\n- four'],
    ['Unreleased', '- new'],
    ['1.2.2', undefined],
    ['1.2', undefined],
    ['2.0.0', undefined],
  ])('%s', (version, expected) => {
    expect(changelogSection(changelog, version)).toBe(expected);
  });
});

describe('versionProblems', () => {
  it('has nothing to say when all files have the version of the tag', () => {
    expect(versionProblems('v1.2.3', { 'package.json': '1.2.3' })).toEqual([]);
    expect(versionProblems('v1.2.3-rc.1', { 'package.json': '1.2.3-rc.1' })).toEqual([]);
  });

  it('names the file that has another', () => {
    expect(versionProblems('v1.2.3', { 'package.json': '1.2.3', 'Chart.yaml': '1.2.2' })).toEqual([
      'Chart.yaml is 1.2.2, and the tag says 1.2.3',
    ]);
  });

  it.each(['1.2.3', 'v1.2', '', 'main', 'v1.2.3 '])('%j is no tag of a release', (tag) => {
    expect(versionProblems(tag, {})).toHaveLength(1);
  });
});
