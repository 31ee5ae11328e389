{{/*
The name of every resource. The Middleware's is public: apps refer to `<namespace>-<name>@kubernetescrd`.
Equal to `resourceName` in src/core/contract/names.ts.
*/}}
{{- define "idp-oidc.fullname" -}}
{{- $name := .Release.Name -}}
{{- with .Values.nameOverride -}}
{{- $name = contains . $.Release.Name | ternary $.Release.Name (printf "%s-%s" $.Release.Name .) -}}
{{- end -}}
{{- .Values.fullnameOverride | default $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "idp-oidc.secretName" -}}
{{- printf "%s-forward-auth" (include "idp-oidc.fullname" .) -}}
{{- end -}}

{{- define "idp-oidc.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "idp-oidc.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "idp-oidc.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{/*
Annotations come last, so that a template can go on with more of them. On the way back to 0.3.x, PruneLast makes ArgoCD give the
Middleware its plugin first, and only then take the server away.
*/}}
{{- define "idp-oidc.metadata" -}}
name: {{ include "idp-oidc.fullname" . }}
namespace: {{ .Release.Namespace | quote }}
labels:
  {{- include "idp-oidc.labels" . | nindent 2 }}
annotations:
  argocd.argoproj.io/sync-options: PruneLast=true
{{- end -}}

{{/* JSON list of the headers that the server sends to the app. */}}
{{- define "idp-oidc.sentHeaders" -}}
{{- $names := list -}}
{{- range .Values.headers -}}
{{- $names = append $names .name -}}
{{- end -}}
{{- with .Values.forwardAuth.identityToken -}}
{{- if .enabled -}}
{{- $names = append $names .header -}}
{{- end -}}
{{- end -}}
{{- toJson $names -}}
{{- end -}}

{{/*
JSON list of the headers that an app may take for identity: the guide's two, and those that are sent, each once.
Equal to `identityHeaderNames` in src/core/contract/headers.ts.
*/}}
{{- define "idp-oidc.identityHeaders" -}}
{{- $names := list -}}
{{- $seen := list -}}
{{- range concat (list "X-Forwarded-User" "X-Forwarded-Email") (include "idp-oidc.sentHeaders" . | fromJsonArray) -}}
{{- if not (has (lower .) $seen) -}}
{{- $seen = append $seen (lower .) -}}
{{- $names = append $names . -}}
{{- end -}}
{{- end -}}
{{- toJson $names -}}
{{- end -}}

{{/* Every spelling that an app could read as one of these headers. Equal to `aliasPattern` in src/core/contract/headers.ts. */}}
{{- define "idp-oidc.aliasPattern" -}}
{{- $alternatives := list -}}
{{- range . -}}
{{- $alternatives = append $alternatives (regexReplaceAllLiteral "[^A-Za-z0-9]" . "[^A-Za-z0-9]") -}}
{{- end -}}
{{- printf "(?i)^(?:%s)$" (join "|" $alternatives) -}}
{{- end -}}

{{- define "idp-oidc.cookieNamePrefix" -}}
{{- .Values.cookieNamePrefix | default (printf "_%s_" .Release.Name) -}}
{{- end -}}

{{/* JSON list of the cookies that an admitted request may renew. Equal to `renewableCookies` in src/core/contract/cookies.ts. */}}
{{- define "idp-oidc.renewableCookies" -}}
{{- $scope := .Values.sessionCookie -}}
{{- $bound := and $scope.Secure (eq (toString $scope.Path) "/") (not $scope.Domain) -}}
{{- $names := list -}}
{{- range list "Session" "Session.2" "Session.3" "Refresh" -}}
{{- $names = append $names (printf "%s%s.%s" (ternary "__Host-" "" $bound) (include "idp-oidc.cookieNamePrefix" $) .) -}}
{{- end -}}
{{- toJson $names -}}
{{- end -}}

{{/*
JSON list of the files that `errorPages` shows, by the names they have in the folder `pages`; what redirects shows none.
Where a path leads elsewhere it is listed as it is, and validate.yaml refuses it.
*/}}
{{- define "idp-oidc.pages" -}}
{{- $pages := list -}}
{{- range .Values.errorPages -}}
{{- if and .filePath (not .redirectTo) -}}
{{- $pages = append $pages (trimPrefix "/etc/idp-oidc/pages/" .filePath) -}}
{{- end -}}
{{- end -}}
{{- uniq $pages | toJson -}}
{{- end -}}

{{/* The values that the server reads: all but what only Kubernetes needs. */}}
{{- define "idp-oidc.serverValues" -}}
{{- $values := omit .Values "nameOverride" "fullnameOverride" "externalSecret" "forceSync" "global" "idp_oidc_provider_url" "idp_aws_account" -}}
{{- $_ := set $values "cookieNamePrefix" (include "idp-oidc.cookieNamePrefix" .) -}}
{{- $_ := set $values "forwardAuth" (pick .Values.forwardAuth "hosts" "identityToken" "groupOverage" "session") -}}
{{- toYaml $values -}}
{{- end -}}
