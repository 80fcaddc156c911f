export { useResolvedExtensions } from '@openshift/dynamic-plugin-sdk';
