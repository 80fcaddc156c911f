import { useModal, type K8sResourceCommon } from '@openshift-console/dynamic-plugin-sdk';
import { useCallback } from 'react';
import { PlainModal } from '../plain-modal.tsx';

export function useAnnotationsModal({ metadata }: K8sResourceCommon): () => void {
  const launch = useModal();
  const text = JSON.stringify(metadata?.annotations ?? {}, null, 2);
  return useCallback(() => {
    launch(PlainModal, { title: 'Edit annotations', text });
  }, [launch, text]);
}
