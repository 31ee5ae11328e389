/** What `init` remembers of each app: was everything ordered that is needed now, and when does the client secret end. */
import { callbackPath } from "../../core/contract/names.ts"
import { clientSecretInText } from "../../core/entra/secret-shapes.ts"
import type { SavedState } from "../../core/state/saved-state.ts"
import { shellWord } from "../../core/text/shell-word.ts"
import { type Check, type Finding, fail, looked, nothing, warn } from "../check.ts"
import type { Pair } from "../each.ts"
import type { Facts } from "../facts.ts"
import { servedHosts } from "../login.ts"
import { stateOf } from "../states.ts"

export const memory: Check = {
  id: "OIDC013",
  group: "repo",
  title: "What init remembers on this machine fits the repository, and holds no secret",
  needs: ["files"],
  after: ["OIDC010"],
  hint: "Delete the file: only answers are lost, which init asks for again.",
  run: async (facts) => {
    const [stored, { folders }] = await Promise.all([facts.states(), facts.layout()])
    const apps = new Set(folders.map(({ namespace, name }) => `${namespace}/${name}`))
    return looked(
      ...stored.flatMap(({ path, text, state }): readonly Finding[] => {
        const details = { location: { path }, command: `rm ${shellWord(path)}` }
        if (clientSecretInText.test(text))
          return [fail("a file of init holds what looks like a client secret", details)]
        if (state === undefined)
          return [warn("a file of init is damaged, or of another version of this program", details)]
        return apps.has(`${state.namespace}/${state.app}`)
          ? []
          : [warn(`init remembers ${state.app} in ${state.namespace}, which is gone`, details)]
      }),
    )
  },
}

/** Every app with a login that something is remembered of. */
const eachRemembered =
  (why: string, look: (pair: Pair, state: SavedState) => readonly Finding[] | undefined) =>
  async (facts: Facts) => {
    const { logins } = await facts.logins()
    const looks = await Promise.all(
      logins.map(async ({ namespace, app, release }) => {
        const state = app && release && (await stateOf(facts, app))
        return app && release && state ? look({ namespace, app, release }, state) : undefined
      }),
    )
    const seen = looks.filter((found) => found !== undefined)
    return seen.length === 0 ? nothing(why) : looked(...seen.flat())
  }

export const orderedGroups: Check = {
  id: "OIDC117",
  group: "chart",
  title: "The groups that rules ask for were ordered",
  needs: ["files"],
  after: ["OIDC101", "OIDC104"],
  hint: "Entra sends groups only where the app registration was ordered with them, and only those that are assigned to it.",
  run: eachRemembered("no ticket is remembered on this machine", ({ release }, { ticket }) => {
    if (ticket === undefined || !release.values.ok) return undefined
    const rules = release.values.value.authorization?.assertClaims ?? []
    const index = rules.findIndex(({ name }) => name === "groups")
    const wanted = rules.flatMap(({ name, anyOf = [], allOf = [] }) =>
      name === "groups" ? [...anyOf, ...allOf] : [],
    )
    if (index < 0) return []
    const location = release.yaml.ok
      ? release.yaml.value.locate(["authorization", "assertClaims", index])
      : { path: release.valuesPath }
    const command = 'idp-oidc explain "claim groups is missing"'
    if (ticket.groups.length === 0)
      return [
        fail("a rule asks for groups, and the ticket did not order any", {
          location,
          command,
          ...(ticket.number === undefined ? {} : { found: `ticket ${ticket.number}` }),
        }),
      ]
    const forgotten = wanted.filter((group) => !ticket.groups.includes(group))
    return forgotten.length === 0
      ? []
      : [
          warn(`the ticket did not name ${forgotten.join(", ")}`, {
            location,
            found: ticket.groups.join(", "),
            command,
          }),
        ]
  }),
}

const dayMs = 86_400_000

/** Days. A ticket takes days, and a rotation wants to be tried before. */
const soon = 30

export const secretEnd: Check = {
  id: "OIDC804",
  group: "entra",
  title: "The client secret does not end soon",
  needs: ["files"],
  after: [],
  hint: "Order a new one from servicedesk, and have the old one kept until the new one works.",
  run: async (facts) =>
    eachRemembered(
      "nobody has noted on this machine when the client secret ends",
      ({ app }, { secretEnds }) => {
        const end = Date.parse(secretEnds ?? "")
        if (Number.isNaN(end)) return undefined
        // The day itself still counts.
        const days = Math.floor((end + dayMs - facts.now()) / dayMs)
        const command = `idp-oidc rotate --app ${app.name} --secret client`
        if (days < 0) return [fail(`the client secret of ${app.name} ended on ${secretEnds}`, { command })]
        return days <= soon
          ? [warn(`the client secret of ${app.name} ends on ${secretEnds}, in ${days} days`, { command })]
          : []
      },
    )(facts),
}

/** Hosts whose redirect URI a ticket did not order; undefined where no ticket is remembered. */
export async function unorderedHosts({ app }: Pair, facts: Facts): Promise<readonly string[] | undefined> {
  const ordered = (await stateOf(facts, app))?.ticket?.redirectUris
  return ordered && servedHosts(app).filter((host) => !ordered.includes(`https://${host}${callbackPath}`))
}

export const stateChecks: readonly Check[] = [memory, orderedGroups, secretEnd]
