/** Ways to bend a text, from one bit to a repetition of it all. Every character stays one byte, as headers have it. */
import type { Random } from "./random.ts"

type Mutation = (text: string, random: Random) => string

/** What parsers disagree about. */
const tricks = [
  "..",
  "/",
  "//",
  "\\",
  "%2e",
  "%2E%2e",
  "%2f",
  "%5c",
  "%252e",
  "%00",
  "%",
  "%zz",
  ";",
  ";a=b",
  "#",
  "?",
  "&",
  "=",
  ",",
  ", ",
  "; ",
  '"',
  "'",
  " ",
  "\t",
  "@",
  ":",
  ":443",
  ":80",
  ".",
  "*",
  "+",
  "~",
  "%c0%ae",
  "%e2%80%a5",
  "%ef%bc%8f",
  "\x80",
  "\xff",
  "__proto__",
  "constructor",
  "null",
  "true",
  "-1",
  "9e9",
  "{}",
  "[]",
  "${x}",
  "{{.}}",
  "<script>",
  "http://",
  "https://evil.example",
] as const

const cut = (text: string, random: Random): readonly [string, string] => {
  const at = random.below(text.length + 1)
  return [text.slice(0, at), text.slice(at)]
}

const mutations: readonly Mutation[] = [
  (text, random) => cut(text, random).join(random.pick(tricks)),
  (text, random) => cut(text, random).join(random.pick(tricks)),
  (text, random) => cut(text, random)[0],
  (text, random) => cut(text, random)[1],
  (text, random) => cut(text, random).toReversed().join(""),
  (text, random) => {
    const [before, after] = cut(text, random)
    return before + after.slice(1 + random.below(4))
  },
  (text, random) => {
    const [before, after] = cut(text, random)
    const code = (after.charCodeAt(0) || 0) ^ (1 << random.below(7))
    return before + String.fromCharCode(code & 0xff) + after.slice(1)
  },
  (text, random) => `${text}${random.pick([",", ", ", ";", "; ", "&", "/"])}${text}`,
  (text) => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase()),
  (text) => encodeURIComponent(text),
  (text, random) => text + random.pick(tricks).repeat(1 + random.below(64)),
]

export function mutate(text: string, random: Random): string {
  let bent = text
  for (let round = 1 + random.below(3); round > 0; round--) bent = random.pick(mutations)(bent, random)
  return bent.slice(0, 4000)
}
