import { accountQuestions } from '../../../domain/ecosystem/operators/vouched-operators.ts';
import type { AccountQuestion, AccountReview, Snapshot } from '../../../domain/snapshot.ts';
import type { LocalSubjectAccessReview } from '../../../k8s/access-review.ts';
import { deployments, localSubjectAccessReviews, quayEcosystems, quayRegistries } from '../../../k8s/resource.ts';
import { ApiError } from '../api-error.ts';
import type { KubeClient } from '../client.ts';
import { resourceName } from './snapshot-contents.ts';

type Reviewed = Pick<Snapshot, 'accountReviews' | 'unread'>;

/**
 * Checks the rights of the operators' ServiceAccounts in the ecosystem's namespace with LocalSubjectAccessReviews: one
 * request per account, usually one in total.
 */
export async function reviewAccounts(
  client: Pick<KubeClient, 'create'>,
  read: Pick<Snapshot, 'objects' | 'namespace' | 'unread'>,
  unverified: 'distrust' | 'take-as-told',
): Promise<Reviewed> {
  const { questions, left } = accountQuestions(read);
  const unseen = read.unread.find(
    ({ resource, elsewhere }) => elsewhere === true && resource === resourceName(deployments),
  );
  if (unverified === 'take-as-told' && unseen !== undefined) {
    return { accountReviews: { asked: false, reason: unseen.reason }, unread: read.unread };
  }
  try {
    const answers = await Promise.all(questions.map((question) => review(client, read.namespace, question)));
    return { accountReviews: { asked: true, answers }, unread: [...read.unread, ...tooMany(left)] };
  } catch (error) {
    if (!(error instanceof ApiError) || (error.code !== 403 && error.code !== 401)) throw error;
    const { unread } = read;
    if (unverified === 'take-as-told') return { accountReviews: { asked: false, reason: error.message }, unread };
    return { accountReviews: { asked: true, answers: [], refused: error.message }, unread };
  }
}

async function review(
  client: Pick<KubeClient, 'create'>,
  namespace: string,
  question: AccountQuestion,
): Promise<AccountReview> {
  const answer = await client.create(localSubjectAccessReviews, reviewOf(namespace, question));
  return { ...question, allowed: answer.status?.allowed === true };
}

/** The user name of a ServiceAccount and the groups that every ServiceAccount is in. */
function reviewOf(namespace: string, { namespace: home, name, writes }: AccountQuestion): LocalSubjectAccessReview {
  const registries = writes === 'quayregistries';
  const { group, plural } = registries ? quayRegistries : quayEcosystems;
  return {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'LocalSubjectAccessReview',
    metadata: { name: '', namespace },
    spec: {
      user: `system:serviceaccount:${home}:${name}`,
      groups: ['system:serviceaccounts', `system:serviceaccounts:${home}`, 'system:authenticated'],
      resourceAttributes: {
        group,
        resource: plural,
        ...(registries && { subresource: 'status' }),
        verb: 'update',
        namespace,
      },
    },
  };
}

function tooMany(left: number): Reviewed['unread'] {
  if (left === 0) return [];
  const reason = `${left} further ServiceAccounts claim to be quay-operator and were not checked; only those of the oldest Deployments were`;
  return [{ resource: resourceName(deployments), elsewhere: true, reason }];
}
