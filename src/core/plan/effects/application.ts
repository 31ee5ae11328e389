import { chartReference } from "../../contract/names.ts"
import type { Answers } from "../answers.ts"
import { yamlText } from "./yaml-text.ts"

/**
 * `application.yaml` of the release. The version is quoted: as a bare number `0.3` would lose its meaning.
 *
 * Source: guide, step 3.
 */
export const makeApplicationText = (
  { app, release, chartVersion }: Answers,
  chart: string = chartReference,
): string =>
  [
    "apiVersion: v2",
    `name: ${yamlText(release)}`,
    `description: ${yamlText(`OIDC middleware for ${app}`)}`,
    "version: 0.1.0",
    "helm:",
    `  chart: ${yamlText(chart)}`,
    `  chartVersion: ${JSON.stringify(chartVersion)}`,
    "",
  ].join("\n")
