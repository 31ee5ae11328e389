/**
 * `npm run image -- --base IMAGE@sha256:DIGEST [--builder IMAGE] [--tag NAME]`: builds the server's container image by the
 * Dockerfile, with whichever of docker, podman and buildah works here.
 *
 * `base` is Google's distroless Node image in a registry of yours; `builder`, a Node 24 that has npm, is needed only where
 * Docker Hub's cannot be reached.
 */
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"

const root = fileURLToPath(new URL("..", import.meta.url))

/** Each builds a Dockerfile in its own words, and shows by a question about its host whether it can. */
const engines = [
  { name: "docker", probe: ["version"], build: ["build"] },
  { name: "podman", probe: ["info"], build: ["build"] },
  { name: "buildah", probe: ["info"], build: ["build", "--layers"] },
] as const

const works = ({ name, probe }: (typeof engines)[number]): boolean =>
  spawnSync(name, [...probe], { stdio: "ignore" }).status === 0

/** The exit code. */
function buildImage(): number {
  const { version } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { readonly version: string }
  const { values } = parseArgs({
    options: {
      base: { type: "string" },
      builder: { type: "string" },
      tag: { type: "string", default: `idp-oidc:${version}` },
    },
  })
  const { base, builder, tag } = values
  if (base === undefined || !/@sha256:[0-9a-f]{64}$/.test(base)) {
    process.stderr.write(
      "--base is missing: the image to build on, by digest, as in\n" +
        "  npm run image -- --base registry.example/nodejs24-debian13@sha256:<digest>\n",
    )
    return 2
  }
  const engine = engines.find(works)
  if (engine === undefined) {
    process.stderr.write(
      `No image can be built here: none of ${engines.map(({ name }) => name).join(", ")} works.\n`,
    )
    return 1
  }
  const settings = {
    BASE: base,
    ...(builder !== undefined && { BUILDER: builder }),
    VERSION: version,
    REVISION: revision(),
  }
  const args = Object.entries(settings).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`])
  const { status } = spawnSync(engine.name, [...engine.build, ...args, "--tag", tag, "."], {
    cwd: root,
    stdio: "inherit",
  })
  return status ?? 1
}

/** The commit; empty in an unpacked archive. */
const revision = (): string =>
  spawnSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).stdout.trim()

process.exitCode = buildImage()
