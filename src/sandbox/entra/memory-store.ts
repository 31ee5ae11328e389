import type { Adapter, AdapterPayload } from "oidc-provider"

/**
 * What `oidc-provider` keeps, in memory and per stand-in: two of them in one process know nothing of each other.
 * Nothing is evicted; a stand-in does not live that long. A used refresh token stays good, as with Entra.
 * Source: Microsoft, "Refresh tokens in the Microsoft identity platform".
 */
export function createMemoryStore(): (model: string) => Adapter {
  const records = new Map<string, AdapterPayload>()
  const findBy = async (property: "uid" | "userCode", value: string) =>
    [...records.values()].find((payload) => payload[property] === value)
  return (model) => {
    const keyOf = (id: string) => `${model}:${id}`
    return {
      upsert: async (id, payload) => void records.set(keyOf(id), payload),
      find: async (id) => records.get(keyOf(id)),
      findByUid: (uid) => findBy("uid", uid),
      findByUserCode: (userCode) => findBy("userCode", userCode),
      consume: async (id) => {
        const payload = records.get(keyOf(id))
        if (payload && model !== "RefreshToken") payload.consumed = Math.floor(Date.now() / 1000)
      },
      destroy: async (id) => void records.delete(keyOf(id)),
      revokeByGrantId: async (grantId) => {
        for (const [key, payload] of records) if (payload.grantId === grantId) records.delete(key)
      },
    }
  }
}
