/**
 * Values files as different people write them: indentation, list columns, quotes, comments, blank lines, braces, text
 * blocks, line breaks. Each file has an ingress in one of its many states. `choose` makes all decisions.
 */
export type Choose = <Option>(...options: readonly Option[]) => Option

export function makeValuesFile(choose: Choose): string {
  const step = choose(2, 2, 4, 3)
  const listOffset = choose(step, 0, 2)
  const quote = choose("", "", '"', "'")
  const keyQuote = choose("", "", "", '"')
  const gap = choose(" ", " ", "   ")
  const comments = choose(true, false)
  const rows: string[] = []
  let serial = 0
  let openEnded = false

  const emit = (column: number, text: string) => {
    openEnded = false
    rows.push(" ".repeat(column) + text + (text === "" ? "" : choose("", "", "", " ")) + beside())
  }
  const beside = () =>
    comments && choose(true, false, false) ? `${choose(" ", "   ")}# beside ${serial++}` : ""
  const between = (column: number) => {
    if (choose(true, false, false, false)) rows.push(choose("", "  "))
    if (comments && choose(true, false, false))
      rows.push(
        `${" ".repeat(choose(column, column, 0, column + step))}# ${choose("about", "key: value", "- item")} ${serial++}`,
      )
  }
  const key = (name: string) => `${keyQuote}${name}${keyQuote}:`
  const text = () =>
    `${quote}${choose("nginx", "a.example", "shop-headers@kubernetescrd", "two words", "/api")}${serial++}${quote}`
  const scalar = () => choose(text(), "true", "1", "null", '"#"', "~")

  const list = (column: number, name: string) => {
    emit(column, key(name))
    const at = column + listOffset
    for (let count = choose(1, 2, 3); count > 0; count--) {
      between(at)
      emit(at, `-${gap}${text()}`)
    }
  }
  const flowList = (column: number, name: string) => {
    const items = Array.from({ length: choose(0, 1, 2, 3) }, text)
    const comma = items.length > 0 ? choose("", ",") : ""
    if (items.length > 0 && choose(true, false)) {
      emit(column, `${key(name)} [`)
      items.forEach((item, index) => {
        emit(column + step, index < items.length - 1 ? `${item},` : `${item}${comma}`)
      })
      emit(column, "]")
    } else {
      const pad = choose("", " ")
      emit(
        column,
        `${key(name)} [${pad}${items.join(choose(", ", ","))}${comma}${items.length > 0 ? pad : ""}]`,
      )
    }
  }
  const textBlock = (column: number, name: string) => {
    const header = choose("|", "|-", "|+", ">", ">-", ">+")
    emit(column, `${key(name)} ${header}`)
    const at = " ".repeat(column + step)
    rows.push(
      `${at}line ${serial++}`,
      ...choose([], [`${at}# no comment`], ["", `${at}  deeper`], [""], ["", ""]),
    )
    openEnded = !header.includes("-")
  }
  const folded = (column: number, name: string) => {
    rows.push(
      `${" ".repeat(column)}${key(name)} ${choose(["one", "two"], ['"one', '# two"']).join(`\n${" ".repeat(column + step)}`)}`,
    )
    openEnded = false
  }
  const map = (column: number, name: string, entries: readonly (() => void)[]) => {
    emit(column, key(name))
    for (const entry of entries) {
      between(column + step)
      entry()
    }
  }
  const leaf = (column: number, name: string) =>
    choose(list, flowList, textBlock, folded, plain, braces)(column, name)
  const plain = (column: number, name: string) =>
    emit(column, `${key(name)}${choose(" ", "    ")}${scalar()}`)
  const braces = (column: number, name: string) =>
    emit(column, `${key(name)} ${choose("{}", "{ }", `{a: ${scalar()}}`, `{ a: 1, b: [${text()}] }`)}`)

  const emptyList = (column: number) => emit(column, `${key("middlewares")}${choose("", " []", " null")}`)
  const middlewares = (column: number) =>
    choose(list, list, flowList, emptyList, undefined)?.(column, "middlewares")
  const publicIngress = (column: number) => {
    const at = column + step
    const entries = shuffle([
      () => plain(at, "enabled"),
      () => leaf(at, "annotations"),
      () => middlewares(at),
    ])
    choose(
      () => map(column, "public", entries),
      () => map(column, "public", entries),
      () =>
        emit(
          column,
          `${key("public")} ${choose("{}", "{enabled: true}", "{ enabled: true, middlewares: [a] }", "")}`,
        ),
    )()
  }
  const ingress = () => {
    const entries = shuffle([
      () => publicIngress(step),
      () => leaf(step, "private"),
      () => plain(step, "fqdn"),
    ]).slice(0, choose(3, 3, 2, 1))
    choose(
      () => map(0, "ingress", entries),
      () => map(0, "ingress", entries),
      () => map(0, "ingress", entries),
      () => emit(0, `${key("ingress")}${choose("", " {}", " ~")}`),
      () => undefined,
    )()
  }
  const listOfMaps = () => {
    emit(0, key("env"))
    for (let count = choose(1, 2); count > 0; count--) {
      between(listOffset)
      emit(listOffset, `-${gap}${key("name")} ${text()}`)
      leaf(listOffset + 1 + gap.length, "value")
    }
  }
  const anchors = () => {
    emit(0, `${key("base")} &base`)
    emit(step, `${key("cpu")} 1`)
    emit(0, key("worker"))
    emit(step, choose("<<: *base", `${key("copy")} *base`))
  }
  function shuffle<Item>(items: readonly Item[]): Item[] {
    return items.reduce<Item[]>(
      (mixed, item) => mixed.toSpliced(choose(...mixed.keys(), mixed.length), 0, item),
      [],
    )
  }

  if (choose(true, false, false, false))
    rows.push(...choose(["---"], ["# Values.", ""], ["%YAML 1.2", "--- # start"]))
  const blocks = shuffle([ingress, () => leaf(0, "image"), () => leaf(0, "hosts"), listOfMaps, anchors])
  for (const block of blocks.slice(0, choose(5, 5, 4, 3))) {
    between(0)
    block()
  }
  if (rows.length === 0) rows.push("image: nginx")
  if (choose(true, false, false)) rows.push(...choose([""], ["", ""], ["# end"], ["", "# end"], ["..."]))

  const lineBreak = choose("\n", "\n", "\r\n")
  const content = rows.join("\n").replaceAll("\n", lineBreak)
  return choose("", "", "", "\uFEFF") + content + (openEnded ? lineBreak : choose(lineBreak, lineBreak, ""))
}
