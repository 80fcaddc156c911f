import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { changelogSection, versionProblems } from './changelog-section.ts';

/** Prints the notes of a release, or says why the tag cannot be one: `release-notes.ts v1.2.3`. */
async function main(tag: string): Promise<void> {
  const chart = parse(await readFile('charts/quay-migration-plugin/Chart.yaml', 'utf8')) as Record<string, unknown>;
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const changelog = await readFile('CHANGELOG.md', 'utf8');
  const problems = versionProblems(tag, {
    'package.json version': version,
    'Chart.yaml version': chart.version,
    'Chart.yaml appVersion': chart.appVersion,
  });
  const notes = changelogSection(changelog, tag.slice(1));
  if (notes === undefined) problems.push(`CHANGELOG.md has no section "## ${tag.slice(1)}", or it is empty`);
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exit(1);
  console.log(notes);
}

await main(process.argv[2] ?? '');
