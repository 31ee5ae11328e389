import { expect, it } from "vitest"
import { AppError } from "../../../src/core/errors.ts"
import { errorNotice, noticeRows } from "../../../src/ui/views/notice.ts"
import { style, textOf } from "./text-of.ts"

it("says what happened, where, and what to do", () => {
  const error = new AppError("app/no-host", "apps/shop/web has no host.", {
    location: { path: "apps/shop/web/values.yaml", line: 12, column: 7 },
    hint: "Add one to ingress.fqdn.",
  })
  expect(textOf(noticeRows(errorNotice(error), 72, style()))).toMatchInlineSnapshot(`
    "✖ apps/shop/web has no host.
      at  apps/shop/web/values.yaml:12:7
      do  Add one to ingress.fqdn."
  `)
})
