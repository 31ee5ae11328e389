/**
 * The order for an Entra app registration, as servicedesk needs it: everything in one request, since each round trip
 * takes days. Danish or English, plain text without markup, because ticket systems keep neither.
 */
import { callbackPath } from "../../contract/names.ts"
import { type Answers, assertionsOf } from "../answers.ts"

/** Where the chart sends the browser after logout unless `postLogoutRedirectUri` says otherwise. Source: the chart's schema. */
const postLogoutPath = "/login"

export function makeTicketText(answers: Answers): string {
  const order: Order = {
    name: answers.displayName,
    redirectUris: answers.hosts.map((host) => `https://${host}${callbackPath}`),
    postLogoutUri: `https://${answers.hosts[0]}${postLogoutPath}`,
    groups: answers.groups,
    claims: assertionsOf(answers)
      .map(({ name }) => name)
      .filter((name) => name !== "groups"),
    namespace: answers.namespace,
    app: answers.app,
  }
  return answers.ticketLanguage === "da" ? danish(order) : english(order)
}

interface Order {
  readonly name: string
  readonly redirectUris: readonly string[]
  readonly postLogoutUri: string
  readonly groups: readonly string[]
  /** Other claims that rules of the app look at. */
  readonly claims: readonly string[]
  readonly namespace: string
  readonly app: string
}

const lines = (...parts: readonly (string | readonly string[])[]): string => `${parts.flat().join("\n")}\n`
const bullets = (items: readonly string[]): readonly string[] => items.map((item) => `  - ${item}`)

const english = (order: Order): string =>
  lines(
    `Subject: New Entra app registration: ${order.name}`,
    "",
    "Hello servicedesk,",
    "",
    `Please create an Entra app registration for the app ${order.app} in the namespace ${order.namespace}:`,
    "",
    `Display name: ${order.name}`,
    "Supported account types: this organizational directory only (single tenant)",
    "Platform type: Web (not single-page application, not mobile or desktop)",
    "",
    order.redirectUris.length === 1
      ? "Redirect URI, exactly as written:"
      : "Redirect URIs, all of them, exactly as written:",
    bullets(order.redirectUris),
    "Post-logout URI, to be added to the list of redirect URIs as well:",
    bullets([order.postLogoutUri]),
    "",
    "Token type: ID token, with these optional claims:",
    bullets(["email", "name", ...(order.groups.length > 0 ? ["groups"] : [])]),
    order.groups.length > 0
      ? [
          "The groups claim must carry names, not object IDs. Please choose",
          '"Groups assigned to the application" with the attribute cloud_displayname,',
          "and sAMAccountName for groups that are synchronised from Active Directory.",
          "Please assign these groups to the application:",
          ...bullets(order.groups),
        ]
      : [],
    order.claims.length > 0 ? ["The app also looks at these claims:", ...bullets(order.claims)] : [],
    "",
    "A client secret: please create one and send me",
    bullets([
      "its Value (not the Secret ID), through a secure channel, not in this ticket",
      "its end date, so that it can be replaced in time",
    ]),
    "",
    "When it is done, please also send me the Application (client) ID.",
    "",
    "Thank you!",
  )

const danish = (order: Order): string =>
  lines(
    `Emne: Ny Entra app registration: ${order.name}`,
    "",
    "Hej servicedesk",
    "",
    `Opret venligst en Entra app registration til appen ${order.app} i namespacet ${order.namespace}:`,
    "",
    `Visningsnavn: ${order.name}`,
    "Kontotyper: kun denne organisations konti (single tenant)",
    "Platformstype: Web (ikke single-page application, ikke mobil eller desktop)",
    "",
    order.redirectUris.length === 1
      ? "Redirect URI, præcis som skrevet:"
      : "Redirect URI'er, alle sammen, præcis som skrevet:",
    bullets(order.redirectUris),
    "URI efter logout, som også skal stå på listen over redirect URI'er:",
    bullets([order.postLogoutUri]),
    "",
    "Tokentype: ID-token med disse optional claims:",
    bullets(["email", "name", ...(order.groups.length > 0 ? ["groups"] : [])]),
    order.groups.length > 0
      ? [
          "Claimet groups skal indeholde navne og ikke object ID'er. Vælg venligst",
          '"Groups assigned to the application" med attributten cloud_displayname,',
          "og sAMAccountName for grupper, der synkroniseres fra Active Directory.",
          "Tildel venligst disse grupper til applikationen:",
          ...bullets(order.groups),
        ]
      : [],
    order.claims.length > 0 ? ["Appen bruger desuden disse claims:", ...bullets(order.claims)] : [],
    "",
    "En client secret: opret venligst en, og send mig",
    bullets([
      "dens Value (ikke Secret ID) ad en sikker kanal, ikke her i sagen",
      "dens udløbsdato, så den kan blive skiftet i tide",
    ]),
    "",
    "Send mig venligst også Application (client) ID, når det er klar.",
    "",
    "På forhånd tak!",
  )
