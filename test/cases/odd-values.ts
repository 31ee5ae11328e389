/** `values.yaml` files as hands and generators write them: same meaning, odd shapes. Each serves `odd.example.com` publicly. */
export const oddLayouts: Readonly<Record<string, string>> = {
  "two spaces": `ingress:
  enabled: true
  fqdn:
    - odd.example.com
  public:
    enabled: true
`,
  "four spaces, aligned comments": `image:
    tag: "1"          # bumped
    pull: Always      # kept

ingress:              # the way in
    enabled: true     # yes
    fqdn:
        - odd.example.com   # main
    public:
        enabled: true # open

env: {A: "1",   B: '2'}
`,
  "lists at their parent's column": `ingress:
  enabled: true
  fqdn:
  - odd.example.com
  public:
    enabled: true
    ipAllowList:
    - 10.0.0.0/8
    middlewares:
    - shop-dev-allow@kubernetescrd
`,
  "one flow mapping": `ingress: {enabled: true, fqdn: [odd.example.com], public: {enabled: true}}
service: {port: 80}
`,
  "a flow list of references": `ingress:
  fqdn: [ "odd.example.com" ]
  public:
    enabled: true
    middlewares: [ 'shop-dev-allow@kubernetescrd' ] # order matters
`,
  "an empty flow list": `ingress:
  fqdn: [odd.example.com]
  public:
    middlewares: []
    enabled: true
`,
  "a key without value": `ingress:
  fqdn: [odd.example.com]
  public:
    enabled: true
    middlewares:
resources: {}
`,
  "a commented-out key": `ingress:
  fqdn:
    - odd.example.com
  public:
    enabled: true
    # middlewares:
    #   - old@kubernetescrd

  private:
    enabled: false
`,
  "quoted keys and a document start": `---
"ingress":
  'enabled': true
  "fqdn": ["odd.example.com"]
  "public":
    "enabled": true
`,
  "comments and long texts all around": `# Owned by the shop team.
#
# $schema: none

ingress:
  # which hosts
  fqdn:
    - odd.example.com
    # - other.example.com
  public:
    enabled: true   # since 2024


# ------------------------------------------------------------------
env:
  - name: LONG
    value: >-
      folded text that goes on
      over lines
  - name: BLOCK
    value: |
      ingress:
        public: not this one
`,
}

export const endings: Readonly<Record<string, (text: string) => string>> = {
  "": (text) => text,
  ", no final newline": (text) => text.replace(/\n$/, ""),
  ", carriage returns": (text) => text.replaceAll("\n", "\r\n"),
  ", byte order mark": (text) => `\uFEFF${text}`,
}
