import { crlf, type EditCase, lines, middleware, removeAppended, unterminated } from "./case.ts"

const set = (path: readonly (string | number)[], value: string | number | boolean | null, quote?: "double") =>
  ({ kind: "set", path, value, ...(quote && { quote }) }) as const
const remove = (...path: readonly (string | number)[]) => ({ kind: "remove", path }) as const
const removeItem = (path: readonly string[], item: string) => ({ kind: "remove-item", path, item }) as const
const rename = (path: readonly (string | number)[], to: string) => ({ kind: "rename-key", path, to }) as const

/** Values replaced, keys renamed. */
export const setCases: readonly EditCase[] = [
  {
    name: "keeps double quotes and the comment",
    before: lines`
      helm:
        chart: helm/idp-oidc-middleware
        chartVersion: "0.3.0" # pinned
      `,
    after: lines`
      helm:
        chart: helm/idp-oidc-middleware
        chartVersion: "0.3.3" # pinned
      `,
    operation: set(["helm", "chartVersion"], "0.3.3"),
  },
  {
    name: "keeps single quotes",
    before: "a: 'it''s'\n",
    after: "a: 'that''s'\n",
    operation: set(["a"], "that's"),
  },
  {
    name: "adds quotes when asked",
    before: "helm:\n  chartVersion:   0.3.0   # pinned\n",
    after: 'helm:\n  chartVersion:   "0.3.3"   # pinned\n',
    operation: set(["helm", "chartVersion"], "0.3.3", "double"),
  },
  {
    name: "adds quotes to an equal value when asked",
    before: "chartVersion: 0.3.3\n",
    after: 'chartVersion: "0.3.3"\n',
    operation: set(["chartVersion"], "0.3.3", "double"),
  },
  {
    name: "adds quotes where a string would be read as something else",
    before: "chartVersion: 0.30\n",
    after: 'chartVersion: "0.30"\n',
    operation: set(["chartVersion"], "0.30"),
  },
  {
    name: "leaves an equal value as it is written",
    before: "chartVersion:   '0.3.3' # c\n",
    after: "chartVersion:   '0.3.3' # c\n",
    operation: set(["chartVersion"], "0.3.3"),
  },
  {
    name: "makes a string a number",
    before: 'port: "80"\n',
    after: "port: 8080\n",
    operation: set(["port"], 8080),
  },
  {
    name: "makes an empty value true, before its comment",
    before: "enabled:   # to be decided\n",
    after: "enabled: true   # to be decided\n",
    operation: set(["enabled"], true),
  },
  {
    name: "fills an empty value in braces",
    before: "a: {b: , c}\n",
    after: "a: {b: 1 , c}\n",
    operation: set(["a", "b"], 1),
  },
  {
    name: "fills a key without a colon in braces",
    before: "a: {b: , c}\n",
    after: "a: {b: , c: 1}\n",
    operation: set(["a", "c"], 1),
  },
  {
    name: "replaces a folded string",
    before: "a: one\n  two\n  three # c\nb: 1\n",
    after: "a: x # c\nb: 1\n",
    operation: set(["a"], "x"),
  },
  {
    name: "replaces a text block",
    before: "a: |\n  one\n  two\nb: 1\n",
    after: "a: x\nb: 1\n",
    operation: set(["a"], "x"),
  },
  {
    name: "replaces a text block and keeps the comment on its first line",
    before: "a: >2-  # why\n    one\n\n# b\nb: 1\n",
    after: "a: x  # why\n\n# b\nb: 1\n",
    operation: set(["a"], "x"),
  },
  {
    name: "replaces a text block between items",
    before: "- |\n  one\n\n- two\n",
    after: "- x\n\n- two\n",
    operation: set([0], "x"),
  },
  {
    name: "keeps an anchor that nothing refers to",
    before: "a: &x 1\n",
    after: "a: &x 2\n",
    operation: set(["a"], 2),
  },
  {
    name: "adds a key after its neighbours, in their column",
    before: "- name: a\n  # why\n- name: b\n",
    after: "- name: a\n  # why\n  value: 1\n- name: b\n",
    operation: set([0, "value"], 1),
  },
  {
    name: "adds a key to an empty item, two columns from its dash",
    before: "a:\n    - x\n    - # y\n",
    after: "a:\n    - x\n    - # y\n      b: 1\n",
    operation: set(["a", 1, "b"], 1),
  },
  {
    name: "adds a key and its parents in CRLF",
    before: crlf("a: 1\n\n# end\n"),
    after: crlf("a: 1\nb:\n  c: true\n\n# end\n"),
    operation: set(["b", "c"], true),
  },
  {
    name: "adds a string that must be quoted",
    before: "a: 1\n",
    after: 'a: 1\nb: "a: b #c"\n',
    operation: set(["b"], "a: b #c"),
  },
  {
    name: "adds a nested value in the file's style",
    before: "x:\n- a\ny:\n    z: 1\n",
    after: 'x:\n- a\ny:\n    z: 1\nrules:\n- name: groups\n  anyOf:\n  - a\n  - "yes"\n  none: []\n- {}\n',
    operation: {
      kind: "set",
      path: ["rules"],
      value: [{ name: "groups", anyOf: ["a", "yes"], none: [] }, {}],
    },
  },
  {
    name: "leaves an equal nested value as it is written",
    before: "a: {b: [1, '2']}\n",
    after: "a: {b: [1, '2']}\n",
    operation: { kind: "set", path: ["a"], value: { b: [1, "2"] } },
  },
  {
    name: "renames a key and keeps value, gap and comment",
    before: "ingress:\n  pubic:    # typing error\n    enabled: true\n",
    after: "ingress:\n  public:    # typing error\n    enabled: true\n",
    operation: rename(["ingress", "pubic"], "public"),
  },
  {
    name: "renames a key in quotes",
    before: `{"tenantid" : "x", 'y': 1}\n`,
    after: `{"tenantId" : "x", 'y': 1}\n`,
    operation: rename(["tenantid"], "tenantId"),
  },
  {
    name: "renames the first key of a list item",
    before: "headers:\n  - nam: a\n    value: b\n",
    after: "headers:\n  - name: a\n    value: b\n",
    operation: rename(["headers", 0, "nam"], "name"),
  },
  {
    name: "leaves a key that is renamed already",
    before: "b: 1\n",
    after: "b: 1\n",
    operation: rename(["a"], "b"),
  },
  {
    name: "renames a key whose value has aliases",
    before: "a: &x 1\nb: *x\n",
    after: "c: &x 1\nb: *x\n",
    operation: rename(["a"], "c"),
  },
]

/** Items and keys taken out. */
export const removeCases: readonly EditCase[] = [
  {
    name: "an item with the comment beside it",
    before: lines`
      ingress:
        public:
          middlewares:
            # first
            - a
            - shop-myapp-oidc@kubernetescrd # login
            # last
            - b
      `,
    after: lines`
      ingress:
        public:
          middlewares:
            # first
            - a
            # last
            - b
      `,
    operation: removeAppended,
  },
  {
    name: "the only item, with the list",
    before: lines`
      ingress:
        public:
          enabled: true
          middlewares:
            - shop-myapp-oidc@kubernetescrd
        private: {}
      `,
    after: lines`
      ingress:
        public:
          enabled: true
        private: {}
      `,
    operation: removeAppended,
  },
  {
    name: "the only item, with all parents that hold nothing else",
    before: "image: nginx\ningress:\n  public:\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n",
    after: "image: nginx\n",
    operation: removeAppended,
  },
  {
    name: "the only item of a file",
    before: "# c\ningress:\n  public:\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n",
    after: "# c\n",
    operation: removeAppended,
  },
  {
    name: "the only item of a list that has a comment",
    before:
      "ingress:\n  public:\n    enabled: true\n    middlewares: # in order\n      - shop-myapp-oidc@kubernetescrd # login\n",
    after: "ingress:\n  public:\n    enabled: true\n    middlewares: [] # in order\n",
    operation: removeAppended,
  },
  {
    name: "the only item, under a comment about it",
    before: "m: &m\n  # login\n  - a\n",
    after: "m: &m []\n  # login\n",
    operation: removeItem(["m"], "a"),
  },
  {
    name: "the only item, with parents up to the one that has a comment",
    before:
      "ingress:\n  # ask the platform team\n  public:\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n",
    after: "ingress: {}\n  # ask the platform team\n",
    operation: removeAppended,
  },
  {
    name: "an item that is there twice",
    before: "m:\n  - a\n  - b # 1\n  - a # 2\n  - c\n  - a",
    after: "m:\n  - b # 1\n  - c",
    operation: removeItem(["m"], "a"),
  },
  {
    name: "an item that is not there",
    before: "m:\n  - a\n",
    after: "m:\n  - a\n",
    operation: removeItem(["m"], "b"),
  },
  {
    name: "an item of a list that is not there",
    before: "m: {}\n",
    after: "m: {}\n",
    operation: removeAppended,
  },
  {
    name: "the last line, without a final line break",
    before: unterminated("a: 1\nm:\n  - a\n  - b\n"),
    after: "a: 1\nm:\n  - a",
    operation: removeItem(["m"], "b"),
  },
  {
    name: "the last line in CRLF, without a final line break",
    before: "m:\r\n  - a\r\n  - b",
    after: "m:\r\n  - a",
    operation: removeItem(["m"], "b"),
  },
  {
    name: "the last line after a text block: the line break is part of the text",
    before: "a: >\n  one\nb: 1",
    after: "a: >\n  one\n",
    operation: remove("b"),
  },
  {
    name: "the only key of one document of several",
    before: "a: 1 # c\n---\nb: 1\n",
    after: "{}\n---\nb: 1\n",
    operation: remove("a"),
  },
  {
    name: "the only item of a document with an end",
    before: "  - a\n...\n",
    after: "[]\n...\n",
    operation: remove(0),
  },
  {
    name: "an item in brackets: the first, with its comma",
    before: `m: [ ${middleware}, b ]\n`,
    after: "m: [ b ]\n",
    operation: removeItem(["m"], middleware),
  },
  {
    name: "an item in brackets: the last, with the comma before",
    before: "m: [a , b]\n",
    after: "m: [a ]\n",
    operation: removeItem(["m"], "b"),
  },
  {
    name: "an item in brackets: the only one",
    before: "m: [ a, ]\n",
    after: "m: [ ]\n",
    operation: removeItem(["m"], "a"),
  },
  {
    name: "an item in brackets on a line of its own",
    before: "m: [\n  a, # c\n  b, # d\n  c\n]\n",
    after: "m: [\n  a, # c\n  c\n]\n",
    operation: removeItem(["m"], "b"),
  },
  {
    name: "the last item in brackets on a line of its own, under a comment",
    before: "m: [\n  a, # c\n  b\n]\n",
    after: "m: [\n  a # c\n]\n",
    operation: removeItem(["m"], "b"),
  },
  {
    name: "the last item in brackets, under a comment and before the bracket",
    before: "m: [\n  a, # c\n  b ]\n",
    after: "m: [\n  a # c\n ]\n",
    operation: removeItem(["m"], "b"),
  },
  {
    name: "the last item in brackets with a trailing comma",
    before: "m: [\n  a,\n  b,\n]\n",
    after: "m: [\n  a,\n]\n",
    operation: removeItem(["m"], "b"),
  },
  {
    name: "a key with all below it, but not the comments around it",
    before: "a: 1\n# above\nb:\n  # inside\n  c: |\n    text\n\n  # below\n# about d\nd: 1\n",
    after: "a: 1\n# above\n\n  # below\n# about d\nd: 1\n",
    operation: remove("b"),
  },
  {
    name: "a key in braces",
    before: "a: {b: 1, c: {d: 2}, e: 3}\n",
    after: "a: {b: 1, e: 3}\n",
    operation: remove("a", "c"),
  },
  {
    name: "the only key in braces",
    before: "a: {b: 1}\n",
    after: "a: {}\n",
    operation: remove("a", "b"),
  },
  {
    name: "the first key after a dash",
    before: "- a: 1 # c\n  b: 2\n",
    after: "- b: 2\n",
    operation: remove(0, "a"),
  },
  {
    name: "the only key of a list item, with the item",
    before: "- a: 1\n- b: 2\n",
    after: "- b: 2\n",
    operation: remove(0, "a"),
  },
  {
    name: "a key with an anchor that only its own value refers to",
    before: "a:\n  b: &x 1\n  c: *x\nd: 1\n",
    after: "d: 1\n",
    operation: remove("a"),
  },
  {
    name: "a key that is not there",
    before: "a: 1\n",
    after: "a: 1\n",
    operation: remove("b", "c"),
  },
  {
    name: "a key whose anchor nothing refers to",
    before: "a: &x 1\nb: 2\n",
    after: "b: 2\n",
    operation: remove("a"),
  },
]
