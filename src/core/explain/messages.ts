import type { Topic } from "./topic.ts"

/**
 * What the middleware, the cluster and the browser say, each with why it is said here.
 *
 * Source: the guide's section Troubleshooting; the texts of the platform's middleware 0.3.x; External Secrets Operator,
 * `ExternalSecret` conditions and events; the error pages of Chrome, Firefox and Safari.
 */
export const messages: readonly Topic[] = [
  {
    id: "redirect-loop",
    patterns: [
      /\bloop(?:s|ed)?\b/i,
      /too[ _]many[ _]redirects/i,
      /redirected you too many times/i,
      /(?:isn.t|not) redirecting properly/i,
    ],
    title: "The login never ends",
    cause:
      "The browser does not bring the session cookie back, so every page starts the next login; or Entra returns to another host than the one that was opened.",
    fix: "Check that domain in values.yaml is the host in the browser, and that sessionCookie keeps its defaults: Secure, SameSite lax, no Domain.",
    owner: "app-team",
    commands: ["idp-oidc doctor --symptom loop"],
  },
  {
    id: "state-missing",
    patterns: [/state is missing/i, /state-missing/i],
    title: "The callback works, but nobody came from a login",
    cause: "Somebody opened /oauth2/callback by hand, or a probe did. As a probe's answer it is good news.",
    fix: "Open the app's own address instead.",
    owner: "nobody",
  },
  {
    id: "state-invalid",
    patterns: [/state is invalid/i, /state-invalid/i],
    title: "The login that came back was not started with this session secret",
    cause:
      "The session secret changed while the user was at Microsoft's page, the callback's address was cut off, or two deployments share the host.",
    fix: "Open the app again from its own address. If it stays, compare the session secrets of what serves this host.",
    owner: "app-team",
    commands: ["idp-oidc doctor --symptom cookie"],
  },
  {
    id: "code-missing",
    patterns: [/code is missing/i, /code-missing/i],
    title: "Entra sent an error instead of a login code",
    cause:
      "Middleware 0.3.x hides which one. It stands in the browser's address bar, after error_description=.",
    fix: "Copy the whole address of that page and run: idp-oidc explain '<address>'. Codes in it are not shown.",
    owner: "app-team",
  },
  {
    id: "session-secret-invalid",
    patterns: [
      /invalid (?:session[ _-]?)?secret/i,
      /session[ _-]?secret\W.{0,40}(?:32|length|invalid|must)/i,
      /session-secret-invalid/i,
      /cookie errors?\b/i,
    ],
    title: "The session secret does not have exactly 32 characters",
    cause:
      "The stored value is shorter or longer, most often by a newline at its end, which is stored with it.",
    fix: "Replace it by a new one, which is made and stored for you. Everyone logs in once more.",
    owner: "app-team",
    commands: ["idp-oidc rotate --secret session", "idp-oidc doctor --symptom cookie"],
  },
  {
    id: "secret-not-owned",
    patterns: [/target is owned by another ExternalSecret/i, /failed to take ownership of target secret/i],
    title: "Two ExternalSecrets claim the same Kubernetes Secret",
    cause: "The release or the secret was renamed, and the old ExternalSecret is still there.",
    fix: "Let ArgoCD prune the old ExternalSecret, or ask the IDP team on Slack to delete it.",
    owner: "app-team",
  },
  {
    id: "secret-access-denied",
    patterns: [/AccessDeniedException/i, /not authorized to perform: secretsmanager/i],
    title: "The cluster may not read this secret in AWS",
    cause:
      "The path in values.yaml belongs to another namespace or lacks its prefix: each namespace reads customer/<namespace>/ only.",
    fix: "Correct the paths under externalSecret.separateSecrets in values.yaml.",
    owner: "app-team",
    commands: ["idp-oidc doctor --symptom secret-not-found"],
  },
  {
    id: "secret-store-not-ready",
    patterns: [/SecretStore .{0,80}not ready/i, /InvalidProviderConfig/i, /InvalidStoreConfiguration/i],
    title: "The namespace's connection to AWS Secrets Manager is not ready",
    cause: "The SecretStore of the namespace is missing or refused by AWS. It belongs to the platform.",
    fix: "Show the IDP team on Slack this message and the namespace.",
    owner: "app-team",
  },
  {
    id: "secret-not-found",
    patterns: [
      /secret(?: ".{1,120}")? not found/i,
      /secret does not exist/i,
      /SecretSyncedError/i,
      /SecretMissing/i,
      /could not get secret data from provider/i,
      /ResourceNotFoundException/i,
      /secret-not-found/i,
      /key \S{1,120} does not exist in secret/i,
    ],
    title: "The secrets have not reached the cluster",
    cause:
      "A name in values.yaml differs from the one that was stored, one of the three runs failed, or the sync has simply not run yet.",
    fix: "Compare externalSecret.separateSecrets in values.yaml with the three stored names. Once they agree, changing forceSync makes the cluster read them at once.",
    owner: "app-team",
    commands: [
      "idp-oidc doctor --symptom secret-not-found",
      "kubectl describe externalsecret -n <namespace>",
    ],
  },
  {
    id: "middleware-missing",
    patterns: [/middleware \S{1,200} does not exist/i, /cross-provider middleware reference is not allowed/i],
    title: "The ingress refers to a middleware that it cannot use",
    cause:
      "It is not deployed yet, its name is misspelt, or the namespace may not refer to middlewares. The whole host answers 404 meanwhile.",
    fix: "The reference is <namespace>-<release>@kubernetescrd. Take it out of the ingress until the middleware is Synced in ArgoCD.",
    owner: "app-team",
    commands: ["idp-oidc doctor --symptom 404"],
  },
  {
    id: "values-refused",
    patterns: [
      /values don't meet the specifications of the schema/i,
      /additional propert(?:y|ies) .{1,120} not allowed/i,
    ],
    title: "The chart refuses values.yaml",
    cause:
      "A key is misspelt or indented wrongly, or belongs to a newer chart version. One such key stops the whole release.",
    fix: "Correct the key that the message names, or raise chartVersion in application.yaml.",
    owner: "app-team",
    commands: ["idp-oidc doctor"],
  },
  {
    id: "health-check",
    patterns: [/health ?checks? fail/i, /(?:readiness|liveness) probe failed/i, /health-check/i],
    title: "A path in bypassPaths still asks for a login",
    cause:
      "Each entry is one exact path: /health does not cover /health/ or /health/live. Probes of the kubelet go to the pod and never meet the login.",
    fix: "List the very path that the check calls, with and without a slash at its end if both are used.",
    owner: "app-team",
    commands: ["idp-oidc doctor --symptom health"],
  },
  {
    id: "claim-not-sent",
    patterns: [/\bclaim \S+ is (?:missing|not in the token)/i, /\bthe token has no groups/i],
    title: "A rule asks for a claim that the token does not have",
    cause: "The app registration does not send it: optional claims must be ordered, each by its name.",
    fix: "Ask servicedesk for the optional claims, groups as names and only those that are assigned to the application.",
    owner: "servicedesk",
    ticket: "optional-claims",
  },
  {
    id: "claim-missing",
    patterns: [/<no value>/i],
    title: "The app gets <no value> as the user's name or address",
    cause:
      "The app registration does not send that claim, and middleware 0.3.x writes its absence like this.",
    fix: "Ask servicedesk for the optional claims. Users without a mailbox have no email claim at all; the app has to cope with that.",
    owner: "servicedesk",
    ticket: "optional-claims",
  },
  {
    id: "cookies-too-large",
    patterns: [/header or cookie too large/i, /header fields too large/i],
    title: "The cookies of this host are too large",
    cause: "Session cookies of 0.3.x grow with the user's groups, and cookies of sibling apps come on top.",
    fix: "Delete the host's cookies. To end it, order groups assigned to the application only, or move to chart 1.x, whose cookies hold few claims.",
    owner: "app-team",
    commands: ["idp-oidc doctor --symptom cookie"],
  },
  {
    id: "tls-intercepted",
    patterns: [
      /SELF_SIGNED_CERT_IN_CHAIN/,
      /UNABLE_TO_(?:VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT)/,
      /self[- ]signed certificate in certificate chain/i,
      /unable to verify the first certificate/i,
    ],
    title: "The certificate of the other end is not trusted",
    cause: "A company proxy opens the connection with a certificate of its own, which Node does not know.",
    fix: "Point NODE_EXTRA_CA_CERTS at the company's CA certificate. Do not switch verification off.",
    owner: "network",
  },
  {
    id: "callback-address",
    patterns: [/[?&]code=[^&\s]{20,}/],
    title: "The sign-in at Microsoft worked; what failed came after it",
    cause:
      "This is the address of a callback with a login code. It tells nothing about the failure, and the code is for the server only.",
    fix: "Paste the text of the page instead. If the address has been shared, nothing is lost: a code works once and ends after ten minutes.",
    owner: "app-team",
  },
]
