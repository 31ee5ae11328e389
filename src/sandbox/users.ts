/** A person in the stand-in's directory. */
export interface SandboxUser {
  /** Short and readable; a script picks a user by it. */
  readonly id: string
  readonly name: string
  /** Absent for accounts without a mailbox: Entra then sends no `email` claim. */
  readonly email?: string
  /** As the app registration emits them: names, or object ids. More than 200 make an overage. */
  readonly groups: readonly string[]
  /** App roles. */
  readonly roles?: readonly string[]
  /** Any further claims of the ID token. */
  readonly claims?: Readonly<Record<string, unknown>>
}

/** What an app's rules ask for, so that the samples hold people on both sides of them. */
export interface WantedClaim {
  readonly name: string
  readonly values: readonly string[]
}

/**
 * Four people: two who meet every rule, one in none of the groups, and one in so many groups that Entra no longer
 * lists them. Their names hold letters that only UTF-8 carries.
 */
export function makeSampleUsers(wanted: readonly WantedClaim[]): readonly SandboxUser[] {
  const valuesOf = (claim: string) =>
    wanted.filter(({ name }) => name === claim).flatMap(({ values }) => values)
  const groups = valuesOf("groups")
  const roles = valuesOf("roles")
  const claims = Object.fromEntries(
    wanted
      .filter(({ name }) => name !== "groups" && name !== "roles")
      .map(({ name, values }) => [name, values.length === 1 ? values[0] : values]),
  )
  const many = Array.from({ length: 240 }, (_, index) => `distribution-list-${index + 1}`)
  return [
    {
      id: "jorgen",
      name: "Jørgen Ærø",
      email: "jorgen.aero@example.com",
      groups: [...groups, "all-staff"],
      roles,
      claims,
    },
    {
      id: "lukasz",
      name: "Łukasz Wiśniewski",
      email: "lukasz.wisniewski@example.com",
      groups: [...groups, "all-staff"],
      roles,
      claims,
    },
    { id: "asa", name: "Åsa Sønderby", email: "asa.sonderby@example.com", groups: ["all-staff"] },
    {
      id: "bodil",
      name: "Bodil Mangegrupper",
      email: "bodil.mangegrupper@example.com",
      groups: [...groups, "all-staff", ...many],
      roles,
      claims,
    },
  ]
}
