/** A page of `docs/`, as text in the bundle: `import page from "…/page.md" with { type: "text" }`. */
declare module "*.md" {
  const text: string
  // biome-ignore lint/style/noDefaultExport: the language names a text module's only export so.
  export default text
}
