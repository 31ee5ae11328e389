/** The report as JUnit XML, which CI servers show beside other tests. Source: the format that Jenkins and GitLab read. */
import { renderLocation } from "../../core/errors.ts"
import { type Finding, groups } from "../check.ts"
import type { CheckResult } from "../run-checks.ts"
import type { FailOn } from "./summary.ts"

export function renderJunit(results: readonly CheckResult[], failOn: FailOn): string {
  const suites = groups.flatMap((group) => {
    const own = results.filter(({ check }) => check.group === group)
    return own.length === 0 ? [] : renderSuite(group, own, failOn)
  })
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="idp-oidc doctor">',
    ...suites,
    "</testsuites>",
    "",
  ].join("\n")
}

function renderSuite(group: string, results: readonly CheckResult[], failOn: FailOn): readonly string[] {
  const failures = results.filter((result) => counts(result, failOn)).length
  const skipped = results.filter(({ status }) => status === "skip" || status === "unknown").length
  const attributes = `name="${group}" tests="${results.length}" failures="${failures}" skipped="${skipped}"`
  return [
    `  <testsuite ${attributes}>`,
    ...results.flatMap((result) => renderCase(result, failOn)),
    "  </testsuite>",
  ]
}

const counts = ({ status }: CheckResult, failOn: FailOn): boolean =>
  status === "fail" || (failOn === "warn" && status === "warn")

function renderCase(result: CheckResult, failOn: FailOn): readonly string[] {
  const { check, status, findings, lacks, because = lacks?.why, durationMs } = result
  const open = `    <testcase classname="doctor.${check.group}" name="${xmlText(`${check.id} ${check.title}`)}" time="${durationMs / 1000}"`
  const text = findings.map(renderFinding).join("\n")
  if (counts(result, failOn)) {
    const message = xmlText(findings[0]?.what ?? check.title)
    return [`${open}>`, `      <failure message="${message}">${xmlText(text)}</failure>`, "    </testcase>"]
  }
  if (status === "skip" || status === "unknown")
    return [`${open}>`, `      <skipped message="${xmlText(because ?? text)}"/>`, "    </testcase>"]
  return text === ""
    ? [`${open}/>`]
    : [`${open}>`, `      <system-out>${xmlText(text)}</system-out>`, "    </testcase>"]
}

const renderFinding = ({ severity, what, location, found, expected }: Finding): string =>
  [
    `${severity}: ${location ? `${renderLocation(location)}: ` : ""}${what}`,
    ...(found === undefined ? [] : [`found ${found}`]),
    ...(expected === undefined ? [] : [`expected ${expected}`]),
  ].join(", ")

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

/** XML 1.0 knows no control characters, escaped or not. */
const xmlText = (text: string): string =>
  text.replace(/[&<>"]/g, (mark) => entities[mark] ?? mark).replace(/(?![\n\t])\p{Cc}/gu, "")
