{{/* The labels of hook pods: none that the Service selects, or the console would send them requests. */}}
{{- define "quay-migration-plugin.hookLabels" -}}
{{ include "quay-migration-plugin.labels" . }}
app.kubernetes.io/component: hook
{{- end -}}

{{/* Permissions are created before the Jobs that use them. Failed hooks are kept until the next run. */}}
{{- define "quay-migration-plugin.enableHook" -}}
helm.sh/hook: post-install,post-upgrade
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end -}}

{{- define "quay-migration-plugin.uninstallHook" -}}
helm.sh/hook: pre-delete
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end -}}

{{- define "quay-migration-plugin.testHook" -}}
helm.sh/hook: test
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
{{- end -}}

{{/* The pod spec of a hook without its container: (dict "root" $ "serviceAccount" NAME "token" BOOL). */}}
{{- define "quay-migration-plugin.hookPod" -}}
restartPolicy: Never
serviceAccountName: {{ .serviceAccount }}
automountServiceAccountToken: {{ .token }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
securityContext:
  runAsNonRoot: true
  seccompProfile:
    type: RuntimeDefault
{{- with .root.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* The container of a hook without its environment and volumes: (dict "root" $ "command" WORD). */}}
{{- define "quay-migration-plugin.hookContainer" -}}
name: hook
image: {{ include "quay-migration-plugin.image" .root }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
command: [node]
args: [hook.mjs, {{ .command }}]
{{- with .root.Values.resources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
{{- end -}}
