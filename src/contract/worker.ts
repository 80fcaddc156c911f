/** What the engine tells the database worker: its first argument and its environment. */

/**
 * `inspect` looks at the source, and at the target if one is given, and changes nothing; `copy` copies and proves;
 * `first-copy` copies while the registry is available, `catch-up` makes that copy equal once the source is idle, and proves;
 * `check-upgrade` looks at the target after the schema upgrade; `repair-upgrade` makes it fit for another one where one
 * was cut off; `check-volume` reads the control file of a stopped server's volume; `start` only starts
 * and exits, so that the image is known to run here.
 */
export const workerCommands = [
  'inspect',
  'at-rest',
  'copy',
  'first-copy',
  'catch-up',
  'check-upgrade',
  'repair-upgrade',
  'check-volume',
  'start',
] as const;
export type WorkerCommand = (typeof workerCommands)[number];

/** Names of environment variables. `SOURCE_*` is the old database, `TARGET_*` the temporary server. */
export const workerEnvironment = {
  sourceHost: 'SOURCE_HOST',
  sourcePort: 'SOURCE_PORT',
  sourceDatabase: 'SOURCE_DATABASE',
  sourceUser: 'SOURCE_USER',
  sourcePassword: 'SOURCE_PASSWORD',
  /** libpq's `sslmode`; empty for its default, `prefer`. The next three are names of files, empty where there are none. */
  sourceSslMode: 'SOURCE_SSLMODE',
  sourceSslRootCertificate: 'SOURCE_SSLROOTCERT',
  sourceSslCertificate: 'SOURCE_SSLCERT',
  sourceSslKey: 'SOURCE_SSLKEY',
  targetHost: 'TARGET_HOST',
  targetPort: 'TARGET_PORT',
  targetDatabase: 'TARGET_DATABASE',
  targetUser: 'TARGET_USER',
  targetPassword: 'TARGET_PASSWORD',
  /** As of the source: what was upgraded in place is the old server. */
  targetSslMode: 'TARGET_SSLMODE',
  targetSslRootCertificate: 'TARGET_SSLROOTCERT',
  targetSslCertificate: 'TARGET_SSLCERT',
  targetSslKey: 'TARGET_SSLKEY',
  /** Signs the reports in the log, with the uid of the pod; without it, by hand, there are none. */
  reportKey: 'REPORT_KEY',
  podName: 'POD_NAME',
  podUid: 'POD_UID',
  /** The revision that the schema upgrade was to reach, for `check-upgrade`; empty when it is not known. */
  expectedRevision: 'EXPECTED_REVISION',
  /** The minor version of the Quay 3 that upgrades the schema, for `inspect`; empty when it is not known. */
  quayMinor: 'QUAY_MINOR',
  /**
   * Revisions of other versions, separated by commas. Where they are given, one that is none of them counts as a later
   * one of the expected version.
   */
  otherRevisions: 'OTHER_REVISIONS',
  /** A file with the proof, for `check-upgrade`: JSON, or, where there is a key, signed lines as in a log. */
  proofFile: 'PROOF_FILE',
  /** Where the volume of the stopped server is mounted, for `check-volume`. */
  dataDirectory: 'DATA_DIRECTORY',
} as const;

/** Exit statuses that a retry with the same inputs cannot change, beside 1 for everything that it might. */
export const workerExit = {
  ok: 0,
  failed: 1,
  /** The databases are not equal after the copy. */
  unequal: 3,
  /** Somebody else writes to the source, or is connected to it. */
  foreignWriter: 4,
  /** Source or target is not fit for it: another schema revision or encoding, missing rights, a target in use. */
  unfit: 5,
} as const;
