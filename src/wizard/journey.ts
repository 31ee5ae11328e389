/**
 * A wizard under way, whether drawn or printed: it holds the state, does the work of the phases that ask nothing, and saves
 * before it goes on.
 */
import { AppError } from "../core/errors.ts"
import type { Line } from "../core/plan/preview.ts"
import type { SavedState } from "../core/state/saved-state.ts"
import { advance, type Progress, type WizardTools } from "./advance.ts"
import { remember } from "./memory.ts"
import type { Watch } from "./screens/screen.ts"
import { screenOf } from "./screens/screen-of.ts"
import { isWork, type WizardEnding, type WizardState } from "./wizard-state.ts"

export interface Journey {
  readonly state: () => WizardState
  /** Calls whenever the state is another one; returns what ends that. */
  readonly subscribe: (listener: () => void) => () => void
  /** Goes on with an answer's state. */
  readonly enter: (state: WizardState) => void
  /** @throws whatever a bug throws */
  readonly ended: Promise<WizardEnding>
  /** Resolves when nothing is under way: there is a question, or the end. @throws whatever a bug throws */
  readonly settled: () => Promise<void>
  /** Gives up what is under way, as far as it can be; what has been sent is waited for, so that it is saved. */
  readonly leave: () => Promise<void>
}

/** Milliseconds that somebody who has pressed Ctrl+C is kept waiting at most. */
const patienceMs = 5_000

export function startJourney(
  initial: WizardState,
  tools: WizardTools,
  { watches }: { readonly watches: boolean },
): Journey {
  let state = initial
  let turn = 0
  let work: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | undefined
  const listeners = new Set<() => void>()
  const ended = Promise.withResolvers<WizardEnding>()
  const leaving = new AbortController()
  const keeper = createKeeper(tools)

  const show = (next: WizardState): void => {
    state = keeper.withComplaint(next)
    for (const listener of listeners) listener()
  }
  const progress: Progress = { show, save: keeper.save, signal: leaving.signal }
  const isOver = (mine: number): boolean => mine !== turn || leaving.signal.aborted

  /**
   * What is shown has been saved, so nothing that somebody has seen can be lost. Whoever answers in the meantime begins the next
   * turn, and this one does nothing more.
   */
  const perform = async (mine: number, begun: WizardState): Promise<void> => {
    try {
      await keeper.save(begun)
      if (!isOver(mine)) show(begun)
      while (!isOver(mine) && isWork(state.phase)) {
        const next = await advance(state, tools, progress)
        await keeper.save(next)
        if (!isOver(mine)) show(next)
      }
      if (isOver(mine)) return
      if (state.phase.kind === "ended") return ended.resolve(state.phase.ending)
      const watch = screenOf(state)?.watch
      if (!watch) return
      if (watches) timer = setTimeout(() => void look(mine, watch), watch.afterMs)
      else if (watch.afterMs === 0) await look(mine, watch)
    } catch (error) {
      if (isOver(mine)) return
      ended.reject(error)
      throw error
    }
  }
  const enter = (next: WizardState): void => {
    clearTimeout(timer)
    turn++
    work = perform(turn, next)
    // Whoever waits for the end is told of it there.
    work.catch(() => undefined)
  }
  /** In the background, while the question stays where it is; an answer in the meantime makes the look worthless. */
  const look = async (mine: number, watch: Watch): Promise<void> => {
    try {
      const next = await advance({ ...state, phase: watch.phase }, tools, progress)
      if (isOver(mine)) return
      const failed = next.phase.kind === "failed" || next.phase.kind === "ended"
      if (!failed && watch.isNews(next)) enter(next)
      else if (watch.afterMs > 0) timer = setTimeout(() => void look(mine, watch), watch.afterMs)
    } catch (error) {
      if (!isOver(mine)) ended.reject(error)
    }
  }
  enter(initial)
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    enter,
    ended: ended.promise,
    settled: () => work,
    leave: async () => {
      clearTimeout(timer)
      leaving.abort()
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patienceMs)
      })
      await Promise.race([work.catch(() => undefined), late])
      clearTimeout(timer)
    },
  }
}

interface Keeper {
  /** Resolves when the state is kept, or cannot be. */
  readonly save: (state: WizardState) => Promise<void>
  /** The state with the news that nothing can be kept, where that is so: the work goes on for whoever knows it. */
  readonly withComplaint: (state: WizardState) => WizardState
}

/** Saves one after the other what differs from what was saved before. */
function createKeeper({ save, now }: Pick<WizardTools, "save" | "now">): Keeper {
  let saved = ""
  let saving: Promise<void> = Promise.resolve()
  let complaint: Line | undefined
  const keep = async (memory: SavedState): Promise<void> => {
    try {
      await save(memory)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const text = [`Nothing of this is kept for another day: ${error.message}`, error.hint].join(" ")
      complaint ??= [{ tone: "warning", text }]
    }
  }
  return {
    save: (state) => {
      const memory = remember(state, now())
      if (!memory) return saving
      const { savedAt: _, ...content } = memory
      const text = JSON.stringify(content)
      if (text !== saved) saving = saving.then(() => keep(memory))
      saved = text
      return saving
    },
    withComplaint: (state) =>
      complaint && !state.log.includes(complaint) ? { ...state, log: [...state.log, complaint] } : state,
  }
}
