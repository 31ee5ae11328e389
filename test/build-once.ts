import { build } from "../bin/build.ts"

/** Bundles once before any test, so that tests of the command line run what a user runs. */
export const setup = () => build()
