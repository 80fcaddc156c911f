import { dirname } from 'node:path';
import type { Identity } from './identity.ts';
import { systemMounts } from './system-mounts.ts';

/** A file or directory of ours, and where a container finds it. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/** What one container is shut into. */
export interface Sandbox {
  readonly identity: Identity;
  /** An empty directory that becomes /, with mount points and what the container writes outside its mounts. */
  readonly root: string;
  readonly mounts: readonly Mount[];
  readonly hostsFile: string;
  /** Nothing but mounts is writable (securityContext.readOnlyRootFilesystem). */
  readonly readOnlyRoot: boolean;
  readonly workingDirectory: string;
}

const devices = ['null', 'zero', 'full', 'random', 'urandom'];

/**
 * The arguments of `bwrap` that run `command` in the sandbox, as the containers' user.
 * No own /dev from bubblewrap: for its terminals it nests a second user namespace, into which an exec could not follow.
 */
export function bubblewrapArguments(sandbox: Sandbox, command: readonly string[]): string[] {
  const { identity, mounts } = sandbox;
  const user = identity.dropsRoot ? [] : ['--unshare-user'];
  return [
    ...user,
    ...['--unshare-pid', '--unshare-uts', '--new-session', '--die-with-parent', '--info-fd', '3'],
    ...['--bind', sandbox.root, '/'],
    ...systemMounts(mounts.map(({ target }) => target)),
    ...deviceArguments(),
    ...['--proc', '/proc'],
    ...['--ro-bind', identity.passwdFile, '/etc/passwd', '--ro-bind', identity.groupFile, '/etc/group'],
    ...['--ro-bind', sandbox.hostsFile, '/etc/hosts'],
    ...byDepth(mounts).flatMap(({ source, target, readOnly }) => [readOnly ? '--ro-bind' : '--bind', source, target]),
    ...(sandbox.readOnlyRoot ? ['--remount-ro', '/'] : []),
    ...['--chdir', sandbox.workingDirectory, '--'],
    ...asContainerUser(identity, command),
  ];
}

/** The command that runs another one as the containers' user; without root that is who we are already. */
export function asContainerUser(identity: Identity, command: readonly string[]): string[] {
  if (!identity.dropsRoot) return [...command];
  const { uid, gid } = identity;
  const drop = ['/usr/bin/setpriv', '--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
  return [...drop, '--bounding-set', '-all', '--inh-caps', '-all', '--no-new-privs', '--', ...command];
}

function deviceArguments(): string[] {
  return [
    ...['--tmpfs', '/dev', '--perms', '1777', '--tmpfs', '/dev/shm'],
    ...devices.flatMap((name) => ['--dev-bind', `/dev/${name}`, `/dev/${name}`]),
    ...['--symlink', '/proc/self/fd', '/dev/fd', '--symlink', '/proc/self/fd/0', '/dev/stdin'],
    ...['--symlink', '/proc/self/fd/1', '/dev/stdout', '--symlink', '/proc/self/fd/2', '/dev/stderr'],
  ];
}

/** A mount inside another comes after it. */
function byDepth(mounts: readonly Mount[]): Mount[] {
  const depth = ({ target }: Mount) => (dirname(target) === target ? 0 : target.split('/').length);
  return [...mounts].sort((a, b) => depth(a) - depth(b));
}
