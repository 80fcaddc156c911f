{{/*
What the service may do in a namespace whose QuayEcosystems it migrates. docs/rbac.md says why, line by line; a test
compares the two.
*/}}
{{- define "quay-migration-plugin.namespacePermissions" -}}
- apiGroups: [redhatcop.redhat.io]
  resources: [quayecosystems]
  verbs: [get, list, watch, patch, update]
- apiGroups: [redhatcop.redhat.io]
  resources: [quayecosystems/status]
  verbs: [get, patch, update]
- apiGroups: [redhatcop.redhat.io]
  resources: [quayecosystems/finalizers]
  verbs: [update]
- apiGroups: [quay.redhat.com]
  resources: [quayregistries]
  verbs: [get, list, watch, create, patch, update, delete]
- apiGroups: [quay.redhat.com]
  resources: [quayregistries/finalizers]
  verbs: [update]
- apiGroups: ['']
  resources: [secrets, configmaps, persistentvolumeclaims, services]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: ['']
  resources: [pods]
  verbs: [get, list, watch, create, delete]
- apiGroups: ['']
  resources: [pods/log]
  verbs: [get]
- apiGroups: ['']
  resources: [serviceaccounts]
  verbs: [get, list, create, delete]
- apiGroups: ['']
  resources: [events]
  verbs: [create, patch]
- apiGroups: ['']
  resources: [resourcequotas, limitranges]
  verbs: [get, list]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [apps]
  resources: [deployments/scale]
  verbs: [get, update, patch]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, delete]
- apiGroups: [autoscaling]
  resources: [horizontalpodautoscalers]
  verbs: [get, list]
- apiGroups: [networking.k8s.io]
  resources: [ingresses]
  verbs: [get, list, update, patch, delete]
- apiGroups: [route.openshift.io]
  resources: [routes]
  verbs: [get, list, watch, create, update, patch, delete]
- apiGroups: [route.openshift.io]
  resources: [routes/custom-host]
  verbs: [create, update]
- apiGroups: [rbac.authorization.k8s.io]
  resources: [roles, rolebindings]
  verbs: [get, create, delete]
- apiGroups: [authorization.k8s.io]
  resources: [localsubjectaccessreviews]
  verbs: [create]
{{- end -}}

{{/* What it reads where quay-operators run, when it was given namespaces. */}}
{{- define "quay-migration-plugin.operatorPermissions" -}}
- apiGroups: [apps]
  resources: [deployments]
  verbs: [list]
{{- end -}}

{{/* What it reads of the cluster as a whole, whichever namespaces it was given. Nothing here holds a secret. */}}
{{- define "quay-migration-plugin.clusterPermissions" -}}
- apiGroups: [apiextensions.k8s.io]
  resources: [customresourcedefinitions]
  resourceNames: [quayregistries.quay.redhat.com, servicemonitors.monitoring.coreos.com, prometheusrules.monitoring.coreos.com]
  verbs: [get]
- apiGroups: [storage.k8s.io]
  resources: [storageclasses]
  verbs: [get, list]
- apiGroups: [storage.k8s.io]
  resources: [volumeattachments]
  verbs: [list]
- apiGroups: [operators.coreos.com]
  resources: [clusterserviceversions, subscriptions]
  verbs: [get, list]
- apiGroups: ['']
  resources: [namespaces]
  verbs: [get]
{{- end -}}

{{/* What the hooks that put the plugin into the console's list, and take it out, may do. */}}
{{- define "quay-migration-plugin.consolePermissions" -}}
- apiGroups: [operator.openshift.io]
  resources: [consoles]
  resourceNames: [cluster]
  verbs: [get, patch]
{{- end -}}

{{/* What the hook before uninstalling may do where migrations run. A list of Secrets cannot be narrowed to journals. */}}
{{- define "quay-migration-plugin.uninstallPermissions" -}}
- apiGroups: [quay.redhat.com]
  resources: [quayregistries]
  verbs: [get, list, patch]
- apiGroups: ['']
  resources: [secrets]
  verbs: [list]
{{- end -}}
