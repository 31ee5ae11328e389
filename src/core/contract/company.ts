/**
 * What is true of one company's platform. Nothing else in the code names the company, and `.idp-oidc.yaml` overrides it all.
 *
 * Source: the platform's guide "Adding OIDC authentication to your app" and its public documentation.
 */
import { newestKnownVersions } from "./chart-version.ts"
import { chartReference } from "./names.ts"
import type { Profile } from "./profile.ts"

export const companyProfile: Profile = {
  organisation: "JPPol",
  chart: {
    reference: chartReference,
    repository: "jppol-idp/helm-idp",
    schemaUrl: "https://public.docs.idp.jppol.dk/schemas/{chart}/v{version}.json",
  },
  chartVersions: newestKnownVersions,
  pinnedVersions: [],
  domains: ["idp.jppol.dk"],
  ticketLanguage: "da",
  runtime: "platform",
  suppressedChecks: [],
}
