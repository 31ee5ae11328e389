/**
 * The chart's `values.yaml` as TypeScript sees it, after `checkValues` has accepted it. Absent keys stay absent here;
 * `config.ts` of the server knows the defaults.
 *
 * Source: the published schemas of idp-oidc-middleware v0.3.0 to v0.3.3 (73 key paths); `forwardAuth` is ours (1.x).
 * What each key does: `docs/configuration.md`.
 */
export interface Values {
  readonly domain: string
  readonly nameOverride?: string
  readonly fullnameOverride?: string
  readonly provider?: ProviderValues
  readonly sessionCookie?: SessionCookieValues
  readonly callbackUri?: string
  readonly loginUri?: string
  readonly postLoginRedirectUri?: string
  readonly validPostLoginRedirectUris?: readonly string[]
  readonly logoutUri?: string
  readonly postLogoutRedirectUri?: string
  readonly validPostLogoutRedirectUris?: readonly string[]
  readonly unauthorizedBehavior?: "" | "Auto" | "Redirect" | "Unauthorized" | "Forbidden"
  readonly headers?: readonly { readonly name: string; readonly value: string }[]
  readonly authorizationHeader?: { readonly name?: string }
  readonly authorizationCookie?: { readonly name?: string }
  readonly authorization?: {
    readonly checkOnEveryRequest?: boolean
    readonly assertClaims?: readonly ClaimAssertion[]
  }
  readonly errorPages?: {
    readonly unauthenticated?: ErrorPageValues
    readonly unauthorized?: ErrorPageValues
  }
  readonly bypassPaths?: readonly string[]
  readonly bypassAuthenticationRule?: string
  readonly logLevel?: "DEBUG" | "INFO" | "WARN" | "ERROR" | "debug" | "info" | "warn" | "error"
  readonly cookieNamePrefix?: string
  readonly requestedResources?: readonly string[]
  readonly forceSync?: string
  readonly externalSecret?: {
    readonly enabled?: boolean
    readonly remoteSecretName?: string
    readonly remoteSecretPath?: string
    readonly refreshInterval?: string
    readonly keys?: Partial<SecretTriple>
    readonly separateSecrets?: Partial<SecretTriple>
  }
  readonly global?: Readonly<Record<string, unknown>>
  readonly idp_oidc_provider_url?: string
  readonly idp_aws_account?: string | number
  readonly forwardAuth?: ForwardAuthValues
}

export interface ProviderValues {
  readonly tenantId?: string
  readonly url?: string
  readonly usePkce?: boolean
  readonly tokenValidation?: "IdToken" | "AccessToken" | "Introspection"
  readonly scopes?: readonly string[]
  /** 0.5 to 1.0, of the access token's lifetime; a string holds the same number. */
  readonly tokenRenewalThreshold?: number | string
  readonly validateIssuer?: boolean | string
  readonly validIssuer?: string
  readonly validateAudience?: boolean | string
  readonly validAudience?: string
  readonly insecureSkipVerify?: boolean | string
  readonly useClaimsFromUserInfo?: boolean | string
}

export interface SessionCookieValues {
  readonly Secure?: boolean
  readonly HttpOnly?: boolean
  readonly SameSite?: "default" | "lax" | "strict" | "none"
  readonly Path?: string
  /** Seconds; 0 makes a cookie that ends with the browser. */
  readonly MaxAge?: number
  readonly Domain?: string
}

export interface ErrorPageValues {
  readonly filePath?: string
  readonly redirectTo?: string
}

/** One rule of `authorization.assertClaims`; all rules must hold. Without lists the claim only has to exist. */
export interface ClaimAssertion {
  readonly name: string
  readonly anyOf?: readonly string[]
  readonly allOf?: readonly string[]
}

export interface SecretTriple {
  readonly clientId: string
  readonly clientSecret: string
  readonly sessionSecret: string
}

/** Our own block, chart 1.x only. */
export interface ForwardAuthValues {
  /** Further hosts to serve besides `domain` and its `internal-`/`internal.` forms. */
  readonly hosts?: readonly string[]
  readonly image?: {
    readonly repository?: string
    readonly tag?: string
    readonly pullPolicy?: "Always" | "IfNotPresent" | "Never"
    readonly pullSecrets?: readonly string[]
  }
  readonly replicas?: number
  readonly resources?: Readonly<Record<string, unknown>>
  readonly podAnnotations?: Readonly<Record<string, unknown>>
  readonly autoscaling?: {
    readonly enabled?: boolean
    readonly minReplicas?: number
    readonly maxReplicas?: number
    /** Percent. */
    readonly targetCPUUtilizationPercentage?: number
  }
  /** A signed JWT for the app in each admitted request, verifiable with the key set on the admin port. */
  readonly identityToken?: {
    readonly enabled?: boolean
    readonly header?: string
    /** Seconds, at most 300. */
    readonly lifetime?: number
  }
  /** Look up the groups of users in more than 200 of them at Microsoft Graph; otherwise such users are refused. */
  readonly groupOverage?: "graph" | "deny"
  /** The cluster's Traefik, as `major.minor.patch`: newer Middleware fields are left out where it is older. */
  readonly traefikVersion?: string
  /** The identity header that Traefik's access log shows as the user. */
  readonly accessLogHeader?: string
  readonly session?: {
    /** Seconds after login at which a session ends, whatever renewals there were. */
    readonly maxLifetime?: number
    /** Seconds without a request after which a session ends. */
    readonly idleTimeout?: number
  }
  /** The Kubernetes Secret with the previous session secrets, so that a rotation logs nobody out. */
  readonly previousSessionSecret?: { readonly name?: string; readonly key?: string }
  /** The ConfigMap with the pages that `errorPages.*.filePath` names. */
  readonly errorPages?: { readonly configMap?: string }
  readonly networkPolicy?: {
    readonly enabled?: boolean
    readonly ingressNamespace?: string
    readonly monitoringNamespace?: string
  }
  readonly serviceMonitor?: {
    readonly enabled?: boolean
    readonly labels?: Readonly<Record<string, unknown>>
  }
  readonly secretStore?: { readonly name?: string; readonly kind?: "SecretStore" | "ClusterSecretStore" }
}
