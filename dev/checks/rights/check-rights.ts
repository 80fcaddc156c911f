import { readAuditLog } from './audit-log.ts';
import { refusedRequests, requestsOfWorkers, staleExceptions, unusedRights } from './compare-rights.ts';
import { expectedRefusals, unseenRights } from './exceptions.ts';
import { grantedRights } from './granted-rights.ts';

/** Set where all cluster tests run: only then an unused right is one that nothing needs. */
export const allTestsVariable = 'ALL_CLUSTER_TESTS';

/** Compares what our ServiceAccounts asked for with what the chart grants; answers what is wrong, in sentences. */
export async function checkRights(auditLog: string, helm: string, whole: boolean): Promise<readonly string[]> {
  const requests = await readAuditLog(auditLog);
  const granted = grantedRights(helm);
  const wrong: [string, readonly string[]][] = [
    ['asked for, and granted by nothing in the chart', refusedRequests(requests, granted, expectedRefusals)],
    ['asked for with the ServiceAccount of a migration, whose token nobody gets', requestsOfWorkers(requests)],
    ['an exception for what the chart does not grant', staleExceptions(granted, unseenRights)],
    ['granted by the chart, and used in no test', whole ? unusedRights(requests, granted, unseenRights) : []],
  ];
  return wrong.flatMap(([title, found]) => found.map((one) => `${title}: ${one}`));
}
