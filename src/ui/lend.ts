/** Gives the terminal away for as long as something else uses it, as it was before this program began; then takes it back. */
export type Lend = <Value>(use: () => Promise<Value>) => Promise<Value>
