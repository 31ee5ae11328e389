/** The `forwardAuth` block: what chart 1.x adds to the platform's contract, because it deploys a server of its own. */
import { closed, flag, integer, oneOf, opened, text, texts } from "./shape.ts"

export const forwardAuth = closed(
  {
    hosts: texts("Further hosts that this release protects, besides `domain` and its private forms."),
    image: closed(
      {
        repository: text("Registry and name, without the tag."),
        tag: text("The tag; by default the chart's own version."),
        pullPolicy: oneOf(["Always", "IfNotPresent", "Never"], "When a node pulls the image."),
        pullSecrets: texts("Secrets of the namespace that hold the registry's login."),
      },
      "The server's container image.",
    ),
    replicas: integer("How many servers run when autoscaling is off.", { minimum: 1 }),
    resources: opened({}, "CPU and memory of each server, as Kubernetes spells them."),
    podAnnotations: opened({}, "Annotations of each server's pod, such as one that keeps a mesh out."),
    autoscaling: closed(
      {
        enabled: flag("Whether Kubernetes scales the servers."),
        minReplicas: integer("The fewest servers.", { minimum: 1 }),
        maxReplicas: integer("The most servers.", { minimum: 1 }),
        targetCPUUtilizationPercentage: integer("CPU use, in percent of the request, that it aims for.", {
          minimum: 1,
          maximum: 100,
        }),
      },
      "More servers under load.",
    ),
    identityToken: closed(
      {
        enabled: flag("Whether the app gets the token."),
        header: text("The header that carries it."),
        lifetime: integer("Seconds until it expires.", { minimum: 1, maximum: 300 }),
      },
      "A signed JWT for the app in each admitted request, so that it need not trust the network.",
    ),
    groupOverage: oneOf(
      ["graph", "deny"],
      "Users in more than 200 groups: look their groups up at Microsoft Graph, or refuse them.",
    ),
    traefikVersion: text("The cluster's Traefik, as `major.minor.patch`; what it does not know is left out."),
    accessLogHeader: text(
      "The identity header that Traefik's access log shows as the user; unset, it shows none.",
    ),
    session: closed(
      {
        maxLifetime: integer("Seconds after login at which a session ends, whatever renewals there were.", {
          minimum: 1,
        }),
        idleTimeout: integer("Seconds without a request after which a session ends.", { minimum: 1 }),
      },
      "When a session ends.",
    ),
    previousSessionSecret: closed(
      {
        name: text("Name of the Secret."),
        key: text("The key inside it."),
      },
      "A Kubernetes Secret with the session secrets that were replaced, so that a rotation logs nobody out.",
    ),
    errorPages: closed(
      { configMap: text("Name of the ConfigMap; its keys are the names of the files.") },
      "A ConfigMap with the pages that `errorPages.*.filePath` names.",
    ),
    networkPolicy: closed(
      {
        enabled: flag("Whether the policy is created."),
        ingressNamespace: text("The namespace whose pods may ask the server."),
        monitoringNamespace: text("The namespace whose pods may read its metrics."),
      },
      "Who inside the cluster may reach the server.",
    ),
    serviceMonitor: closed(
      {
        enabled: flag("Whether the ServiceMonitor is created."),
        labels: opened({}, "Labels by which a Prometheus chooses the ServiceMonitors that it reads."),
      },
      "Lets the Prometheus operator find the metrics.",
    ),
    secretStore: closed(
      {
        name: text("Name of the store."),
        kind: oneOf(
          ["SecretStore", "ClusterSecretStore"],
          "Whether it belongs to the namespace or to the cluster.",
        ),
      },
      "The External Secrets store that reads AWS.",
    ),
  },
  "The server that chart 1.x deploys.",
)
