/**
 * Templates and what they render on `templateClaims` with the tokens AT, IT and RT.
 *
 * Source: Go's text/template 1.26 with the existing middleware's functions, run on the same rows. `existing` stands where
 * it printed something else, or failed, and `why` says what we do about it.
 */
export interface TemplateCase {
  readonly template: string
  /** Undefined for no header. */
  readonly text: string | undefined
  readonly existing?: string
  readonly why?: string
}

const missing = "a missing value leaves nothing"
const noErrorText = "an error is reported, and is no header"
const error = "an error text"
const numbers = "JSON has one kind of number, and integers print as integers"
const json = "the result is JSON"
const complaint = "a complaint of printf is no header"

export const templateClaims: Readonly<Record<string, unknown>> = {
  name: "Jørgen Ø",
  email: "j@x.dk",
  "a-b": "hy",
  n: 5,
  big: 1753114449,
  mil: 1234567,
  f: 1.5,
  f2: 1234567.5,
  small: 1.234e-5,
  huge: 1e21,
  huge2: 1.5e22,
  i20: 123456789012345680000,
  neg: -3.25,
  t: true,
  no: false,
  nul: null,
  empty: "",
  groups: ["admin", "user", "it"],
  nested: { b: 1, a: { x: "y" }, c: null },
  mixed: ["a", 1, 1.5, true, null, ["n"], { k: "v" }],
  ea: [],
  eo: {},
  nl: "a\nb",
  q: 'it\'s "<b>" & \u0000 done',
  users: [
    { name: "A", id: 1 },
    { name: "B", id: 2 },
  ],
  é: "acc",
  f1: 1,
}

export const templateCases: readonly TemplateCase[] = [
  // claims and tokens
  { template: "{{ .claims.name }}", text: "Jørgen Ø" },
  { template: "{{.claims.email}}", text: "j@x.dk" },
  { template: "Bearer {{ .accessToken }}", text: "Bearer AT" },
  { template: "{{ .idToken }} {{ .refreshToken }}", text: "IT RT" },
  { template: "{{ $.claims.email }}", text: "j@x.dk" },
  { template: '{{ index .claims "a-b" }}', text: "hy" },
  { template: "{{ .claims.é }}", text: "acc" },
  { template: "{{ .claims.nested.a.x }}", text: "y" },
  { template: "{{ .claims.empty }}", text: "" },
  { template: "{{ (index .claims.users 1).name }}", text: "B" },
  // missing
  { template: "{{ .claims.missing }}", text: undefined, existing: "<no value>", why: missing },
  { template: "{{ .claims.nul }}", text: undefined, existing: "<no value>", why: missing },
  { template: "{{ .claims.missing.deep.er }}", text: undefined, existing: "<no value>", why: missing },
  { template: "{{ .claims.nul.x }}", text: undefined, existing: error, why: noErrorText },
  { template: '{{ index .claims "missing" }}', text: undefined, existing: "<no value>", why: missing },
  { template: '{{ index .claims.missing "x" }}', text: undefined, existing: error, why: noErrorText },
  {
    template: "{{ .claims.missing }} {{ .claims.nul }}",
    text: undefined,
    existing: "<no value> <no value>",
    why: missing,
  },
  { template: "<{{ .claims.missing }}>", text: "<>", existing: "<<no value>>", why: missing },
  {
    template: "{{ .claims.email }}{{ .claims.missing }}",
    text: "j@x.dk",
    existing: "j@x.dk<no value>",
    why: missing,
  },
  { template: "{{ print .claims.missing }}", text: undefined, existing: "<nil>", why: missing },
  { template: '{{ printf "%s" .claims.missing }}', text: undefined, existing: "%!s(<nil>)", why: missing },
  {
    template: '{{ printf "user=%s" .claims.missing }}',
    text: "user=",
    existing: "user=%!s(<nil>)",
    why: missing,
  },
  { template: "{{ html .claims.missing }}", text: undefined, existing: "&lt;no value&gt;", why: missing },
  {
    template: '{{ .claims.missing | withPrefix "p:" }}',
    text: undefined,
    existing: "p:<invalid reflect.Value>",
    why: missing,
  },
  {
    template: "{{ .claims.missing | mapToJsonArray }}",
    text: undefined,
    existing: '["\\u003Cinvalid reflect.Value\\u003E"]',
    why: missing,
  },
  { template: "{{ or .claims.missing .claims.email }}", text: "j@x.dk" },
  { template: "{{ if .claims.missing }}a{{ else }}b{{ end }}", text: "b" },
  {
    template:
      '{{ eq .claims.missing "x" }} {{ ne .claims.missing "x" }} {{ eq .claims.missing .claims.nul }}',
    text: "false true true",
  },
  { template: "{{ print nil }}", text: undefined, existing: "<nil>", why: missing },
  // what Go makes an error text
  { template: "{{ .claims.name.x }}", text: undefined, existing: error, why: noErrorText },
  { template: "{{ .claims.n.x }}", text: undefined, existing: error, why: noErrorText },
  { template: "{{ .claims.groups.x }}", text: undefined, existing: error, why: noErrorText },
  { template: "{{ index .claims.groups 9 }}", text: undefined, existing: error, why: noErrorText },
  { template: '{{ index .claims.groups "x" }}', text: undefined, existing: error, why: noErrorText },
  { template: "{{ index .claims.n 1 }}", text: undefined, existing: error, why: noErrorText },
  { template: "{{ slice .claims.email 3 1 }}", text: undefined, existing: error, why: noErrorText },
  { template: "{{ slice .claims.email 0 99 }}", text: undefined, existing: error, why: noErrorText },
  { template: "{{ slice .claims.email 0 1 2 }}", text: undefined, existing: error, why: noErrorText },
  { template: "{{ len .claims.n }}", text: undefined, existing: error, why: noErrorText },
  { template: "{{ len .claims.missing }}", text: undefined, existing: error, why: noErrorText },
  { template: "{{ lt .claims.missing 1 }}", text: undefined, existing: error, why: noErrorText },
  { template: "{{ lt true false }}", text: undefined, existing: error, why: noErrorText },
  { template: "{{ eq .claims.name 1 }}", text: undefined, existing: error, why: noErrorText },
  { template: "{{ eq .claims.groups .claims.groups }}", text: undefined, existing: error, why: noErrorText },
  { template: "{{ range .claims.name }}x{{ end }}", text: undefined, existing: error, why: noErrorText },
  { template: '{{ withPrefix 1 "a" }}', text: undefined, existing: error, why: noErrorText },
  { template: "{{ printf 5 }}", text: undefined, existing: error, why: noErrorText },
  {
    template: '{{ define "r" }}x{{ template "r" . }}{{ end }}{{ template "r" . }}',
    text: undefined,
    existing: error,
    why: noErrorText,
  },
  // lists and maps
  { template: "{{ .claims.groups }}", text: "[admin user it]" },
  { template: "{{ .claims.nested }}", text: "map[a:map[x:y] b:1 c:<nil>]" },
  { template: "{{ .claims.mixed }}", text: "[a 1 1.5 true <nil> [n] map[k:v]]" },
  { template: "{{ .claims.ea }}|{{ .claims.eo }}", text: "[]|map[]" },
  // numbers
  {
    template: "{{ .claims.n }} {{ .claims.f }} {{ .claims.f2 }} {{ .claims.small }} {{ .claims.neg }}",
    text: "5 1.5 1.2345675e+06 1.234e-05 -3.25",
  },
  { template: "{{ .claims.big }}", text: "1753114449", existing: "1.753114449e+09", why: numbers },
  { template: "{{ .claims.mil }}", text: "1234567", existing: "1.234567e+06", why: numbers },
  {
    template: "{{ .claims.i20 }}",
    text: "123456789012345680000",
    existing: "1.2345678901234568e+20",
    why: numbers,
  },
  { template: "{{ .claims.huge }}", text: "1e+21" },
  {
    template:
      "{{ 1 }} {{ 1.0 }} {{ 1.50 }} {{ 0x1F }} {{ 0b11 }} {{ 0o17 }} {{ 017 }} {{ 1_000 }} {{ -3 }} {{ +3 }} {{ .5 }}",
    text: "1 1 1.5 31 3 15 15 1000 -3 3 0.5",
  },
  { template: "{{ 'a' }} {{ '\\n' }} {{ 'ø' }} {{ '\\'' }}", text: "97 10 248 39" },
  { template: "{{ eq .claims.n 5 }} {{ lt .claims.n 6 }}", text: "true true", existing: error, why: numbers },
  { template: "{{ index .claims.groups .claims.f1 }}", text: "user", existing: error, why: numbers },
  { template: "{{ range .claims.f1 }}x{{ end }}", text: "x", existing: error, why: numbers },
  // text, trim markers, comments
  { template: "plain", text: "plain" },
  { template: "}} a { b", text: "}} a { b" },
  { template: 'a {{- " b " -}} c', text: "a b c" },
  { template: 'a {{ "b" }} c', text: "a b c" },
  { template: "a {{- /* c */ -}} b", text: "ab" },
  { template: "a{{/* c */}}b", text: "ab" },
  { template: "{{-3}} {{- 3}} {{ 3 -}} x", text: "-33 3x" },
  { template: '{{ "a\\tb\\x41\\u00e6\\101" }} {{ `raw\\n` }}', text: "a\tbAæA raw\\n" },
  { template: '{{ "}}" }}', text: "}}" },
  // variables
  { template: "{{ $x := 5 }}{{ $x }}", text: "5" },
  { template: "{{ $x := 5 }}{{ $x = 6 }}{{ $x }}", text: "6" },
  { template: "{{ $c := .claims }}{{ $c.nested.a.x }}", text: "y" },
  { template: "{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ end }}{{ $x }}", text: "1" },
  { template: "{{ $x := 1 }}{{ range .claims.groups }}{{ $x = . }}{{ end }}{{ $x }}", text: "it" },
  // if, with
  { template: "{{ if .claims.t }}y{{ else }}n{{ end }}", text: "y" },
  { template: "{{ if .claims.missing }}a{{ else if .claims.n }}b{{ else }}c{{ end }}", text: "b" },
  {
    template:
      "{{ if .claims.ea }}y{{ else }}n{{ end }}{{ if .claims.eo }}y{{ else }}n{{ end }}{{ if .claims.empty }}y{{ else }}n{{ end }}{{ if 0 }}y{{ else }}n{{ end }}",
    text: "nnnn",
  },
  { template: "{{ if $x := .claims.n }}{{ $x }}{{ end }}", text: "5" },
  { template: '{{ if not (eq .claims.email "x") }}ok{{ end }}', text: "ok" },
  { template: "{{ with .claims.nested }}{{ .a.x }}{{ $.claims.n }}{{ end }}", text: "y5" },
  { template: "{{ with .claims.missing }}a{{ else with .claims.n }}{{ . }}{{ else }}c{{ end }}", text: "5" },
  { template: "{{ with $c := .claims }}{{ $c.n }}{{ .n }}{{ end }}", text: "55" },
  // range
  { template: "{{ range .claims.groups }}{{ . }},{{ end }}", text: "admin,user,it," },
  {
    template: "{{ range $i, $g := .claims.groups }}{{ if $i }},{{ end }}{{ $g }}{{ end }}",
    text: "admin,user,it",
  },
  { template: "{{ range $g := .claims.groups }}{{ $g }};{{ end }}", text: "admin;user;it;" },
  {
    template: "{{ range $k, $v := .claims.nested }}{{ $k }}={{ $v }};{{ end }}",
    text: "a=map[x:y];b=1;c=;",
    existing: "a=map[x:y];b=1;c=<no value>;",
    why: missing,
  },
  { template: "{{ range .claims.users }}{{ .name }}{{ end }}", text: "AB" },
  { template: "{{ range .claims.ea }}x{{ else }}none{{ end }}", text: "none" },
  { template: "{{ range .claims.missing }}x{{ else }}none{{ end }}", text: "none" },
  { template: "{{ range $i, $e := .claims.ea }}{{ else }}{{ $i }}{{ $e }}{{ end }}", text: "[][]" },
  {
    template: '{{ range .claims.groups }}{{ if eq . "user" }}{{ break }}{{ end }}{{ . }}{{ end }}',
    text: "admin",
  },
  {
    template: '{{ range .claims.groups }}{{ if eq . "user" }}{{ continue }}{{ end }}{{ . }}{{ end }}',
    text: "adminit",
  },
  {
    template: "{{ range .claims.groups }}{{ range $.claims.users }}{{ break }}{{ end }}{{ . }}{{ end }}",
    text: "adminuserit",
  },
  { template: "{{ range 3 }}{{ . }}{{ end }}", text: "012" },
  {
    template: "{{ $i := 0 }}{{ $e := 0 }}{{ range $i, $e = .claims.groups }}{{ end }}{{ $i }}{{ $e }}",
    text: "2it",
  },
  // define, template, block
  { template: '{{ define "x" }}[{{ . }}]{{ end }}{{ template "x" .claims.n }}', text: "[5]" },
  {
    template: '{{ define "x" }}[{{ $ }}{{ .a.x }}]{{ end }}{{ template "x" .claims.nested }}',
    text: "[map[a:map[x:y] b:1 c:<nil>]y]",
  },
  { template: '{{ block "b" .claims.n }}<{{ . }}>{{ end }}', text: "<5>" },
  { template: '{{ define "x" }}a{{ end }}', text: "" },
  {
    template: '{{ define "x" }}{{ . }}{{ end }}{{ template "x" }}',
    text: undefined,
    existing: "<no value>",
    why: missing,
  },
  // functions
  {
    template: '{{ and true .claims.email }}|{{ and .claims.empty .claims.email }}|{{ or "" 0 false }}',
    text: "j@x.dk||false",
  },
  { template: "{{ or .claims.email (index .claims.groups 99) }}", text: "j@x.dk" },
  {
    template:
      '{{ eq .claims.email "x" "j@x.dk" }} {{ ne 1 2 }} {{ lt 1 2 }} {{ le 2 2 }} {{ gt "b" "a" }} {{ ge 1.5 1.5 }}',
    text: "true true true true true true",
  },
  { template: '{{ lt "Z" "a" }} {{ lt "ø" "😀" }} {{ lt "￿" "😀" }}', text: "true true true" },
  { template: "{{ len .claims.name }} {{ len .claims.groups }} {{ len .claims.nested }}", text: "10 3 3" },
  {
    template: '{{ index .claims.groups 1 }} {{ index .claims "nested" "a" "x" }} {{ index .claims.email 0 }}',
    text: "user y 106",
  },
  {
    template:
      "{{ slice .claims.email 2 }} {{ slice .claims.groups 1 }} {{ slice .claims.groups 0 2 }} {{ slice .claims.groups 0 1 2 }}",
    text: "x.dk [user it] [admin user] [admin]",
  },
  {
    template: '{{ print "a" 1 2 "b" }}|{{ print 1 2 }}|{{ print true "a" }}|{{ print }}',
    text: "a1 2b|1 2|truea|",
  },
  { template: '{{ println "a" 1 }}x', text: "a 1\nx" },
  { template: "{{ html .claims.q }}", text: "it&#39;s &#34;&lt;b&gt;&#34; &amp; � done" },
  { template: "{{ js .claims.q }}", text: 'it\\\'s \\"\\u003Cb\\u003E\\" \\u0026 \\u0000 done' },
  { template: '{{ urlquery "a b+c/æ~*-_." }}', text: "a+b%2Bc%2F%C3%A6~%2A-_." },
  {
    template: '{{ html 1 2 }}|{{ js "a" 1 }}|{{ urlquery .claims.groups }}',
    text: "1 2|a1|%5Badmin+user+it%5D",
  },
  {
    template:
      '{{ .claims.groups | withPrefix "p:" }}|{{ .claims.email | withSuffix "!" }}|{{ .claims.n | withPrefix "x" }}',
    text: "[p:admin p:user p:it]|j@x.dk!|x5",
  },
  { template: '{{ .claims.mixed | withPrefix "x" }}', text: "[xa x1 x1.5 xtrue x<nil> x[n] xmap[k:v]]" },
  { template: '{{ .claims.ea | withPrefix "p:" }}', text: "[]" },
  {
    template: '{{ .claims.groups | withPrefix "p:" | withSuffix ":s" | mapToJsonArray }}',
    text: '["p:admin:s","p:user:s","p:it:s"]',
  },
  {
    template: "{{ .claims.email | mapToJsonArray }} {{ .claims.ea | mapToJsonArray }}",
    text: '["j@x.dk"] []',
  },
  { template: '{{ mapToJsonArray "it\'s" }}', text: '["it\'s"]', existing: '["it\\\'s"]', why: json },
  { template: '{{ mapToJsonArray "<a>" }}', text: '["<a>"]', existing: '["\\u003Ca\\u003E"]', why: json },
  { template: '{{ .claims.name | printf "%s-%s" "x" }}', text: "x-Jørgen Ø" },
  { template: "{{ .claims.groups | len | eq 3 }}", text: "true" },
  { template: '{{ "a" | print "b" | len }}', text: "2" },
  // printf
  { template: '{{ printf "%s-%d-%v" "a" 1 .claims.groups }}', text: "a-1-[admin user it]" },
  {
    template:
      '{{ printf "%5s|%-5s|%05d|%+d|% d|%x|%X|%o|%b|%c|%U|%t|%%" "ab" "ab" 42 42 42 255 255 8 5 65 65 true }}',
    text: "   ab|ab   |00042|+42| 42|ff|FF|10|101|A|U+0041|true|%",
  },
  {
    template: '{{ printf "%.2f|%8.3f|%e|%g|%G|%.3g|%6.2f%%" 3.14159 2.5 123456.789 1e21 1e-7 1234.5 99.5 }}',
    text: "3.14|   2.500|1.234568e+05|1e+21|1E-07|1.23e+03| 99.50%",
  },
  { template: '{{ printf "%.0f %.0f %.0f %.1f %.2f" 0.5 1.5 2.5 0.25 0.125 }}', text: "0 2 2 0.2 0.12" },
  {
    template: '{{ printf "%x %X %q %+q" "hej" "hej" "æ\\n\\"" "æ😀" }}',
    text: '68656a 68656A "æ\\n\\"" "\\u00e6\\U0001f600"',
  },
  { template: '{{ printf "%.2s|%5.1s|" "ærø" "ærø" }}', text: "ær|    æ|" },
  {
    template: '{{ printf "%q %s" .claims.groups .claims.nested }}',
    text: undefined,
    existing: '["admin" "user" "it"] map[a:map[x:y] b:%!s(float64=1) c:<nil>]',
    why: complaint,
  },
  {
    template: '{{ printf "%[2]s %[1]s" "a" "b" }} {{ printf "%*d|%-*d|" 5 42 5 42 }}',
    text: "b a    42|42   |",
  },
  { template: '{{ printf "%6v|%-6v|%06v" 42 true 42 }}', text: "    42|true  |000042" },
  { template: '{{ printf "%d" .claims.n }}', text: "5", existing: "%!d(float64=5)", why: numbers },
  { template: '{{ printf "%d" "x" }}', text: undefined, existing: "%!d(string=x)", why: complaint },
  { template: '{{ printf "%s" 5 }}', text: undefined, existing: "%!s(int=5)", why: complaint },
  { template: '{{ printf "%s" }}', text: undefined, existing: "%!s(MISSING)", why: complaint },
  { template: '{{ printf "a" 1 }}', text: undefined, existing: "a%!(EXTRA int=1)", why: complaint },
  { template: '{{ printf "%z" 1 }}', text: undefined, existing: "%!z(int=1)", why: complaint },
  { template: '{{ printf "%" }}', text: undefined, existing: "%!(NOVERB)", why: complaint },
]

/** Templates that do not compile: the column of the first problem, and a part of what is said about it. */
export const refusedTemplates: readonly (readonly [template: string, column: number, message: string])[] = [
  ["{{", 1, "this {{ has no }}"],
  ["a {{ .claims.name", 3, "this {{ has no }}"],
  ["{{ .claims.name } }", 17, "} has no meaning here"],
  ["{{ }}", 4, "a value is missing for this action"],
  ["{{ | .claims.name }}", 4, "a value is missing"],
  ["{{ .claims.name | }}", 19, "a function must stand after |"],
  ['{{ "abc }}', 4, "this string is not closed"],
  ["{{ `abc }}", 4, "this string is not closed"],
  ["{{ 'ab' }}", 4, "single quotes hold one character"],
  ['{{ "\\q" }}', 5, "Go has no escape \\q"],
  ['{{ "\\xff" }}', 4, "not valid UTF-8"],
  ["{{/* a }}", 3, "this comment is not closed"],
  ["{{/* a */ b }}", 10, "a comment must fill its action"],
  ["a{{ /* c */ }}b", 5, "/ has no meaning here"],
  ["{{ .claims.a-b }}", 13, 'index .claims "a-b"'],
  ["{{ .claims.groups.0 }}", 18, "index .claims.groups 0"],
  ["{{ .claims. }}", 11, "a name is missing after the dot"],
  ["{{ .claims .name }}", 12, "write .name without a space before it"],
  ['{{ .claims.name "x" }}', 17, "only functions take arguments"],
  ['{{ "a" "b" }}', 8, "only functions take arguments"],
  ["{{ print(1) }}", 9, "a space is missing here"],
  ["{{ print 1, 2 }}", 11, "expected }}, found ,"],
  ["{{ ( .claims.name }}", 19, "expected ), found }}"],
  ["{{ .claims.name ) }}", 17, "expected }}, found )"],
  ["{{ ().x }}", 5, "a value is missing for the parentheses"],
  ['{{ "a".b }}', 7, "has nothing to be a field of"],
  ["{{ nil }}", 4, "nil cannot stand alone"],
  ["{{ nil | print }}", 4, "nil cannot stand alone"],
  ["{{ .claims.name | 5 }}", 19, "a function must stand after |"],
  ['{{ 1 | (print "a") }}', 8, "a function must stand after |"],
  ["{{ 5 | .claims.name }}", 8, "a function must stand after |"],
  ["{{ foo .claims.name }}", 4, "there is no function foo"],
  ["{{ .claims.name | pritnf }}", 19, "did you mean printf?"],
  ["{{ call .claims.name }}", 4, "call has nothing to call"],
  ["{{ not 1 2 }}", 4, "not takes 1 argument, not 2"],
  ["{{ and }}", 4, "and takes at least 1 argument, not 0"],
  ["{{ slice 1 2 3 4 5 }}", 4, "slice takes 1 to 4 arguments, not 5"],
  ['{{ "a" | withPrefix }}', 10, "withPrefix takes 2 arguments, not 1"],
  ["{{ print len }}", 10, "len takes 1 argument, not 0"],
  ["{{ $y }}", 4, "the variable $y is not defined here"],
  ["{{ $x = 6 }}", 4, "the variable $x is not defined here"],
  ["{{ $x := $x }}", 10, "the variable $x is not defined here"],
  ["{{ if $x := 1 }}{{ end }}{{ $x }}", 29, "the variable $x is not defined here"],
  ['{{ $x := 1 }}{{ define "a" }}{{ $x }}{{ end }}', 33, "the variable $x is not defined here"],
  ["{{ $x, $y := 1 }}", 4, "takes 1 variable at most"],
  ["{{ $ = 1 }}", 4, "$ is the template's data"],
  ["{{ $x := }}", 10, "a value is missing"],
  ["{{ if }}x{{ end }}", 7, "a value is missing for if"],
  ["{{ if true }}x", 4, "this block has no {{ end }}"],
  ["{{ if 1 }}{{ else }}", 4, "this block has no {{ end }}"],
  ["{{ if 1 }}{{ else }}{{ else }}{{ end }}", 24, "a second {{ else }}"],
  ["{{ if 1 }}{{ else with 1 }}{{ end }}", 19, "expected }}, found with"],
  ["{{ end }}", 4, "{{ end }} closes nothing"],
  ["{{ else }}", 4, "{{ else }} closes nothing"],
  ["{{ break }}", 4, "break stands outside of range"],
  ['{{ range 1 }}{{ block "x" . }}{{ break }}{{ end }}{{ end }}', 34, "break stands outside of range"],
  ["{{ range 1 }}{{ break x }}{{ end }}", 23, "expected }}, found x"],
  ['{{ template "nope" . }}', 4, 'there is no template "nope"'],
  ["{{ template x }}", 13, "the name of a template"],
  ['{{ define "x" }}', 4, "this block has no {{ end }}"],
  ['{{ define "x" }}a{{ end }}{{ define "x" }}b{{ end }}', 30, "is defined twice"],
  ['{{ if true }}{{ define "x" }}a{{ end }}{{ end }}', 17, "define stands inside of another block"],
  ["{{ .email }}", 4, "there is no .email"],
  ["{{ $.claim.email }}", 5, "there is no .claim"],
  ['{{ index . "email" }}', 12, "there is no .email"],
  ["{{ 9999999999999999999 }}", 4, "this number is too large"],
  ["{{ 08 }}", 4, "a leading 0 means octal"],
  ["{{ 0x }}", 4, "not a number"],
  ["{{ 1i }}", 4, "not a number"],
]
