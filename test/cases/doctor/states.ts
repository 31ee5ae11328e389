/** What `init` remembers of the healthy repo's two logins, on the machine that made them. */
import type { StoredText } from "../../../src/adapters/state/saved-states.ts"
import { renderSavedState, type SavedState } from "../../../src/core/state/saved-state.ts"

const remembered = (app: string, host: string): SavedState => ({
  schema: 1,
  savedAt: "2026-11-20T10:00:00.000Z",
  namespace: "shop-test",
  app,
  given: { app },
  ticket: {
    sentAt: "2026-11-18T10:00:00.000Z",
    number: "REQ0012345",
    redirectUris: [`https://${host}/oauth2/callback`],
    groups: [`awssso-${app}-user`],
  },
  secretEnds: "2099-11-01",
  runs: [],
})

export const webshopState = remembered("webshop", "webshop.shop-test.idp.example.com")
const ordersState = remembered("orders-api", "internal-orders.shop-test.idp.example.com")

export const stored = (state: SavedState): StoredText => ({
  path: `/home/ada/.local/state/idp-oidc/github.com/acme/apps-shop/${state.namespace}/${state.app}.json`,
  text: renderSavedState(state),
})

export const healthyStates = async (): Promise<readonly StoredText[]> =>
  [webshopState, ordersState].map(stored)
