import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { crowdedFolders } from './crowded-folders.ts';
import { forbiddenIn, placesOf } from './forbidden-words.ts';

/** What people read: documents, texts of the console, chart and code. The glossary names the words to explain them. */
const read = /^(?!docs\/glossary\.md$|package-lock\.json$).*\.(?:md|ts|tsx|json|yaml|yml|txt|tpl|mjs)$/;

/** The tests of this check say the words. */
const exempt = /^dev\/checks\/house\/|\/third-party|^dev\/console-host\/page\/holes\//;

/** Lint that no tool does: crowded folders, and words that the glossary rules out. */
function main(): void {
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
    .split('\n')
    .filter((file) => file !== '');
  const phrases = forbiddenIn(readFileSync('docs/glossary.md', 'utf8'));
  const spoken = files
    .filter((file) => read.test(file) && !exempt.test(file))
    .flatMap((file) => placesOf(phrases, textOf(file)).map((place) => `${file}:${place}`));
  const crowded = crowdedFolders(files);
  for (const problem of [...crowded, ...spoken]) console.error(problem);
  if (spoken.length > 0) console.error('docs/glossary.md has the term for each of these.');
  process.exitCode = crowded.length + spoken.length === 0 ? 0 : 1;
}

/** A file that was deleted and not yet committed is empty. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

main();
