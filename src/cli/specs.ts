import type { CommandSpec } from "./command.ts"
import { chart } from "./specs/chart.ts"
import { completion } from "./specs/completion.ts"
import { demo } from "./specs/demo.ts"
import { doctor } from "./specs/doctor.ts"
import { explain } from "./specs/explain.ts"
import { init } from "./specs/init.ts"
import { preview } from "./specs/preview.ts"
import { remove } from "./specs/remove.ts"
import { rotate } from "./specs/rotate.ts"
import { serve } from "./specs/serve.ts"

/** Every command, in the order of `--help`. */
export const commands: readonly CommandSpec[] = [
  init,
  rotate,
  remove,
  doctor,
  explain,
  preview,
  demo,
  serve,
  chart,
  completion,
]
