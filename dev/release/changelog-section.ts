/** What stands below `## VERSION` (with or without a date behind it), up to the next version. */
export function changelogSection(changelog: string, version: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split(/\s/, 1)[0] === version);
  const notes = section?.slice(section.indexOf('\n')).trim();
  return notes === '' ? undefined : notes;
}

/** Why a tag is none of a release: its form, or versions in files that say something else. */
export function versionProblems(tag: string, versions: Readonly<Record<string, unknown>>): string[] {
  if (!/^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(tag)) return [`${tag} is no tag of a release: it is not like v1.2.3`];
  return Object.entries(versions)
    .filter(([, version]) => version !== tag.slice(1))
    .map(([where, version]) => `${where} is ${String(version)}, and the tag says ${tag.slice(1)}`);
}
