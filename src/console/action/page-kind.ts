/**
 * What a console does with an action provider's menu on a page. `operand`: a page of the Operator Lifecycle Manager
 * that has Edit and Delete of its own. `whole`: the provider's actions are all that the menu has, as on generic pages
 * from 4.20 on, and on the Operator Lifecycle Manager's details page in 4.20.
 */
export type PageKind = 'operand' | 'whole';

const operandPath = /\/(?:operators\.coreos\.com~v1alpha1~ClusterServiceVersion|clusterserviceversions)\/([^?#]*)/;

export function pageKind(path: string, releaseVersion: string | undefined): PageKind {
  const rest = operandPath.exec(path)?.[1];
  if (rest === undefined) return 'whole';
  // <operator>/<kind>/<name>, and below it the tabs.
  const details = rest.split('/').filter((part) => part !== '').length >= 3;
  return details && releaseVersion?.startsWith('4.20.') === true ? 'whole' : 'operand';
}
