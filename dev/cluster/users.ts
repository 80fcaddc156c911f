/** Everybody who may log in to the development cluster, each by a token of its own. */
export const userNames = ['admin', 'node', 'operator', 'namespace-admin', 'viewer', 'nobody'] as const;

/**
 * - `admin`: cluster administrator
 * - `node`: what simulates the node and the cluster's services; a cluster administrator, too
 * - `operator`: quay-operator, with the rights that its ClusterServiceVersion asks for and no others
 * - `namespace-admin`, `viewer`: administrator and viewer of the namespaces they were given (`grantUsers`)
 * - `nobody`: may log in, and that is all
 */
export type UserName = (typeof userNames)[number];

const administrators: readonly UserName[] = ['admin', 'node'];

/** One line of a token file: `token,user,uid,"groups"`. */
export function tokenLine(user: UserName, token: string): string {
  const groups = administrators.includes(user) ? 'system:masters' : 'developers';
  return `${token},${user},${user},"${groups}"`;
}
