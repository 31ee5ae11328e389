import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { errorCodes } from "../../../src/core/errors.ts"
import { parseTopicPage } from "../../../src/core/explain/parse-topic-page.ts"

describe("parseTopicPage", () => {
  const cases: readonly (readonly [
    string,
    string,
    readonly (readonly [string, string, string | undefined])[],
  ])[] = [
    ["no section", "# Errors\n\nAbout them.\n", []],
    ["a section of one sentence", "### a/b\n\nIt is so.\n", [["a/b", "It is so", undefined]]],
    [
      "sentences, marks and line breaks",
      "### `a/b`\n\n`git` **could** not\nstart. Install [git](https://git.example).\nThen run `x *`.\n",
      [["a/b", "git could not start", "Install git. Then run x *."]],
    ],
    [
      "groups between sections",
      "## One\n\nIntro.\n\n### a/b\n\nFirst.\n\n## Two\n\nIntro.\n\n### c/d\n\nSecond.\n",
      [
        ["a/b", "First", undefined],
        ["c/d", "Second", undefined],
      ],
    ],
    [
      "a dot inside a word",
      "### a/b\n\nIn values.yaml it is so. Change it.\n",
      [["a/b", "In values.yaml it is so", "Change it."]],
    ],
  ]
  it.each(cases)("reads %s", (_, page, topics) => {
    expect(parseTopicPage(page).map(({ id, title, fix }) => [id, title, fix])).toEqual(topics)
  })

  it("explains every error code from its documentation", () => {
    const ids = parseTopicPage(readFileSync("docs/errors.md", "utf8")).map(({ id }) => id)
    expect(Object.keys(errorCodes).filter((code) => !ids.includes(code))).toEqual([])
  })
})
