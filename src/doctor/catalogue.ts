/** Every check there is, in the order of the report. Each has a heading in `docs/checks.md`. */
import type { Check } from "./check.ts"
import { applicationChecks } from "./checks/application.ts"
import {
  bypassBreadth,
  cookiePrefix,
  domainServed,
  groupValues,
  privateDomain,
  provider,
  secretNamespace,
  verification,
} from "./checks/chart.ts"
import { clusterChecks } from "./checks/cluster.ts"
import { discovery, registration } from "./checks/entra.ts"
import { node } from "./checks/env.ts"
import { workflowFound, workflowInputs, workflowLeaks } from "./checks/github.ts"
import { httpChecks } from "./checks/http.ts"
import { knownHosts, kubeletProbes, outsideProbes } from "./checks/paths.ts"
import { referenceName, referenceNamespace, referenceOrder, referenceProvider } from "./checks/references.ts"
import { repoChecks } from "./checks/repo.ts"
import { areaCheck, schema } from "./checks/values.ts"
import { chartSupport, referenceEnabled, referencePlace, referencePresent } from "./checks/wire.ts"

export const catalogue: readonly Check[] = [
  node,
  ...repoChecks,
  ...applicationChecks,
  schema,
  areaCheck("OIDC105"),
  domainServed,
  privateDomain,
  areaCheck("OIDC108"),
  areaCheck("OIDC109"),
  secretNamespace,
  areaCheck("OIDC111"),
  cookiePrefix,
  areaCheck("OIDC113"),
  bypassBreadth,
  areaCheck("OIDC115"),
  areaCheck("OIDC116"),
  groupValues,
  verification,
  provider,
  areaCheck("OIDC121"),
  referencePresent,
  referenceProvider,
  referenceNamespace,
  referenceName,
  referenceEnabled,
  referencePlace,
  referenceOrder,
  kubeletProbes,
  outsideProbes,
  knownHosts,
  chartSupport,
  workflowFound,
  workflowInputs,
  workflowLeaks,
  ...clusterChecks,
  ...httpChecks,
  discovery,
  registration,
]
