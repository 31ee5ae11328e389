/** `domain` and `forwardAuth.hosts`: bare hosts, as the ingress has them. */
import type { KeyPath, ValuesProblem } from "../problem.ts"
import { bareHost, hostObjection } from "../text-kinds.ts"
import { error, repeated, type ValuesRule, warning } from "./rule.ts"

export const checkHosts: ValuesRule = ({ domain, forwardAuth }) => {
  const hosts = forwardAuth?.hosts ?? []
  return [
    ...checkHost(["domain"], domain),
    ...hosts.flatMap((host, index) => checkHost(["forwardAuth", "hosts", index], host)),
    ...repeated([domain, ...hosts]).map(([index, host]) =>
      warning(["forwardAuth", "hosts", index - 1], `repeats ${host}`, "each host once"),
    ),
  ]
}

function checkHost(path: KeyPath, host: string): readonly ValuesProblem[] {
  const what = hostObjection(host)
  if (what === undefined) return []
  const meant = bareHost(host)
  const problem = error(path, what, "the bare host of the ingress, such as myapp.example.com")
  return [meant === undefined || meant === host ? problem : { ...problem, nearest: meant }]
}
