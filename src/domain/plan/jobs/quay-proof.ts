import type { Job } from '../../../k8s/job.ts';
import type { Secret } from '../../../k8s/secret.ts';
import { migrationNames } from '../../migration-names.ts';
import { type QuaySite, quayJob, upgradeResources, validateResources } from './quay-job.ts';

const deadlineSeconds = 1200;

/** The scripts that Quay's entry point runs before its migrations (3.13 and newer) and its start (all). */
const installCertificates = [
  'cd "$QUAYPATH"',
  'for script in certs_install client_certs; do',
  '  file="conf/init/$script.sh"',
  '  [ ! -e "$file" ] || "$file" || exit',
  'done',
].join('\n');

/**
 * Names, and no values: which exception Python ended with, which parts config-tool refused. They become the container's
 * message, and through it a condition; the rest of what Quay says may hold a password and stays in the log.
 */
const exceptionName = `grep -oE '^[A-Za-z_]+(\\.[A-Za-z_]+)*(Error|Exception)' /tmp/said | tail -n 1`;
const refusedGroups = `sed -n 's/^| *\\([A-Za-z]\\{1,40\\}\\) .*🔴.*/\\1/p' /tmp/said | sort -u | tr '\\n' ' '`;

function script(command: string, names: string): string {
  return [
    installCertificates,
    `${command} > /tmp/said 2>&1`,
    'status=$?',
    'cat /tmp/said',
    `[ $status -eq 0 ] || ${names} > /dev/termination-log`,
    'exit $status',
  ].join('\n');
}

/**
 * The image's entry point gives what it does not know to `eval exec` (quay-entrypoint.sh, 3.9 to 3.18): one word for it
 * has to be quoted once more.
 */
function throughEntrypoint(text: string): readonly string[] {
  return ['bash', '-c', `'${text.replaceAll("'", `'\\''`)}'`];
}

/**
 * Imports the installed Quay with the configuration of the schema upgrade, and asks for the database's revision: all
 * that `migrate head` does before its first statement. An empty database will do; in one that is empty, alembic 1.3.3 (up
 * to Quay 3.9.17, 3.10.17 and 3.11.1) makes its table `alembic_version`, which the copy takes away before it begins.
 */
export function importJob(quay: QuaySite): Job {
  return quayJob(quay, {
    jobName: migrationNames(quay.site.name, quay.site.attempt).pullJob,
    args: throughEntrypoint(script('PYTHONPATH="${PYTHONPATH}:${QUAYPATH}" alembic current', exceptionName)),
    deadlineSeconds,
    resources: upgradeResources,
  });
}

/**
 * What the installed Quay does at every start (conf/init/d_validate_config_bundle.sh, the same in 3.9 to 3.18), with its
 * switch to ignore the outcome. It connects to the database, Redis, storage, mail, LDAP and OIDC that the configuration
 * names, so that what it refuses here it would refuse after the old registry has stopped.
 */
export function validateJob(quay: QuaySite, configYaml: Secret): Job {
  const command = 'config-tool validate -c "$QUAYCONF/stack/" --mode online';
  return quayJob(quay, {
    jobName: migrationNames(quay.site.name, quay.site.attempt).validateJob,
    args: throughEntrypoint(script(`{ ${command} || [ -n "\${IGNORE_VALIDATION}" ]; }`, refusedGroups)),
    deadlineSeconds,
    configYaml,
    resources: validateResources,
  });
}
