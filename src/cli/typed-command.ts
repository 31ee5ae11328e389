import type { Io } from "./command.ts"

/**
 * A command of ours as it works where this process was started: `npx idp-oidc …` puts nothing on the PATH, so what it
 * recommends must begin the same way. npm names its own command in the environment of what it runs.
 */
export const typedCommand = (text: string, { npm_command }: Io["env"]): string =>
  npm_command ? text.replace(/^(\s*)idp-oidc /, "$1npx idp-oidc ") : text
