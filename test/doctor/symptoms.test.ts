import { describe, expect, it } from "vitest"
import { commands } from "../../src/cli/specs.ts"
import { httpStatuses } from "../../src/core/explain/http-statuses.ts"
import { messages } from "../../src/core/explain/messages.ts"
import { catalogue } from "../../src/doctor/catalogue.ts"
import { diagnose, symptoms } from "../../src/doctor/symptoms.ts"
import { faults } from "../cases/doctor/faults.ts"
import { makeHealthyRepo } from "../cases/doctor/healthy-repo.ts"
import { examine } from "./examine.ts"

const symptomOf = (name: string) => {
  const symptom = symptoms.find((candidate) => candidate.name === name)
  if (!symptom) throw new Error(`there is no symptom ${name}`)
  return symptom
}

const diagnosisOf = async (name: string, fault?: string) => {
  const texts = makeHealthyRepo()
  if (fault !== undefined) faults.find((candidate) => candidate.name === fault)?.make(texts)
  return diagnose(symptomOf(name), await examine(texts))
}

describe("symptoms", () => {
  it("are those that --symptom takes, and that explanations recommend", () => {
    const names = symptoms.map(({ name }) => name)
    const flag = commands.find(({ name }) => name === "doctor")?.flags.find(({ name }) => name === "symptom")
    expect(flag?.choices).toEqual(names)
    const recommended = [...messages, ...httpStatuses].flatMap(({ commands: lines = [] }) =>
      lines.flatMap((line) => /--symptom (\S+)/.exec(line)?.[1] ?? []),
    )
    expect(recommended.filter((name) => !names.includes(name))).toEqual([])
  })

  it("name checks that exist, each once", () => {
    const ids = new Set<string>(catalogue.map(({ id }) => id))
    for (const { name, causes } of symptoms) {
      const named = causes.map(([id]) => id)
      expect(
        named.filter((id) => !ids.has(id)),
        name,
      ).toEqual([])
      expect(new Set(named).size, name).toBe(named.length)
    }
  })

  it.each([
    ["loop", "a domain that nobody serves", "OIDC106"],
    ["loop", "a strict cookie", "OIDC121"],
    ["loop", "two logins", "OIDC207"],
    ["404", "a reference without its ending", "OIDC202"],
    ["404", "a misspelt reference", "OIDC204"],
    ["404", "a misspelt key", "OIDC104"],
    ["403", "groups by name and by ID", "OIDC118"],
    ["403", "an empty list of groups", "OIDC116"],
    ["cookie", "swapped secrets", "OIDC111"],
    ["secret-not-found", "secrets of another namespace", "OIDC110"],
    ["secret-not-found", "a secret left out", "OIDC109"],
    ["health", "a bypass path with a star", "OIDC113"],
    ["health", "monitoring that meets the login", "OIDC209"],
  ])("%s is explained by %s", async (name, fault, check) => {
    const diagnosis = await diagnosisOf(name, fault)
    expect(diagnosis.check).toBe(check)
    expect(diagnosis.text).toMatch(new RegExp(`^Most likely .*: see ${check}\\.$`))
  })

  it.each(symptoms.map(({ name }) => name))("%s has an answer where every check passes", async (name) => {
    const diagnosis = await diagnosisOf(name)
    expect(diagnosis.check).toBeUndefined()
    expect(diagnosis.text).toBe(symptomOf(name).otherwise)
  })
})
