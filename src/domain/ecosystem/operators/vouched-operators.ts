import type { AccountQuestion, AccountReviews, Snapshot } from '../../snapshot.ts';
import { type FoundOperator, findOperators } from './find-operators.ts';

/** The most accounts that are reviewed: whoever may create Deployments could otherwise cause any number of requests. */
const mostQuestions = 20;

/**
 * What to ask the API server about the operators of a snapshot, each question once.
 *
 * An operator is believed only where the cluster itself says that its ServiceAccount may do in the ecosystem's namespace
 * what an operator does there, whatever installed it: labels, names, images and ClusterServiceVersions can be written by
 * anybody who may write one namespace, and what an operator's Deployment names is run by this service with the
 * registry's Secrets mounted. A tenant cannot pass for one in another's namespace: his accounts have no rights there,
 * and whoever may make a Deployment that runs as an account with such rights holds them anyway.
 *
 * In the ecosystem's own namespace a tenant can run a Deployment of his own under an account that may write
 * QuayRegistries, if an operator for this namespace alone is installed there. Its images then run in his namespace,
 * without a token, under the restrictions of every other pod, with Secrets that he may read and mount himself: the
 * service does nothing for him that he could not do with his own rights.
 *
 * The right asked for is writing the *status* of QuayRegistries: every operator needs it, and the roles `admin` and
 * `edit`, to which OLM adds the kind, do not have it.
 */
export function accountQuestions(snapshot: Pick<Snapshot, 'objects' | 'namespace'>): {
  readonly questions: readonly AccountQuestion[];
  /** How many were left out. */
  readonly left: number;
} {
  const found = [...findOperators(snapshot)].sort((a, b) => rank(snapshot, a).localeCompare(rank(snapshot, b)));
  const distinct = new Map(found.flatMap((operator) => questionAbout(operator) ?? []).map((one) => [keyOf(one), one]));
  const questions = [...distinct.values()];
  return { questions: questions.slice(0, mostQuestions), left: Math.max(0, questions.length - mostQuestions) };
}

/** Why the cluster does not vouch for an operator; empty when it does, and where nobody could be asked. */
export function whyNotVouched(operator: FoundOperator, reviews: AccountReviews, namespace: string): string {
  if (!reviews.asked) return '';
  const where = `Deployment ${operator.namespace}/${operator.deploymentName}`;
  // A CSV's text is enough to know what to look for, never to run the images that it names.
  if (operator.generation === 'current' && operator.deployment === undefined) {
    return `its ${where} was not found`;
  }
  const question = questionAbout(operator);
  const answer = question && reviews.answers.find((review) => keyOf(review) === keyOf(question));
  if (answer?.allowed === true) return '';
  if (question === undefined || answer === undefined) {
    return `the permissions of its ${where} in this namespace were not confirmed${reviews.refused === undefined ? '' : `: ${reviews.refused}`}`;
  }
  return `its ServiceAccount ${question.namespace}/${question.name} may not write ${question.writes} in namespace ${namespace}`;
}

function questionAbout({ generation, namespace, template }: FoundOperator): AccountQuestion | undefined {
  if (template === undefined || namespace === '') return undefined;
  const name: unknown = template.spec?.serviceAccountName;
  return {
    namespace,
    name: typeof name === 'string' && name !== '' ? name : 'default',
    writes: generation === 'current' ? 'quayregistries' : 'quayecosystems',
  };
}

/** Those first that are hardest to forge: the namespace's own, those that OLM knows, then the oldest. */
function rank(snapshot: Pick<Snapshot, 'namespace'>, { namespace, csv, deployment }: FoundOperator): string {
  const near = namespace === snapshot.namespace ? 0 : csv === undefined ? 2 : 1;
  return `${near} ${deployment?.metadata.creationTimestamp ?? ''}`;
}

function keyOf({ namespace, name, writes }: AccountQuestion): string {
  return [namespace, name, writes].join(' ');
}
