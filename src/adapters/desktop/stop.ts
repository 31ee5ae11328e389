import { setTimeout as wait } from "node:timers/promises"

/** Milliseconds within which a signal of our own has arrived. */
const arrivalMs = 100

/**
 * Stops this process and all that it was started with, such as npx, as the terminal does by itself for a Ctrl+Z that no program takes.
 * Resolves when it goes on, or where it was not stopped: nobody could start it again where no shell waits for it.
 *
 * Source: POSIX, "General Terminal Interface", 11.1.4 and 11.1.9; a group without a shell of its own is orphaned.
 */
export async function stopProcess(): Promise<void> {
  process.kill(0, "SIGTSTP")
  await wait(arrivalMs)
  // Whoever is stopped is not told of another size of the window.
  process.kill(process.pid, "SIGWINCH")
  await wait(0)
}
