import type { KubernetesObject } from './object.ts';

/** For images below `source`: where nodes look for them instead, in this order. */
export interface ImageMirrors {
  readonly source: string;
  readonly mirrors?: readonly string[];
  readonly mirrorSourcePolicy?: 'AllowContactingSource' | 'NeverContactSource';
}

/** operator.openshift.io/v1alpha1, up to OpenShift 4.12: for images by digest. */
export interface ImageContentSourcePolicy extends KubernetesObject {
  readonly spec?: { readonly repositoryDigestMirrors?: readonly ImageMirrors[] };
}

/** config.openshift.io/v1: for images by digest. */
export interface ImageDigestMirrorSet extends KubernetesObject {
  readonly spec?: { readonly imageDigestMirrors?: readonly ImageMirrors[] };
}

/** config.openshift.io/v1: for images by tag. */
export interface ImageTagMirrorSet extends KubernetesObject {
  readonly spec?: { readonly imageTagMirrors?: readonly ImageMirrors[] };
}
