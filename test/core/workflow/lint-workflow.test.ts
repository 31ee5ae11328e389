import { describe, expect, it } from "vitest"
import { lintWorkflow, safeSteps } from "../../../src/core/workflow/lint-workflow.ts"
import { mustParse, workflowText } from "./workflows.ts"

const safeRun = `- run: |
    SUBPATH=$(jq -r '.inputs.subpath' "$GITHUB_EVENT_PATH")
    VALUE=$(jq -r '.inputs.value' "$GITHUB_EVENT_PATH")
    echo "::add-mask::$VALUE"
    aws secretsmanager put-secret-value --secret-id "customer/shop/$SUBPATH" --secret-string "$VALUE"`

const lint = (steps: string, around: { head?: string; job?: string } = {}) =>
  lintWorkflow(mustParse(workflowText(steps, around)), "value")

describe("lintWorkflow", () => {
  it("recognises a value that is read from the event file and masked before anything else", () => {
    expect(lint(safeRun)).toEqual({ verdict: "safe", findings: [], calls: [] })
  })

  it("recognises its own proposal", () => {
    expect(
      lint(
        `- run: |\n${safeSteps("value")
          .map((line) => `    ${line}`)
          .join("\n")}`,
      ).verdict,
    ).toBe("safe")
  })

  it.each([
    [
      "a mask around the read itself",
      `- run: echo "::add-mask::$(jq -r .inputs.value "$GITHUB_EVENT_PATH")"`,
    ],
    [
      "a read over two lines",
      "- run: |\n    V=$(jq -r .inputs.value \\\n      $GITHUB_EVENT_PATH)\n    echo ::add-mask::$V",
    ],
    [
      "github-script with setSecret",
      "- uses: actions/github-script@v8\n  with:\n    script: |\n      const { value } = context.payload.inputs\n      core.setSecret(value)",
    ],
  ])("takes %s for safe", (_title, steps) => {
    expect(lint(steps).verdict).toBe("safe")
  })

  it.each([
    ["run", "- run: echo ${{ inputs.value }}", "run", 16],
    ["a mask that comes too late", '- run: echo "::add-mask::${{ inputs.value }}"', "run", 16],
    ["the long way to an input", "- run: echo ${{ github.event.inputs.value }}", "run", 16],
    ["an index", "- run: echo ${{ inputs['value'] }}", "run", 16],
    ["an index in the middle", "- run: echo ${{ github['event'].inputs.Value }}", "run", 16],
    ["upper case", "- run: echo ${{ INPUTS.VALUE }}", "run", 16],
    ["all inputs", "- run: echo '${{ toJSON(inputs) }}'", "run", 16],
    ["a filter", "- run: echo ${{ join(github.event.inputs.*, ' ') }}", "run", 16],
    ["the whole event", "- run: echo '${{ toJSON(github.event) }}'", "run", 16],
    ["the whole context", "- run: echo '${{ toJson( github ) }}'", "run", 16],
    ["a function around it", "- run: echo ${{ format('{0}', inputs.value) }}", "run", 16],
    ["an action's input", "- uses: a/b@v1\n  with:\n    secret: ${{ inputs.value }}", "with", 18],
    ["a step's environment", "- run: echo\n  env:\n    V: ${{ inputs.value }}", "env", 18],
    ["a step's name", "- name: store ${{ inputs.value }}\n  run: echo", "title", 16],
  ])("finds the value in %s", (_title, steps, place, line) => {
    const { verdict, findings } = lint(steps)
    expect(verdict).toBe("leaks")
    expect(findings).toEqual([expect.objectContaining({ severity: "leak", place })])
    expect(findings[0]?.location.line).toBe(line)
  })

  it.each([
    ["the workflow's environment", { head: "env: { V: '${{ inputs.value }}' }\n" }, "env"],
    ["the job's environment", { job: "    env: { V: '${{ inputs.value }}' }\n" }, "env"],
    ["the run's title", { head: "run-name: set ${{ inputs.value }}\n" }, "title"],
    ["a concurrency group", { head: "concurrency: ${{ inputs.value }}\n" }, "settings"],
    ["an environment's address", { job: "    environment: { url: '${{ inputs.value }}' }\n" }, "settings"],
  ])("finds the value in %s, whatever the steps do", (_title, around, place) => {
    const { verdict, findings } = lint(safeRun, around)
    expect(verdict).toBe("leaks")
    expect(findings).toEqual([expect.objectContaining({ place })])
  })

  it.each([
    ["traces the shell", "    set -euxo pipefail\n", ""],
    ["prints before it masks", "", '    echo "got $VALUE"\n'],
  ])("finds a script that %s", (_title, before, between) => {
    const { verdict, findings } = lint(
      `- run: |\n${before}    VALUE=$(jq -r .inputs.value "$GITHUB_EVENT_PATH")\n${between}    echo "::add-mask::$VALUE"`,
    )
    expect(verdict).toBe("leaks")
    expect(findings).toEqual([expect.objectContaining({ place: "event-file", severity: "leak" })])
    expect(findings[0]?.location.line).toBe(before ? 17 : 18)
  })

  it.each([
    "set -x",
    "set -e -x",
    "set -euo pipefail -x",
    "set -exo pipefail",
    "set -o errexit -o xtrace",
    "set +e -ux",
    "exec bash -o pipefail -x -c true",
  ])("finds a script that is traced by %s", (line) => {
    const script = `- run: |\n    ${line}\n    VALUE=$(jq -r .inputs.value "$GITHUB_EVENT_PATH")\n    echo "::add-mask::$VALUE"`
    expect(lint(script)).toMatchObject({ verdict: "leaks", findings: [{ location: { line: 17 } }] })
  })

  it.each(["set -euo pipefail", "set +x", "set -o errexit", "bash tests.sh -x", "sed -x"])(
    "finds no trace in %s",
    (line) => {
      const script = `- run: |\n    ${line}\n    VALUE=$(jq -r .inputs.value "$GITHUB_EVENT_PATH")\n    echo "::add-mask::$VALUE"`
      expect(lint(script).verdict).toBe("safe")
    },
  )

  it.each([
    ["the step", `${safeRun}\n  shell: bash -x {0}`, {}],
    ["the job", safeRun, { job: "    defaults: { run: { shell: 'bash --norc -eo pipefail -x {0}' } }\n" }],
    ["the workflow", safeRun, { head: "defaults: { run: { shell: 'bash -ex {0}' } }\n" }],
  ])("finds a shell of %s that traces", (_title, steps, around) => {
    const { verdict, findings } = lint(steps, around)
    expect(verdict).toBe("leaks")
    expect(findings).toEqual([expect.objectContaining({ place: "event-file", severity: "leak" })])
  })

  it("takes the shell of another step for nothing", () => {
    expect(lint(`${safeRun}\n- run: echo\n  shell: bash -x {0}`).verdict).toBe("safe")
  })

  it.each([
    ['COPY=$VALUE\n    echo "$COPY"', "unknown"],
    ['[ -n "$VALUE" ] || exit 1', "safe"],
    ['if [[ -z "$VALUE" ]]; then exit 1; fi', "safe"],
  ])("with %j before the mask is %s", (between, verdict) => {
    const script = `- run: |\n    VALUE=$(jq -r .inputs.value "$GITHUB_EVENT_PATH")\n    ${between}\n    echo "::add-mask::$VALUE"`
    expect(lint(script).verdict).toBe(verdict)
  })

  it.each([
    ["prints the event", '- run: cat "$GITHUB_EVENT_PATH"'],
    ["prints the value", '- run: jq -r .inputs.value "$GITHUB_EVENT_PATH"'],
  ])("finds a script that %s", (_title, steps) => {
    expect(lint(steps).verdict).toBe("leaks")
  })

  it.each([
    ["only other inputs are used", "- run: echo ${{ inputs.subpath }} ${{ github.event.inputs.values }}"],
    ["only other inputs are read", `- run: jq -r .inputs.subpath "$GITHUB_EVENT_PATH"`],
    ["a literal spells it", "- run: echo ${{ format('inputs.value') }} inputs.value"],
    [
      "other contexts have the name",
      "- run: echo ${{ env.value }} ${{ steps.inputs.value }} ${{ github.event_name }}",
    ],
    ["a description shows an example", "- run: echo"],
  ])("finds no leak where %s", (_title, steps) => {
    expect(lint(steps)).toEqual({ verdict: "unknown", findings: [], calls: [] })
  })

  it.each([
    [
      "it is read and never masked",
      '- run: |\n    V=$(jq -r .inputs.value "$GITHUB_EVENT_PATH")\n    store "$V"',
      "event-file",
    ],
    ["a condition looks at it", `${safeRun}\n- if: inputs.value != ''\n  run: echo`, "condition"],
    ["a condition in braces looks at it", `${safeRun}\n- if: \${{ inputs.value }}\n  run: echo`, "condition"],
  ])("does not know where %s", (_title, steps, place) => {
    const { verdict, findings } = lint(steps)
    expect(verdict).toBe("unknown")
    expect(findings).toEqual([expect.objectContaining({ severity: "doubt", place })])
  })

  const calling = (rest: string) => `on: { workflow_dispatch: { inputs: { subpath: {}, value: {} } } }
jobs:
  store:
    uses: ./.github/workflows/store.yml
${rest}`

  it("finds inputs handed to a called workflow, which prints them", () => {
    const lint = lintWorkflow(mustParse(calling("    with: { value: '${{ inputs.value }}' }\n")), "value")
    expect(lint).toMatchObject({
      verdict: "leaks",
      findings: [{ place: "called-workflow", location: { line: 5 } }],
    })
  })

  it("does not know about secrets handed to one, nor about what one reads by itself", () => {
    const handed = lintWorkflow(
      mustParse(calling("    secrets: { value: '${{ inputs.value }}' }\n")),
      "value",
    )
    expect(handed).toMatchObject({ verdict: "unknown", findings: [{ place: "called-secrets" }] })
    expect(lintWorkflow(mustParse(calling("")), "value")).toEqual({
      verdict: "unknown",
      findings: [],
      calls: ["./.github/workflows/store.yml"],
    })
  })

  it("looks for the input under the name it has", () => {
    const workflow = mustParse(workflowText("- run: echo ${{ inputs.pass-word }}"))
    expect(lintWorkflow(workflow, "pass-word").verdict).toBe("leaks")
    expect(lintWorkflow(workflow, "word").verdict).toBe("unknown")
  })
})
