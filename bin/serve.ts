/** Becomes `dist/serve.js`, the only file of ours in the container image. */
import { main } from "../src/cli/serve-main.ts"

await main()
