import {
  type Action,
  useAnnotationsModal,
  useDeleteModal,
  useLabelsModal,
} from '@openshift-console/dynamic-plugin-sdk';
import { useMemo } from 'react';
import { useText } from '../text/use-text.ts';
import { ecosystemPath } from './ecosystem-link.ts';
import type { EcosystemObject } from './ecosystem-object.ts';

/** The actions that the console leaves out where a plugin gives some: its own ids, and what it asks leave for. */
export function useDefaultActions(object: EcosystemObject): readonly Action[] {
  const t = useText();
  const editLabels = useLabelsModal(object);
  const editAnnotations = useAnnotationsModal(object);
  const deleteObject = useDeleteModal(object);
  const { name = '', namespace = '' } = object.metadata ?? {};
  return useMemo(() => {
    const needs = (verb: 'patch' | 'update' | 'delete'): Pick<Action, 'accessReview'> => ({
      accessReview: { group: 'redhatcop.redhat.io', resource: 'quayecosystems', name, namespace, verb },
    });
    return [
      { id: 'edit-labels', label: t('Edit labels'), cta: editLabels, ...needs('patch') },
      { id: 'edit-annotations', label: t('Edit annotations'), cta: editAnnotations, ...needs('patch') },
      {
        id: 'edit-resource',
        label: t('Edit QuayEcosystem'),
        cta: { href: ecosystemPath({ namespace, name }, 'yaml') },
        ...needs('update'),
      },
      { id: 'delete-resource', label: t('Delete QuayEcosystem'), cta: deleteObject, ...needs('delete') },
    ];
  }, [t, name, namespace, editLabels, editAnnotations, deleteObject]);
}
