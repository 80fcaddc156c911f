import {
  type Action,
  useAnnotationsModal,
  useDeleteModal,
  useLabelsModal,
} from '@openshift-console/dynamic-plugin-sdk';
import { useMemo, useRef } from 'react';
import { useText } from '../text/use-text.ts';
import { ecosystemPath } from './ecosystem-link.ts';
import type { EcosystemObject } from './ecosystem-object.ts';

/** The actions that the console leaves out where a plugin gives some: its own ids, and what it asks leave for. */
export function useDefaultActions(object: EcosystemObject): readonly Action[] {
  const t = useText();
  // The console's modal hooks answer new functions each time: the actions stay, and call the latest.
  const latest = {
    labels: useLabelsModal(object),
    annotations: useAnnotationsModal(object),
    remove: useDeleteModal(object),
  };
  const modals = useRef(latest);
  modals.current = latest;
  const { name = '', namespace = '' } = object.metadata ?? {};
  return useMemo(() => {
    const needs = (verb: 'patch' | 'update' | 'delete'): Pick<Action, 'accessReview'> => ({
      accessReview: { group: 'redhatcop.redhat.io', resource: 'quayecosystems', name, namespace, verb },
    });
    const opens = (modal: keyof typeof latest) => (): void => {
      modals.current[modal]();
    };
    return [
      { id: 'edit-labels', label: t('Edit labels'), cta: opens('labels'), ...needs('patch') },
      { id: 'edit-annotations', label: t('Edit annotations'), cta: opens('annotations'), ...needs('patch') },
      {
        id: 'edit-resource',
        label: t('Edit QuayEcosystem'),
        cta: { href: ecosystemPath({ namespace, name }, 'yaml') },
        ...needs('update'),
      },
      { id: 'delete-resource', label: t('Delete QuayEcosystem'), cta: opens('remove'), ...needs('delete') },
    ];
  }, [t, name, namespace]);
}
