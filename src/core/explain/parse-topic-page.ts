import type { Topic } from "./topic.ts"

/**
 * The topics of a page of documentation: one for each `###` heading, which is the id. The first sentence below it tells
 * what happened, the rest of the section what to do. So the page stays the only place where they are written.
 */
export function parseTopicPage(markdown: string): readonly Topic[] {
  return markdown
    .split(/^### /m)
    .slice(1)
    .flatMap((section) => {
      const [heading = "", ...lines] = section.split(/^#{1,2} /m, 1)[0]?.split("\n") ?? []
      const text = plain(lines.join(" "))
      return text === "" ? [] : [makeTopic(plain(heading), text)]
    })
}

function makeTopic(id: string, text: string): Topic {
  const end = /\.(?= )/.exec(text)?.index ?? text.length
  const fix = text.slice(end + 1).trim()
  const title = text.slice(0, end).replace(/\.$/, "")
  return { id, title, owner: "app-team", ...(fix === "" ? {} : { fix }) }
}

/** Without Markdown's marks and line breaks. */
const plain = (markdown: string): string =>
  markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/`|\*\*/g, "")
    .replace(/\s+/g, " ")
    .trim()
