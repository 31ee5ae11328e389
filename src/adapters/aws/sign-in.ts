import { loadSharedConfigFiles } from "@smithy/core/config"
import { platformRegion, profileFor } from "./platform.ts"

type Environment = Readonly<Record<string, string | undefined>>

/** Who the client is to AWS, and where. */
export interface SignIn {
  /** Undefined where the environment carries credentials itself. */
  readonly profile: string | undefined
  readonly region: string
  /** Where the region came from, for messages: a region in which nothing is stored looks like nothing stored. */
  readonly regionSource: string
}

export interface SignInChoice {
  readonly namespace: string
  /** The user's choice. */
  readonly profile?: string
  readonly region?: string
}

/**
 * The profile and region to use. The SDK alone knows neither `AWS_DEFAULT_REGION`, which the AWS command line reads, nor the
 * platform's profiles.
 *
 * Source: AWS SDKs reference, "Shared config and credentials files".
 */
export async function chooseSignIn(
  { namespace, profile, region }: SignInChoice,
  env: Environment,
): Promise<SignIn> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    ignoreCache: true,
    ...(env.AWS_CONFIG_FILE ? { configFilepath: env.AWS_CONFIG_FILE } : {}),
    ...(env.AWS_SHARED_CREDENTIALS_FILE ? { filepath: env.AWS_SHARED_CREDENTIALS_FILE } : {}),
  })
  const known = (name: string) => name in configFile || name in credentialsFile
  const platform = profileFor(namespace)
  const fallback = !env.AWS_ACCESS_KEY_ID && known(platform) ? platform : undefined
  const chosen = profile ?? (env.AWS_PROFILE || fallback)
  const candidates = [
    [region, "the flag"],
    [env.AWS_REGION, "AWS_REGION"],
    [env.AWS_DEFAULT_REGION, "AWS_DEFAULT_REGION"],
    [configFile[chosen ?? "default"]?.region, `profile ${chosen ?? "default"}`],
  ] as const
  const [found, source] = candidates.find(([value]) => value) ?? []
  return { profile: chosen, region: found ?? platformRegion, regionSource: source ?? "the platform's" }
}
