/** One question of each kind. */
import { failure, success } from "../../src/core/result.ts"
import type {
  ChecklistQuestion,
  ChoiceQuestion,
  ConfirmQuestion,
  SecretQuestion,
  TextQuestion,
  TypedQuestion,
} from "../../src/ui/question.ts"

export const hostQuestion: TextQuestion = {
  kind: "text",
  id: "host",
  title: "Which host asks for login?",
  help: "The host that people type into their browser.",
  detected: { value: "web.example.com", origin: "apps/shop/web/values.yaml:4:7" },
  hint: (draft) => (draft.includes(".") ? undefined : "A host has a domain."),
  check: (draft) => (draft.includes("://") ? failure("has a scheme") : success(draft)),
}

export const secretQuestion: SecretQuestion = {
  kind: "secret",
  id: "client-secret",
  title: "Client secret",
  help: "It stays in memory.",
  verdict: (draft) => `${draft.length} characters`,
  check: (draft) => (draft.length < 8 ? failure("is too short") : success(draft)),
}

export const choice: ChoiceQuestion = {
  kind: "choice",
  id: "app",
  title: "Which app asks for login?",
  help: "Each app is a folder of apps/.",
  options: [
    { value: "web", label: "web", note: "idp-advanced" },
    { value: "api", label: "api" },
    { value: "backoffice", label: "backoffice" },
  ],
}

export const checklist: ChecklistQuestion = {
  kind: "checklist",
  id: "bypass",
  title: "Which paths are open without login?",
  help: "Anyone can read them.",
  options: [
    { value: "/healthz", label: "/healthz", note: "apps/shop/web/values.yaml:31:15" },
    { value: "/ready", label: "/ready" },
  ],
  initial: ["/healthz"],
}

export const confirm: ConfirmQuestion = {
  kind: "confirm",
  id: "write",
  title: "Write 2 files?",
  help: "Nothing has been written yet.",
}

export const typed: TypedQuestion = {
  kind: "typed",
  id: "wire",
  title: "Turn login on in front of web? Type web to do it.",
  help: "Everyone who opens the app must log in from then on.",
  expected: "web",
}
