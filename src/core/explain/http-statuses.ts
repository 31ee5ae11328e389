import type { Topic } from "./topic.ts"

/**
 * What a protected host answers, and why it may. With `0.3.x` the platform's middleware answers, with `1.x` our server;
 * where they differ, both are named.
 */
export const httpStatuses: readonly Topic[] = [
  {
    id: "HTTP 200",
    title: "The app answers without a login",
    cause:
      "The path is in bypassPaths, or no ingress refers to the OIDC middleware: the reference is missing, or stands under the ingress that is not enabled.",
    fix: "Look for the middleware under ingress.public.middlewares or ingress.private.middlewares in the app's values.yaml.",
    owner: "app-team",
    commands: ["idp-oidc doctor"],
  },
  {
    id: "HTTP 302",
    title: "The browser is sent to the login, or back from it",
    cause: "That is how a login works. It is a fault only when it never ends.",
    fix: "If the browser gives up after many redirects, ask about the redirect loop: idp-oidc explain redirect-loop.",
    owner: "nobody",
  },
  {
    id: "HTTP 400",
    title: "The request could not be read",
    cause:
      "A damaged address or callback, or cookies so large that something in front of the app refuses them.",
    fix: "Delete the host's cookies and open the app from its front page.",
    owner: "user",
  },
  {
    id: "HTTP 401",
    patterns: [/sign in to continue/i],
    title: "Nobody is logged in, and this request cannot show a login page",
    cause:
      "Only a browser that opens a page is sent to the login. Scripts, fetch, WebSockets and health checks get 401, and so does a page whose session has ended.",
    fix: "In a browser, reload the page. For a health check or a webhook, add its exact path to bypassPaths in values.yaml.",
    owner: "app-team",
    commands: ["idp-oidc doctor --symptom health"],
  },
  {
    id: "HTTP 403",
    title: "The user is logged in but not allowed in",
    cause:
      "A rule of authorization.assertClaims does not hold: the user is in none of the groups, or the app registration does not send the claim, or sends group IDs where values.yaml has names. An IP allow list answers 403 too, before any login.",
    fix: "Compare the groups in values.yaml with the user's. If the claim is missing, ask servicedesk for it on the app registration. Then log out at /oauth2/logout: 0.3.x remembers the refusal until the next login.",
    owner: "app-team",
    commands: ["idp-oidc doctor --symptom 403"],
  },
  {
    id: "HTTP 404",
    title: "The ingress has no route for this host",
    cause:
      "The ingress refers to a middleware that does not exist: it is not deployed yet, or its name or namespace is misspelt. The whole app is offline until it does.",
    fix: "Correct the reference, or take it out until the middleware is deployed. If only one page answers 404, it is the app's own answer.",
    owner: "app-team",
    commands: ["idp-oidc doctor --symptom 404"],
  },
  {
    id: "HTTP 429",
    title: "There were too many requests",
    cause: "A rate limit in front of the app, or Entra's own, turned the request away.",
    fix: "Wait a minute, then look for the client that repeats its requests.",
    owner: "app-team",
  },
  {
    id: "HTTP 431",
    title: "The cookies of this host are too large",
    cause: "Session cookies of 0.3.x grow with the user's groups, and cookies of sibling apps come on top.",
    fix: "Delete the host's cookies. To end it, order groups assigned to the application only, or move to chart 1.x, whose cookies hold few claims.",
    owner: "app-team",
    commands: ["idp-oidc doctor --symptom cookie"],
  },
  {
    id: "HTTP 500",
    title: "The login failed on the server",
    cause:
      "With 0.3.x the page has one line of text that says where: State is missing, Code is missing, or that the token exchange failed. With 1.x an empty page means that the login server is not reachable.",
    fix: "Explain that line: idp-oidc explain TEXT. With an empty page, look at the OIDC application in ArgoCD.",
    owner: "app-team",
    commands: ["idp-oidc doctor"],
  },
  {
    id: "HTTP 502",
    title: "The ingress gets no answer from the app",
    cause: "The login let the request through; the app behind it is down or listens on another port.",
    fix: "Look at the app itself in ArgoCD, and at the port that its values.yaml names.",
    owner: "app-team",
  },
  {
    id: "HTTP 503",
    title: "No pod is ready to answer",
    cause:
      "The app's pods are not ready; or, on chart 1.x, the login server cannot reach Entra and has nobody to ask.",
    fix: "Look at both applications in ArgoCD. If both are Healthy, check that login.microsoftonline.com can be reached from the cluster.",
    owner: "app-team",
    commands: ["idp-oidc doctor"],
  },
  {
    id: "HTTP 504",
    title: "The answer took too long",
    cause: "The app, or Entra at the end of a login, did not answer in time.",
    fix: "Try again. If it is the callback that hangs, check that the cluster reaches login.microsoftonline.com.",
    owner: "app-team",
    commands: ["idp-oidc doctor"],
  },
]
