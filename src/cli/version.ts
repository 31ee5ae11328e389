import manifest from "../../package.json" with { type: "json" }

/** Package, chart and image carry one version. */
export const version: string = manifest.version
