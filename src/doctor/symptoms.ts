/** From what users see to what is wrong: the checks that can explain a symptom, the likeliest first. */
import { accesses, type CheckId } from "./check.ts"
import type { CheckResult } from "./run-checks.ts"

export interface Symptom {
  readonly name: string
  /** As people put it. */
  readonly title: string
  /** What explains the symptom where this check complains. */
  readonly causes: readonly (readonly [id: CheckId, why: string])[]
  /** What is left where none of them does, and what to do about it. */
  readonly otherwise: string
}

const unreadable: Symptom["causes"] = [
  ["OIDC101", "the middleware is not deployed: ArgoCD has nothing it can install"],
  ["OIDC104", "the middleware is not deployed: Helm refuses its values, so ArgoCD cannot sync the release"],
]

/** Source: the guide, section "Troubleshooting", heading by heading. */
export const symptoms: readonly Symptom[] = [
  {
    name: "loop",
    title: "Login never ends, or Microsoft says redirect_uri_mismatch",
    causes: [
      ...unreadable,
      ["OIDC802", "Entra does not know the address that it should send the browser back to"],
      ["OIDC210", "a host of the app has no redirect URI of its own"],
      ["OIDC705", "the login asks Entra to send the browser to another address than it came from"],
      ["OIDC108", "the callback is not at the path that the redirect URI was ordered with"],
      ["OIDC107", "users open another form of the host than the one that was ordered"],
      ["OIDC106", "the redirect URI was ordered for a host that the app does not have"],
      ["OIDC105", "domain is not a host, so what was ordered for it does not fit either"],
      ["OIDC121", "the browser does not keep the session cookie, so each page starts the next login"],
      ["OIDC112", "another app overwrites the session cookie, so each page starts the next login"],
      ["OIDC207", "two logins stand before the app, and each takes the other's session for none"],
      ["OIDC703", "the callback does not reach the middleware, so no login can end"],
      ["OIDC709", "browsers are sent in circles, or do not keep the login's cookies"],
    ],
    otherwise:
      "Nothing in reach explains it. Delete the cookies of this host and of its parent domains in the browser and try again. If it stays, copy the address at Microsoft's page and run idp-oidc explain on it.",
  },
  {
    name: "404",
    title: "The whole app answers 404",
    causes: [
      ["OIDC202", "the ingress looks for the middleware in the wrong place, and serves nothing at all"],
      ["OIDC203", "the ingress looks for the middleware in the wrong namespace, and serves nothing at all"],
      ["OIDC204", "the ingress refers to a middleware that nothing makes, and serves nothing at all"],
      ["OIDC605", "the app refers to a login that is not deployed yet, and serves nothing at all"],
      ...unreadable,
      ["OIDC111", "the session secret holds something else, so the middleware does not start"],
      ["OIDC109", "the middleware has no secret to start with"],
      ["OIDC115", "the bypass rule does not compile, so the middleware does not start"],
      ["OIDC602", "ArgoCD has not found the release, so its middleware is not there"],
      ["OIDC603", "ArgoCD could not sync the release, so its middleware is not there or is an old one"],
      ["OIDC505", "the middleware that the ingress refers to is not in the cluster"],
      ["OIDC507", "the middleware does not start, as the ingress's log says"],
      [
        "OIDC703",
        "the middleware is not there, though the files ask for it: it is not synced, or did not start",
      ],
    ],
    otherwise:
      "Nothing in reach explains it. If every page is 404, take the reference out again, then look in ArgoCD whether the release's Middleware exists and its ExternalSecret is synced: without its secret it does not start. If one page is, it is the app's own answer.",
  },
  {
    name: "403",
    title: "403 Forbidden after a login that worked",
    causes: [
      ...unreadable,
      ["OIDC118", "the rule asks for groups in another form than the token has them"],
      ["OIDC116", "the rule of assertClaims cannot be met"],
      ["OIDC117", "the groups that the rule asks for were not ordered"],
      ["OIDC805", "the token does not have the groups that the rule asks for"],
      ["OIDC806", "the user's claims do not meet the rule"],
    ],
    otherwise:
      "The rules can be met, so the user's token lacks the group or claim. --claims FILE says which, from the claims of a login. Ask servicedesk whether the app registration sends groups, and whether the user is in one of them; with more than 200, Entra sends none. Then log out at /oauth2/logout before you try again: 0.3.x remembers the refusal.",
  },
  {
    name: "cookie",
    title: "Invalid session secret, or cookie errors",
    causes: [
      ...unreadable,
      ["OIDC111", "the session secret is read from the path of another value, which has another length"],
      ["OIDC109", "two keys name one secret, or one is missing"],
      ["OIDC014", "a value stands where the path of a secret belongs"],
      ["OIDC414", "a stored value has the wrong length or form"],
      ["OIDC504", "a value in the cluster has the wrong length"],
      ["OIDC507", "the middleware refuses the session secret, as the ingress's log says"],
      ["OIDC503", "the session secret was stored anew, and the cluster still has the old one"],
      ["OIDC112", "another app uses the same cookie names with another secret"],
      ["OIDC121", "the browser refuses the session cookie"],
      ["OIDC709", "the browser does not keep a cookie of the login"],
    ],
    otherwise:
      "The files are right, so it is the stored value: it must have exactly 32 characters, and a line break at its end counts. --read-values looks at it. Make a new one with openssl rand -hex 16 and store it by the namespace's secrets workflow.",
  },
  {
    name: "secret-not-found",
    title: "The middleware reports secret not found",
    causes: [
      ...unreadable,
      ["OIDC110", "a secret's path is not one that this namespace may read"],
      ["OIDC109", "not all three secrets are named"],
      ["OIDC111", "secrets stand under each other's keys"],
      ["OIDC412", "a secret that the values name is not in AWS"],
      ["OIDC502", "the cluster could not fetch the secrets from AWS"],
      ["OIDC504", "the Secret in the cluster is missing, or not complete"],
      ["OIDC503", "the cluster has not fetched the secrets since they were stored"],
      ["OIDC413", "the secrets were stored in another account than the one that the app is on"],
      ["OIDC307", "the run that should have stored a secret has failed"],
      ["OIDC303", "no workflow stores secrets of this namespace, so they were probably stored for another"],
      ["OIDC304", "the workflow takes other inputs than the guide says, so the secrets may have other names"],
    ],
    otherwise:
      "The paths are right, so the secrets are missing in AWS or not fetched yet. Compare the names of the workflow's runs with the paths in values.yaml, then read kubectl describe externalsecret in the app's namespace.",
  },
  {
    name: "health",
    title: "Health checks fail despite bypassPaths",
    causes: [
      ...unreadable,
      ["OIDC115", "bypassPaths is not used, because there is a bypassAuthenticationRule"],
      ["OIDC113", "an entry of bypassPaths is not an exact path, and matches nothing"],
      ["OIDC209", "monitoring asks for a path that is not in bypassPaths, to the letter"],
      ["OIDC707", "the running login does not have the path yet, or the app has nothing there"],
    ],
    otherwise:
      "Every path that is known to be asked for is open. Kubernetes' own probes go to the pod and never meet the login, so if those fail it is the app. For anything else, compare the path letter by letter, with the slash at its end.",
  },
]

export interface Diagnosis {
  readonly symptom: string
  /** The check that explains it. */
  readonly check?: CheckId
  readonly text: string
}

/** The likeliest explanation: a failure before a warning, and then the order of the causes. */
export function diagnose(symptom: Symptom, results: readonly CheckResult[]): Diagnosis {
  const complaining = (wanted: CheckResult["status"]) =>
    symptom.causes.find(([id]) => results.some(({ check, status }) => check.id === id && status === wanted))
  const cause = complaining("fail") ?? complaining("warn")
  if (cause === undefined)
    return { symptom: symptom.name, text: [symptom.otherwise, ...sayUnseen(results)].join(" ") }
  const [check, why] = cause
  return { symptom: symptom.name, check, text: `Most likely ${why}: see ${check}.` }
}

/** Silence of what could not be asked is no evidence. */
function sayUnseen(results: readonly CheckResult[]): readonly string[] {
  const lacking = results.flatMap(({ lacks }) => lacks ?? [])
  const needs = [...new Set(lacking.map(({ access }) => accesses[access]))]
  return needs.length === 0
    ? []
    : [
        `Not everything could be looked at: ${lacking.length} of the checks ${lacking.length === 1 ? "needs" : "need"} ${needs.join(", ")}.`,
      ]
}
