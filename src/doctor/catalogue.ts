/** Every check there is, in the order of the report. Each has a heading in `docs/checks.md`. */
import type { Check } from "./check.ts"
import { applicationChecks } from "./checks/application.ts"
import { argoChecks } from "./checks/argo.ts"
import { awsChecks } from "./checks/aws.ts"
import { chartChecks } from "./checks/chart.ts"
import { claimsChecks } from "./checks/claims.ts"
import { clientSecret } from "./checks/client-secret.ts"
import { clusterChecks } from "./checks/cluster.ts"
import { entraChecks } from "./checks/entra.ts"
import { envChecks } from "./checks/env.ts"
import { externalSecretChecks } from "./checks/external-secret.ts"
import { githubChecks } from "./checks/github.ts"
import { httpChecks } from "./checks/http.ts"
import { httpLoginChecks } from "./checks/http-login.ts"
import { referencePresent } from "./checks/open-ingress.ts"
import { pathChecks } from "./checks/paths.ts"
import { referenceChecks } from "./checks/references.ts"
import { repoChecks } from "./checks/repo.ts"
import { runChecks } from "./checks/runs.ts"
import { stateChecks } from "./checks/state.ts"
import { valueShapes } from "./checks/stored-values.ts"
import { valuesChecks } from "./checks/values.ts"
import { wireChecks } from "./checks/wire.ts"
import { workflowChecks } from "./checks/workflow.ts"

/** Areas are spread over files by idea; ids are what keeps a group together. */
export const catalogue: readonly Check[] = [
  ...envChecks,
  ...repoChecks,
  ...stateChecks,
  ...applicationChecks,
  ...valuesChecks,
  ...chartChecks,
  referencePresent,
  ...wireChecks,
  ...referenceChecks,
  ...pathChecks,
  ...githubChecks,
  ...runChecks,
  ...workflowChecks,
  ...awsChecks,
  valueShapes,
  ...clusterChecks,
  ...externalSecretChecks,
  ...argoChecks,
  ...httpChecks,
  ...httpLoginChecks,
  ...entraChecks,
  clientSecret,
  ...claimsChecks,
].toSorted((a, b) => (a.id < b.id ? -1 : 1))
