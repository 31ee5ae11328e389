import { append, crlf, type EditCase, lines, middlewaresPath, unterminated } from "./case.ts"

/** Where the middleware reference goes, in every way that people write `ingress.public.middlewares`. */
export const appendCases: readonly EditCase[] = [
  {
    name: "a block list with an item",
    before: lines`
      ingress:
        public:
          enabled: true
          middlewares:
            - shop-headers@kubernetescrd
        private:
          enabled: false
      `,
    after: lines`
      ingress:
        public:
          enabled: true
          middlewares:
            - shop-headers@kubernetescrd
            - shop-myapp-oidc@kubernetescrd
        private:
          enabled: false
      `,
  },
  {
    name: "no list",
    before: lines`
      ingress:
        public:
          enabled: true
        private:
          enabled: false
      `,
    after: lines`
      ingress:
        public:
          enabled: true
          middlewares:
            - shop-myapp-oidc@kubernetescrd
        private:
          enabled: false
      `,
  },
  {
    name: "no public ingress",
    before: lines`
      ingress:
        private:
          enabled: true
      image: nginx
      `,
    after: lines`
      ingress:
        private:
          enabled: true
        public:
          middlewares:
            - shop-myapp-oidc@kubernetescrd
      image: nginx
      `,
  },
  {
    name: "no ingress",
    before: lines`
      image: nginx
      `,
    after: lines`
      image: nginx
      ingress:
        public:
          middlewares:
            - shop-myapp-oidc@kubernetescrd
      `,
  },
  {
    name: "an empty file",
    before: "",
    after: lines`
      ingress:
        public:
          middlewares:
            - shop-myapp-oidc@kubernetescrd
      `,
  },
  {
    name: "a file of comments",
    before: lines`
      # Values of myapp.

      # Nothing yet.
      `,
    after: lines`
      # Values of myapp.

      # Nothing yet.
      ingress:
        public:
          middlewares:
            - shop-myapp-oidc@kubernetescrd
      `,
  },
  {
    name: "a file of one comment without a final line break",
    before: "# Values of myapp.",
    after: unterminated(lines`
      # Values of myapp.
      ingress:
        public:
          middlewares:
            - shop-myapp-oidc@kubernetescrd
      `),
  },
  {
    name: "a byte order mark alone",
    before: "\uFEFF",
    after: `\uFEFF${lines`
      ingress:
        public:
          middlewares:
            - shop-myapp-oidc@kubernetescrd
      `}`,
  },
  {
    name: "a list that is null, with a comment",
    before: lines`
      ingress:
        public:
          middlewares:   # none so far
          enabled: true
      `,
    after: lines`
      ingress:
        public:
          middlewares:   # none so far
            - shop-myapp-oidc@kubernetescrd
          enabled: true
      `,
  },
  {
    name: "the word null, with a comment",
    before: lines`
      ingress:
        public:
          middlewares: null # none so far
          enabled: true
      `,
    after: lines`
      ingress:
        public:
          middlewares: # none so far
            - shop-myapp-oidc@kubernetescrd
          enabled: true
      `,
  },
  {
    name: "a tilde in place of the ingress",
    before: lines`
      ingress: ~
      image: nginx
      `,
    after: lines`
      ingress:
        public:
          middlewares:
            - shop-myapp-oidc@kubernetescrd
      image: nginx
      `,
  },
  {
    name: "an ingress without a value at the end of the file",
    before: "image: nginx\ningress:",
    after: "image: nginx\ningress:\n  public:\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd",
  },
  {
    name: "an ingress with nothing but commented-out keys",
    before: lines`
      ingress:
        # public:
        #   enabled: true
      image: nginx
      `,
    after: lines`
      ingress:
        # public:
        #   enabled: true
        public:
          middlewares:
            - shop-myapp-oidc@kubernetescrd
      image: nginx
      `,
  },
  {
    name: "an anchor on the null that is filled",
    before: "ingress: &unused\nimage: nginx\n",
    after:
      "ingress: &unused\n  public:\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\nimage: nginx\n",
  },
  {
    name: "an empty ingress in braces",
    before: "ingress: {} # later\nimage: nginx\n",
    after: "ingress: {public: {middlewares: [shop-myapp-oidc@kubernetescrd]}} # later\nimage: nginx\n",
  },
  {
    name: "an empty list in brackets",
    before: lines`
      ingress:
        public:
          middlewares: [] # later
          enabled: true
      `,
    after: lines`
      ingress:
        public:
          middlewares: [shop-myapp-oidc@kubernetescrd] # later
          enabled: true
      `,
  },
  {
    name: "an empty list with a space inside",
    before: "ingress: { public: { middlewares: [ ] } }\n",
    after: "ingress: { public: { middlewares: [ shop-myapp-oidc@kubernetescrd ] } }\n",
  },
  {
    name: "an empty list over two lines with a comment inside",
    before: "ingress:\n  public:\n    middlewares: [\n      # none\n    ]\n",
    after: "ingress:\n  public:\n    middlewares: [shop-myapp-oidc@kubernetescrd\n      # none\n    ]\n",
  },
  {
    name: "a map in braces",
    before: "ingress:\n  public: {enabled: true}\n  private: {enabled: false}\n",
    after:
      "ingress:\n  public: {enabled: true, middlewares: [shop-myapp-oidc@kubernetescrd]}\n  private: {enabled: false}\n",
  },
  {
    name: "a map in braces with spaces and a trailing comma",
    before: "ingress:\n  public: { enabled: true, }\n",
    after: "ingress:\n  public: { enabled: true, middlewares: [shop-myapp-oidc@kubernetescrd], }\n",
  },
  {
    name: "a key without a value in braces",
    before: "ingress: {public, private: }\n",
    after: "ingress: {public: {middlewares: [shop-myapp-oidc@kubernetescrd]}, private: }\n",
  },
  {
    name: "a colon without a value in braces",
    before: "ingress: {public: , private: 1}\n",
    after: "ingress: {public: {middlewares: [shop-myapp-oidc@kubernetescrd]} , private: 1}\n",
  },
  {
    name: "a last colon without a value in braces, which the comma must not touch",
    before: "ingress: {public: {enabled: }}\n",
    after: "ingress: {public: {enabled: , middlewares: [shop-myapp-oidc@kubernetescrd] }}\n",
  },
  {
    name: "a last colon without a value at the end of its line in braces",
    before: "ingress:\n  public: {\n    enabled:\n  }\n",
    after: "ingress:\n  public: {\n    enabled: ,\n    middlewares: [shop-myapp-oidc@kubernetescrd]\n  }\n",
  },
  {
    name: "a last colon in braces that YAML 1.1 takes for part of the word",
    before: "ingress: {public: {enabled:}}\n",
    after: "ingress: {public: {enabled:, middlewares: [shop-myapp-oidc@kubernetescrd]}}\n",
  },
  {
    name: "a map in braces with spaces, without public",
    before: "ingress: { private: 1 }\n",
    after: "ingress: { private: 1, public: { middlewares: [shop-myapp-oidc@kubernetescrd] } }\n",
  },
  {
    name: "a list in brackets with items close together",
    before: "ingress:\n  public:\n    middlewares: [a,b]\n",
    after: "ingress:\n  public:\n    middlewares: [a,b,shop-myapp-oidc@kubernetescrd]\n",
  },
  {
    name: "a list in brackets with quoted items and spaces",
    before: `ingress:\n  public:\n    middlewares: [ 'a', 'b' ]\n`,
    after: `ingress:\n  public:\n    middlewares: [ 'a', 'b', 'shop-myapp-oidc@kubernetescrd' ]\n`,
  },
  {
    name: "a list in brackets with an item per line and comments",
    before: lines`
      ingress:
        public:
          middlewares: [
            a, # first
            b  # second
            # more to come
          ]
      `,
    after: lines`
      ingress:
        public:
          middlewares: [
            a, # first
            b,  # second
            shop-myapp-oidc@kubernetescrd
            # more to come
          ]
      `,
  },
  {
    name: "a list in brackets with an item per line and a trailing comma",
    before: lines`
      ingress:
        public:
          middlewares: [
            "a",
            "b", # second
          ]
      `,
    after: lines`
      ingress:
        public:
          middlewares: [
            "a",
            "b", # second
            "shop-myapp-oidc@kubernetescrd",
          ]
      `,
  },
  {
    name: "a list in brackets that closes on the last item's line",
    before: "ingress:\n  public:\n    middlewares: [\n      a,\n      b ]\n",
    after:
      "ingress:\n  public:\n    middlewares: [\n      a,\n      b,\n      shop-myapp-oidc@kubernetescrd ]\n",
  },
  {
    name: "a list in brackets that fills its lines",
    before: "ingress:\n  public:\n    middlewares: [a, b,\n      c, d # last\n    ]\n",
    after:
      "ingress:\n  public:\n    middlewares: [a, b,\n      c, d, shop-myapp-oidc@kubernetescrd # last\n    ]\n",
  },
  {
    name: "JSON",
    before: lines`
      {
        "image": "nginx",
        "ingress": {
          "public": {
            "enabled": true
          }
        }
      }
      `,
    after: lines`
      {
        "image": "nginx",
        "ingress": {
          "public": {
            "enabled": true,
            "middlewares": ["shop-myapp-oidc@kubernetescrd"]
          }
        }
      }
      `,
  },
  {
    name: "JSON on one line",
    before: `{"ingress":{"public":{"middlewares":["a"]}}}`,
    after: `{"ingress":{"public":{"middlewares":["a", "shop-myapp-oidc@kubernetescrd"]}}}`,
  },
  {
    name: "items in the column of their key",
    before: lines`
      ingress:
        public:
          middlewares:
          - a
          enabled: true
      `,
    after: lines`
      ingress:
        public:
          middlewares:
          - a
          - shop-myapp-oidc@kubernetescrd
          enabled: true
      `,
  },
  {
    name: "no list, and lists elsewhere stand in the column of their key",
    before: lines`
      hosts:
      - a
      ingress:
        public:
          enabled: true
      `,
    after: lines`
      hosts:
      - a
      ingress:
        public:
          enabled: true
          middlewares:
          - shop-myapp-oidc@kubernetescrd
      `,
  },
  {
    name: "items in the column of their key, and a comment about the next key",
    before: lines`
      ingress:
        public:
          middlewares:
          - a
          # whether it is on
          enabled: true
      `,
    after: lines`
      ingress:
        public:
          middlewares:
          - a
          - shop-myapp-oidc@kubernetescrd
          # whether it is on
          enabled: true
      `,
  },
  {
    name: "items in the column of their key, and a commented-out item",
    before: lines`
      ingress:
        public:
          middlewares:
          - a
          # - b

          enabled: true
      `,
    after: lines`
      ingress:
        public:
          middlewares:
          - a
          # - b
          - shop-myapp-oidc@kubernetescrd

          enabled: true
      `,
  },
  {
    name: "four spaces",
    before: lines`
      ingress:
          public:
              enabled: true
      image:
          name: nginx
      `,
    after: lines`
      ingress:
          public:
              enabled: true
              middlewares:
                  - shop-myapp-oidc@kubernetescrd
      image:
          name: nginx
      `,
  },
  {
    name: "two spaces once, four spaces mostly",
    before: "a:\n  b: 1\nc:\n    d:\n        e: 1\n",
    after:
      "a:\n  b: 1\nc:\n    d:\n        e: 1\ningress:\n    public:\n        middlewares:\n            - shop-myapp-oidc@kubernetescrd\n",
  },
  {
    name: "four spaces, lists two deep",
    before: lines`
      hosts:
        - a
      ingress:
          private:
              enabled: true
      `,
    after: lines`
      hosts:
        - a
      ingress:
          private:
              enabled: true
          public:
              middlewares:
                - shop-myapp-oidc@kubernetescrd
      `,
  },
  {
    name: "wide gaps after the dash",
    before: "ingress:\n  public:\n    middlewares:\n      -   a\n",
    after: "ingress:\n  public:\n    middlewares:\n      -   a\n      -   shop-myapp-oidc@kubernetescrd\n",
  },
  {
    name: "double quotes",
    before: `ingress:\n  public:\n    middlewares:\n      - "a"\n`,
    after: `ingress:\n  public:\n    middlewares:\n      - "a"\n      - "shop-myapp-oidc@kubernetescrd"\n`,
  },
  {
    name: "quotes that were needed are no model",
    before: `ingress:\n  public:\n    middlewares:\n      - a\n      - "*"\n`,
    after: `ingress:\n  public:\n    middlewares:\n      - a\n      - "*"\n      - shop-myapp-oidc@kubernetescrd\n`,
  },
  {
    name: "an item on the line after its dash",
    before: "ingress:\n  public:\n    middlewares:\n      -\n        a\n",
    after:
      "ingress:\n  public:\n    middlewares:\n      -\n        a\n      - shop-myapp-oidc@kubernetescrd\n",
  },
  {
    name: "an item with an anchor, used elsewhere",
    before: "ingress:\n  public:\n    middlewares:\n      - &first a\nuses: *first\n",
    after:
      "ingress:\n  public:\n    middlewares:\n      - &first a\n      - shop-myapp-oidc@kubernetescrd\nuses: *first\n",
  },
  {
    name: "comments before, beside and after items",
    before: lines`
      ingress:
        public:
          # In the order in which they run:
          middlewares:
            # headers first
            - a   # beside
            # - b
            # - c
          # enabled or not
          enabled: true
      `,
    after: lines`
      ingress:
        public:
          # In the order in which they run:
          middlewares:
            # headers first
            - a   # beside
            # - b
            # - c
            - shop-myapp-oidc@kubernetescrd
          # enabled or not
          enabled: true
      `,
  },
  {
    name: "comments after a blank line stay behind",
    before: lines`
      ingress:
        public:
          middlewares:
            - a

            # - b

        # The private one
        private:
          enabled: false
      `,
    after: lines`
      ingress:
        public:
          middlewares:
            - a
            - shop-myapp-oidc@kubernetescrd

            # - b

        # The private one
        private:
          enabled: false
      `,
  },
  {
    name: "a commented-out list",
    before: lines`
      ingress:
        public:
          enabled: true
          # middlewares:
          #   - shop-headers@kubernetescrd
        private:
          enabled: false
      `,
    after: lines`
      ingress:
        public:
          enabled: true
          # middlewares:
          #   - shop-headers@kubernetescrd
          middlewares:
            - shop-myapp-oidc@kubernetescrd
        private:
          enabled: false
      `,
  },
  {
    name: "a list commented out at the start of the line",
    before: "ingress:\n  public:\n    enabled: true\n#   middlewares: []\n  private: {}\n",
    after:
      "ingress:\n  public:\n    enabled: true\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n#   middlewares: []\n  private: {}\n",
  },
  {
    name: "a commented-out item of the list before the new key",
    before: lines`
      ingress:
        public:
          hosts:
            - a
            # - b
        private: {}
      `,
    after: lines`
      ingress:
        public:
          hosts:
            - a
            # - b
          middlewares:
            - shop-myapp-oidc@kubernetescrd
        private: {}
      `,
  },
  {
    name: "several blank lines and a closing comment",
    before: "ingress:\n  public:\n    enabled: true\n\n\n\n# the end\n",
    after:
      "ingress:\n  public:\n    enabled: true\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n\n\n\n# the end\n",
  },
  {
    name: "aligned values with comments",
    before: lines`
      ingress:
        public:
          enabled:     true      # on
          fqdn:        a.example # here
        private:
          enabled:     false     # off
      `,
    after: lines`
      ingress:
        public:
          enabled:     true      # on
          fqdn:        a.example # here
          middlewares:
            - shop-myapp-oidc@kubernetescrd
        private:
          enabled:     false     # off
      `,
  },
  {
    name: "CRLF",
    before: crlf("ingress:\n  public:\n    enabled: true # c\n  private: {}\n"),
    after: crlf(
      "ingress:\n  public:\n    enabled: true # c\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n  private: {}\n",
    ),
  },
  {
    name: "CRLF in a list in brackets",
    before: crlf("ingress:\n  public:\n    middlewares: [\n      a # c\n    ]\n"),
    after: crlf(
      "ingress:\n  public:\n    middlewares: [\n      a, # c\n      shop-myapp-oidc@kubernetescrd\n    ]\n",
    ),
  },
  {
    name: "CRLF without a final line break",
    before: "image: nginx\r\ningress:\r\n  public:\r\n    enabled: true",
    after:
      "image: nginx\r\ningress:\r\n  public:\r\n    enabled: true\r\n    middlewares:\r\n      - shop-myapp-oidc@kubernetescrd",
  },
  {
    name: "line breaks of both kinds: that of the line before",
    before: "ingress:\n  public:\r\n    enabled: true\nimage: a\r\n",
    after:
      "ingress:\n  public:\r\n    enabled: true\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\nimage: a\r\n",
  },
  {
    name: "a byte order mark before the first key",
    before: "\uFEFFingress:\n  public:\n    enabled: true\n",
    after:
      "\uFEFFingress:\n  public:\n    enabled: true\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n",
  },
  {
    name: "a byte order mark before an indented first line",
    before: "\uFEFF  ingress:\n    public: {}\n",
    after: "\uFEFF  ingress:\n    public: {middlewares: [shop-myapp-oidc@kubernetescrd]}\n",
  },
  {
    name: "no final line break",
    before: "ingress:\n  public:\n    enabled: true",
    after: "ingress:\n  public:\n    enabled: true\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd",
  },
  {
    name: "a clipped text block at the end",
    before: "ingress:\n  public:\n    note: |\n      one\n\n      two\n\n\nimage: nginx\n",
    after:
      "ingress:\n  public:\n    note: |\n      one\n\n      two\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n\n\nimage: nginx\n",
  },
  {
    name: "a text block that keeps its blank lines",
    before: "ingress:\n  public:\n    note: |+\n      one\n\n\nimage: nginx\n",
    after:
      "ingress:\n  public:\n    note: |+\n      one\n\n\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\nimage: nginx\n",
  },
  {
    name: "a text block that keeps its blank lines, then a comment",
    before: "ingress:\n  public:\n    note: >+\n      one\n\n# about the image\nimage: nginx\n",
    after:
      "ingress:\n  public:\n    note: >+\n      one\n\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n# about the image\nimage: nginx\n",
  },
  {
    name: "a text block whose last line is spaces only",
    before: "ingress:\n  public:\n    note: |\n      one\n        \n\nimage: nginx\n",
    after:
      "ingress:\n  public:\n    note: |\n      one\n        \n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n\nimage: nginx\n",
  },
  {
    name: "a text block with lines that look like comments and keys",
    before: "ingress:\n  public:\n    note: |\n      # no comment\n      middlewares:\n        - no item\n",
    after:
      "ingress:\n  public:\n    note: |\n      # no comment\n      middlewares:\n        - no item\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n",
  },
  {
    name: "an empty text block",
    before: "ingress:\n  public:\n    note: |\n  private: {}\n",
    after:
      "ingress:\n  public:\n    note: |\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n  private: {}\n",
  },
  {
    name: "an empty text block without a final line break",
    before: "ingress:\n  public:\n    note: |",
    after: "ingress:\n  public:\n    note: |\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd",
  },
  {
    name: "a stripped text block without a final line break",
    before: "ingress:\n  public:\n    note: |-\n      one",
    after:
      "ingress:\n  public:\n    note: |-\n      one\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd",
  },
  {
    name: "a text block without a final line break: the new key goes before it",
    before: "ingress:\n  public:\n    enabled: true\n    # why\n    note: |\n      one",
    after:
      "ingress:\n  public:\n    enabled: true\n    # why\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n    note: |\n      one",
  },
  {
    name: "a folded plain string",
    before: "ingress:\n  public:\n    note: one\n      two # end\n    \n  private: {}\n",
    after:
      "ingress:\n  public:\n    note: one\n      two # end\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n    \n  private: {}\n",
  },
  {
    name: "a folded quoted string with a # inside",
    before: 'ingress:\n  public:\n    note: "one\n\n      # two\n      three"\n  private: {}\n',
    after:
      'ingress:\n  public:\n    note: "one\n\n      # two\n      three"\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n  private: {}\n',
  },
  {
    name: "keys in quotes",
    before: `"ingress":\n  'public':\n    "enabled": true\n`,
    after: `"ingress":\n  'public':\n    "enabled": true\n    "middlewares":\n      - shop-myapp-oidc@kubernetescrd\n`,
  },
  {
    name: "some keys in quotes",
    before: `ingress:\n  public:\n    "*": true\n    enabled: true\n`,
    after: `ingress:\n  public:\n    "*": true\n    enabled: true\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n`,
  },
  {
    name: "a space before the colon",
    before: "ingress :\n  public :\n    enabled : true\n",
    after:
      "ingress :\n  public :\n    enabled : true\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n",
  },
  {
    name: "anchors, aliases and merge keys elsewhere",
    before: lines`
      defaults: &defaults
        cpu: 1
      worker:
        <<: *defaults
      ingress:
        <<: *defaults
        public:
          enabled: true
      `,
    after: lines`
      defaults: &defaults
        cpu: 1
      worker:
        <<: *defaults
      ingress:
        <<: *defaults
        public:
          enabled: true
          middlewares:
            - shop-myapp-oidc@kubernetescrd
      `,
  },
  {
    name: "a document start with a comment, and an end",
    before: "--- # values\ningress:\n  public:\n    enabled: true\n...\n",
    after:
      "--- # values\ningress:\n  public:\n    enabled: true\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n...\n",
  },
  {
    name: "a directive",
    before: "%YAML 1.2\n---\nimage: nginx\n",
    after:
      "%YAML 1.2\n---\nimage: nginx\ningress:\n  public:\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n",
  },
  {
    name: "a document that is empty between its marks",
    before: "---\n# nothing\n...\n",
    after:
      "---\n# nothing\ningress:\n  public:\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n...\n",
  },
  {
    name: "several documents: the one with the key",
    before: "a: 1\n---\ningress:\n  public:\n    enabled: true\n---\nb: 1\n",
    after:
      "a: 1\n---\ningress:\n  public:\n    enabled: true\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n---\nb: 1\n",
  },
  {
    name: "several documents without the key: the first",
    before: "a: 1\n---\nb: 1\n",
    after: "a: 1\ningress:\n  public:\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n---\nb: 1\n",
  },
  {
    name: "several documents, the first of them empty: the first that is a map",
    before: "---\n---\na: 1\n",
    after: "---\n---\na: 1\ningress:\n  public:\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n",
  },
  {
    name: "tabs where YAML allows them",
    before: "ingress:\t# a tab\n  public:\n    enabled:\ttrue\t# and more\n\t# here too\n  private: {}\n",
    after:
      "ingress:\t# a tab\n  public:\n    enabled:\ttrue\t# and more\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n\t# here too\n  private: {}\n",
  },
  {
    name: "an explicit key that is not in the way",
    before: "? [a, b]\n: 1\ningress:\n  public:\n    ? c\n",
    after:
      "? [a, b]\n: 1\ningress:\n  public:\n    ? c\n    middlewares:\n      - shop-myapp-oidc@kubernetescrd\n",
  },
  {
    name: "the item is there",
    before: "ingress:\n  public:\n    middlewares: [ 'shop-myapp-oidc@kubernetescrd' , b]\n",
    after: "ingress:\n  public:\n    middlewares: [ 'shop-myapp-oidc@kubernetescrd' , b]\n",
  },
  {
    name: "the item is there as an alias",
    before: "name: &mw shop-myapp-oidc@kubernetescrd\ningress:\n  public:\n    middlewares:\n      - *mw\n",
    after: "name: &mw shop-myapp-oidc@kubernetescrd\ningress:\n  public:\n    middlewares:\n      - *mw\n",
  },
  {
    name: "an item that needs quotes",
    before: "paths:\n  - /a\n",
    after: 'paths:\n  - /a\n  - "yes"\n',
    operation: { kind: "append-item", path: ["paths"], item: "yes" },
  },
  {
    name: "an item next to one that looks like an alias",
    before: 'ingress:\n  public:\n    middlewares:\n      - "*%"\n',
    after: 'ingress:\n  public:\n    middlewares:\n      - "*%"\n      - shop-myapp-oidc@kubernetescrd\n',
  },
  {
    name: "a list within a list item",
    before: "rules:\n  - name: a\n    anyOf:\n      - x\n  - name: b\n",
    after: "rules:\n  - name: a\n    anyOf:\n      - x\n  - name: b\n    anyOf:\n      - z\n",
    operation: { kind: "append-item", path: ["rules", 1, "anyOf"], item: "z" },
  },
  {
    name: "a list of lists",
    before: "- - a\n  - b\n- - c\n",
    after: "- - a\n  - b\n  - d\n- - c\n",
    operation: { kind: "append-item", path: [0], item: "d" },
  },
  {
    name: "deep nesting",
    before: "a:\n b:\n  c:\n   d:\n    e:\n     f: 1\n",
    after: "a:\n b:\n  c:\n   d:\n    e:\n     f: 1\n     g:\n      - x\n",
    operation: { kind: "append-item", path: ["a", "b", "c", "d", "e", "g"], item: "x" },
  },
  {
    name: "the private ingress of a file that has both",
    before: lines`
      ingress:
        public:
          middlewares:
            - a
        private:
          middlewares:
            - b
      `,
    after: lines`
      ingress:
        public:
          middlewares:
            - a
        private:
          middlewares:
            - b
            - c
      `,
    operation: {
      ...append,
      path: middlewaresPath.with(1, "private"),
      item: "c",
    } as EditCase["operation"] & {},
  },
]
