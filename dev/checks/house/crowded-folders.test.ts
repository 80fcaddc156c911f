import { expect, test } from 'vitest';
import { crowdedFolders, mostEntries } from './crowded-folders.ts';

const named = (folder: string, count: number) => Array.from({ length: count }, (_, index) => `${folder}f${index}.ts`);

test('a folder may have as many entries as a reader takes in, subfolders among them', () => {
  expect(crowdedFolders([...named('src/a/', mostEntries - 1), ...named('src/a/b/', 5)])).toEqual([]);
});

test('one entry more is too many, and the folder is named', () => {
  const files = [...named('src/a/', mostEntries), ...named('src/a/b/', 5), 'src/c.ts'];
  expect(crowdedFolders(files)).toEqual(['src/a: 31 entries; sort them into folders of at most 30']);
});

test('many subfolders crowd a folder as well', () => {
  expect(crowdedFolders(named('src/', 31).map((path) => path.replace('.ts', '/x.ts')))).toHaveLength(1);
});

test('the top may have more: tools want their files there', () => {
  expect(crowdedFolders(named('', 60))).toEqual([]);
});
