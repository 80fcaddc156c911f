/** What the engine tells the database worker: its first argument and its environment. */
/**
 * `inspect` looks at the source, and at the target if one is given, and changes nothing; `copy` copies and proves; `check-upgrade` looks at the target
 * after the schema upgrade; `check-volume` reads the control file of a stopped server's volume; `start` only starts
 * and exits, so that the image is known to run here.
 */
export declare const workerCommands: readonly ["inspect", "at-rest", "copy", "check-upgrade", "check-volume", "start"];
export type WorkerCommand = (typeof workerCommands)[number];
/**
 * How Node runs the worker. Rows pass in small buffers that belong to objects of the young generation: when that is
 * small, they are given back soon, and memory does not grow with the database.
 */
export declare const workerNodeFlags: readonly ["--max-semi-space-size=1"];
/** Names of environment variables. `SOURCE_*` is the old database, `TARGET_*` the temporary server. */
export declare const workerEnvironment: {
    readonly sourceHost: "SOURCE_HOST";
    readonly sourcePort: "SOURCE_PORT";
    readonly sourceDatabase: "SOURCE_DATABASE";
    readonly sourceUser: "SOURCE_USER";
    readonly sourcePassword: "SOURCE_PASSWORD";
    readonly targetHost: "TARGET_HOST";
    readonly targetPort: "TARGET_PORT";
    readonly targetDatabase: "TARGET_DATABASE";
    readonly targetUser: "TARGET_USER";
    readonly targetPassword: "TARGET_PASSWORD";
    /** ConfigMap that takes `progress`, `proof`, `source` and `upgrade`, in the pod's own namespace. */
    readonly progressConfigMap: "PROGRESS_CONFIGMAP";
    readonly podName: "POD_NAME";
    readonly podNamespace: "POD_NAMESPACE";
    /** The revision that the schema upgrade was to reach, for `check-upgrade`; empty when it is not known. */
    readonly expectedRevision: "EXPECTED_REVISION";
    /** A file with the proof, for `check-upgrade` by hand; in the cluster it is read from the progress ConfigMap. */
    readonly proofFile: "PROOF_FILE";
    /** Where the volume of the stopped server is mounted, for `check-volume`. */
    readonly dataDirectory: "DATA_DIRECTORY";
};
/** Keys of the progress ConfigMap. */
export declare const progressKeys: {
    readonly progress: "progress";
    readonly proof: "proof";
    readonly source: "source";
    readonly upgrade: "upgrade";
};
/** Exit statuses that a retry with the same inputs cannot change, beside 1 for everything that it might. */
export declare const workerExit: {
    readonly ok: 0;
    readonly failed: 1;
    /** The databases are not equal after the copy. */
    readonly unequal: 3;
    /** Somebody else writes to the source, or is connected to it. */
    readonly foreignWriter: 4;
    /** Source or target is not fit for it: another schema revision or encoding, missing rights, a target in use. */
    readonly unfit: 5;
};
