import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** OpenShift gives each namespace a range of user ids; one id for each cluster is enough here. */
const firstUid = 1_000_640_000;

/** As whom containers run, and what makes that user known inside. */
export interface Identity {
  readonly uid: number;
  readonly gid: number;
  /** The node runs as root: containers are given another user; otherwise they have ours, in a user namespace. */
  readonly dropsRoot: boolean;
  /** Files bound at /etc/passwd and /etc/group: initdb and Node ask for the name of their user. */
  readonly passwdFile: string;
  readonly groupFile: string;
}

/** The identity of one cluster's containers; PostgreSQL refuses to run as root. */
export async function createIdentity(directory: string, index: number): Promise<Identity> {
  const ownUid = process.getuid?.() ?? 0;
  const ownGid = process.getgid?.() ?? 0;
  const dropsRoot = ownUid === 0;
  const uid = dropsRoot ? firstUid + index : ownUid;
  const gid = dropsRoot ? firstUid + index : ownGid;
  const passwdFile = join(directory, 'passwd');
  const groupFile = join(directory, 'group');
  await writeFile(passwdFile, `root:x:0:0:root:/:/sbin/nologin\ndefault:x:${uid}:${gid}:container:/tmp:/bin/sh\n`);
  await writeFile(groupFile, `root:x:0:\ndefault:x:${gid}:\n`);
  return { uid, gid, dropsRoot, passwdFile, groupFile };
}

/** Makes a file or directory of ours one of the containers' user. */
export async function giveToContainers(path: string, identity: Identity): Promise<void> {
  if (identity.dropsRoot) await chown(path, identity.uid, identity.gid);
}
