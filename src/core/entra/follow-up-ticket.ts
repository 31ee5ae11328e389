/**
 * Tickets to servicedesk about an app registration that exists already: what an error, `rotate` or `remove` asks for, in Danish
 * and English.
 *
 * What is not known stands as a placeholder in angle brackets, so that nobody sends a ticket that looks complete.
 */

export type TicketLanguage = "da" | "en"

export type TicketKind = keyof typeof requests

export interface TicketContext {
  readonly displayName?: string
  readonly clientId?: string
  readonly redirectUris?: readonly string[]
  /** The user who was turned away, as user name. */
  readonly user?: string
  /** What Microsoft's page showed; servicedesk finds the sign-in by it. */
  readonly correlationId?: string
  readonly timestamp?: string
}

export interface Ticket {
  readonly subject: string
  /** Plain text of several lines, without a newline at the end. */
  readonly body: string
}

/** The ticket that asks servicedesk for one thing. It never holds a secret. */
export function makeFollowUpTicket(
  kind: TicketKind,
  context: TicketContext,
  language: TicketLanguage,
): Ticket {
  const { subject, ask } = requests[kind][language]
  const words = labels[language]
  const displayName = context.displayName ?? words.displayName
  const details: readonly (readonly [string, string | undefined])[] = [
    [words.application, displayName],
    ["Application (client) ID", context.clientId ?? words.clientId],
    ...redirectUris(kind, context, words).map((uri) => ["Redirect URI (Web)", uri] as const),
    [words.user, kind === "assignment" ? (context.user ?? words.someUser) : context.user],
    ["Correlation ID", context.correlationId],
    [words.time, context.timestamp],
  ]
  return {
    subject: `${subject}: ${displayName}`,
    body: [
      ask,
      "",
      ...details.flatMap(([label, value]) => (value === undefined ? [] : [`${label}: ${value}`])),
    ].join("\n"),
  }
}

/** The ticket as it is sent by mail or pasted into a form. */
export const renderFollowUpTicket = ({ subject, body }: Ticket, language: TicketLanguage): string =>
  `${language === "da" ? "Emne" : "Subject"}: ${subject}\n\n${body}\n`

type Labels = (typeof labels)[TicketLanguage]

const redirectUris = (kind: TicketKind, context: TicketContext, words: Labels): readonly string[] =>
  context.redirectUris ?? (kind === "redirect-uri" || kind === "web-platform" ? [words.redirectUri] : [])

const labels = {
  da: {
    application: "App registration",
    user: "Bruger",
    time: "Tidspunkt",
    displayName: "<visningsnavn>",
    clientId: "<client ID>",
    redirectUri: "<redirect URI>",
    someUser: "<brugernavn eller gruppe>",
  },
  en: {
    application: "App registration",
    user: "User",
    time: "Time",
    displayName: "<display name>",
    clientId: "<client ID>",
    redirectUri: "<redirect URI>",
    someUser: "<user name or group>",
  },
} as const satisfies Record<TicketLanguage, unknown>

const requests = {
  "redirect-uri": {
    da: {
      subject: "Tilføj redirect URI til Entra app registration",
      ask: "Tilføj venligst denne redirect URI præcis som skrevet, med platformstypen Web. Behold de eksisterende.",
    },
    en: {
      subject: "Add a redirect URI to an Entra app registration",
      ask: "Please add this redirect URI exactly as written, platform type Web. Keep the existing ones.",
    },
  },
  "web-platform": {
    da: {
      subject: "Flyt redirect URI til platformstypen Web",
      ask: "Denne redirect URI er registreret som single-page application eller mobil/desktop. Flyt den venligst til platformstypen Web.",
    },
    en: {
      subject: "Move a redirect URI to platform type Web",
      ask: "This redirect URI is registered as a single-page application or mobile/desktop. Please move it to platform type Web.",
    },
  },
  "new-registration": {
    da: {
      subject: "Entra app registration er slettet",
      ask: "Denne app registration findes ikke længere. Gendan den venligst, eller opret en ny med de samme redirect URI'er (platformstype Web), optional claims og en client secret, og send mig client ID samt secret ad en sikker kanal.",
    },
    en: {
      subject: "Entra app registration was deleted",
      ask: "This app registration no longer exists. Please restore it, or create a new one with the same redirect URIs (platform type Web), optional claims and a client secret, and send me the client ID, and the secret through a secure channel.",
    },
  },
  enable: {
    da: {
      subject: "Aktivér Entra app registration",
      ask: "Denne applikation er deaktiveret, så ingen kan logge ind. Aktivér den venligst igen, eller skriv hvorfor den er lukket.",
    },
    en: {
      subject: "Enable an Entra app registration",
      ask: "This application is disabled, so nobody can log in. Please enable it again, or tell me why it is closed.",
    },
  },
  "client-secret": {
    da: {
      subject: "Ny client secret til Entra app registration",
      ask: "Tilføj venligst en ny client secret. Send mig værdien (Value, ikke Secret ID) ad en sikker kanal, og skriv dens udløbsdato. Slet først den gamle, når jeg har bekræftet, at den nye virker.",
    },
    en: {
      subject: "New client secret for an Entra app registration",
      ask: "Please add a new client secret. Send me the Value (not the Secret ID) through a secure channel, and tell me its end date. Delete the old one only when I have confirmed that the new one works.",
    },
  },
  "delete-registration": {
    da: {
      subject: "Slet Entra app registration",
      ask: "Appen har ikke længere login, og dens middleware er fjernet. Slet venligst denne app registration og dens client secrets.",
    },
    en: {
      subject: "Delete an Entra app registration",
      ask: "The app has no login any more, and its middleware has been removed. Please delete this app registration and its client secrets.",
    },
  },
  assignment: {
    da: {
      subject: "Giv adgang til Entra applikation",
      ask: "Tildel venligst denne bruger, eller en gruppe som brugeren er direkte medlem af, til applikationen (Enterprise applications, Users and groups).",
    },
    en: {
      subject: "Assign a user to an Entra application",
      ask: "Please assign this user, or a group that the user is a direct member of, to the application (Enterprise applications, Users and groups).",
    },
  },
  consent: {
    da: {
      subject: "Admin consent til Entra app registration",
      ask: "Tilføj venligst de delegerede Microsoft Graph-rettigheder openid, profile, email, offline_access og User.Read, hvis de mangler, og giv admin consent.",
    },
    en: {
      subject: "Admin consent for an Entra app registration",
      ask: "Please add the delegated Microsoft Graph permissions openid, profile, email, offline_access and User.Read where they are missing, and grant admin consent.",
    },
  },
  "stale-permission": {
    da: {
      subject: "Fjern forældet rettighed fra Entra app registration",
      ask: "Denne app registration har en rettighed til en API, som ikke længere findes. Fjern den venligst under API permissions.",
    },
    en: {
      subject: "Remove a stale permission from an Entra app registration",
      ask: "This app registration has a permission to an API that no longer exists. Please remove it under API permissions.",
    },
  },
  "optional-claims": {
    da: {
      subject: "Optional claims på Entra app registration",
      ask: "Tilføj venligst de optional claims email og name til ID token; også groups, hvis adgangen styres af grupper (kun grupper tildelt applikationen, som navne).",
    },
    en: {
      subject: "Optional claims on an Entra app registration",
      ask: "Please add the optional claims email and name to the ID token; groups as well if groups decide who may enter (only groups assigned to the application, as names).",
    },
  },
  "claims-mapping": {
    da: {
      subject: "Claims mapping på Entra app registration",
      ask: "Denne app registration har en claims mapping policy, men ingen egen signeringsnøgle. Brug venligst optional claims (email, name, groups) i stedet, eller tilføj en signeringsnøgle.",
    },
    en: {
      subject: "Claims mapping on an Entra app registration",
      ask: "This app registration has a claims mapping policy but no signing key of its own. Please use optional claims (email, name, groups) instead, or add a signing key.",
    },
  },
  "guest-access": {
    da: {
      subject: "Gæsteadgang på tværs af tenants",
      ask: "En gæst afvises af vores eller sit eget firmas cross-tenant access policy. Tillad venligst gæstens firma til denne applikation, eller skriv hvorfor det ikke kan lade sig gøre.",
    },
    en: {
      subject: "Guest access across tenants",
      ask: "A guest is refused by our or their own company's cross-tenant access policy. Please allow the guest's company for this application, or tell me why that cannot be done.",
    },
  },
} as const satisfies Record<
  string,
  Record<TicketLanguage, { readonly subject: string; readonly ask: string }>
>
