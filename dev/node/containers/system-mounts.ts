import { type Dirent, existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a container sees of the machine's own files, read-only: programs and libraries, no data. */
const systemDirectories = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/etc'];

/**
 * Bubblewrap arguments that lay the machine's programs and libraries under a container's root. Where something is mounted
 * at a place that the machine does not have (/usr/libexec/check-container, /usr/share/pgsql), the directories above
 * it are taken apart, entry by entry: in a read-only directory no mount point can be made.
 */
export function systemMounts(mountPoints: readonly string[]): string[] {
  const takenApart = new Set(mountPoints.filter((path) => !existsSync(path)).flatMap(presentParents));
  return systemDirectories.filter((path) => existsSync(path)).flatMap((path) => layDirectory(path, takenApart));
}

function presentParents(mountPoint: string): string[] {
  const parents: string[] = [];
  for (let path = dirname(mountPoint); path !== '/'; path = dirname(path)) if (existsSync(path)) parents.push(path);
  return parents;
}

function layDirectory(path: string, takenApart: ReadonlySet<string>): string[] {
  if (lstatSync(path).isSymbolicLink()) return ['--symlink', readlinkSync(path), path];
  if (!takenApart.has(path)) return ['--ro-bind', path, path];
  const entries = readdirSync(path, { withFileTypes: true });
  return ['--perms', '0755', '--dir', path, ...entries.flatMap((entry) => layEntry(path, entry, takenApart))];
}

function layEntry(parent: string, entry: Dirent, takenApart: ReadonlySet<string>): string[] {
  const path = join(parent, entry.name);
  if (entry.isDirectory()) return layDirectory(path, takenApart);
  if (entry.isSymbolicLink()) return ['--symlink', readlinkSync(path), path];
  return entry.isFile() ? ['--ro-bind-try', path, path] : [];
}
