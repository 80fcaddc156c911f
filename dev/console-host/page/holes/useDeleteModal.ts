import { type K8sResourceCommon, useModal } from '@openshift-console/dynamic-plugin-sdk';
import { useCallback } from 'react';
import { objectPath } from '../object-path.ts';
import { PlainModal } from '../plain-modal.tsx';
import { coFetchJSON } from './console-fetch.ts';

export function useDeleteModal(object: K8sResourceCommon): () => void {
  const launch = useModal();
  return useCallback(() => {
    const run = () => void coFetchJSON.delete(`/api/kubernetes${objectPath(object)}`);
    const text = `Are you sure you want to delete ${object.metadata?.name ?? ''}?`;
    launch(PlainModal, { title: `Delete ${object.kind ?? ''}?`, text, confirm: { label: 'Delete', run } });
  }, [launch, object]);
}
