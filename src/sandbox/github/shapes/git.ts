/** Branches, commits, pull requests and releases as GitHub's REST API spells them. */
import {
  type Commit,
  isAncestor,
  type PullRequest,
  type ReleaseSeed,
  type Repository,
} from "../repository.ts"
import {
  type Json,
  type Links,
  makeRepository,
  makeUser,
  nodeId,
  repositoryUrl,
  timestamp,
} from "./account.ts"

const verification = {
  verified: false,
  reason: "unsigned",
  signature: null,
  payload: null,
  verified_at: null,
}

const person = (at: number): Json => ({ name: "Dev", email: "dev@example.com", date: timestamp(at) })

const commitLinks = (repository: Repository, sha: string, links: Links): Json => ({
  sha,
  url: `${repositoryUrl(repository, links)}/git/commits/${sha}`,
  html_url: `${links.web}/${repository.fullName}/commit/${sha}`,
})

const treeLink = (repository: Repository, sha: string, links: Links): Json => ({
  sha,
  url: `${repositoryUrl(repository, links)}/git/trees/${sha}`,
})

export const makeGitCommit = (
  { sha, tree, parents, message, at }: Commit,
  repository: Repository,
  links: Links,
): Json => ({
  ...commitLinks(repository, sha, links),
  node_id: nodeId("C", sha),
  author: person(at),
  committer: person(at),
  message,
  tree: treeLink(repository, tree, links),
  parents: parents.map((parent) => commitLinks(repository, parent, links)),
  verification,
})

export function makeBranch(name: string, commit: Commit, repository: Repository, links: Links): Json {
  const { sha, tree, parents, message, at } = commit
  const self = `${repositoryUrl(repository, links)}/branches/${name}`
  const isProtected = repository.protectedBranches.has(name)
  const url = `${repositoryUrl(repository, links)}/commits/${sha}`
  return {
    name,
    commit: {
      ...commitLinks(repository, sha, links),
      url,
      node_id: nodeId("C", sha),
      comments_url: `${url}/comments`,
      commit: {
        url: `${repositoryUrl(repository, links)}/git/commits/${sha}`,
        author: person(at),
        committer: person(at),
        message,
        comment_count: 0,
        tree: treeLink(repository, tree, links),
        verification,
      },
      author: null,
      committer: null,
      parents: parents.map((parent) => commitLinks(repository, parent, links)),
    },
    _links: { self, html: `${links.web}/${repository.fullName}/tree/${name}` },
    protected: isProtected,
    protection: { enabled: isProtected },
    protection_url: `${self}/protection`,
  }
}

export const makeTree = (
  sha: string,
  files: ReadonlyMap<string, string>,
  repository: Repository,
  links: Links,
): Json => ({
  ...treeLink(repository, sha, links),
  truncated: false,
  tree: [...files].map(([path, text]) => ({
    path,
    mode: "100644",
    type: "blob",
    sha,
    size: Buffer.byteLength(text),
    url: `${repositoryUrl(repository, links)}/git/blobs/${sha}`,
  })),
})

/** A file's content. The blob's id is not that of its text, which nobody looks at here. */
export function makeContent(
  path: string,
  text: string,
  ref: string,
  repository: Repository,
  links: Links,
): Json {
  const url = `${repositoryUrl(repository, links)}/contents/${path}?ref=${ref}`
  const sha = "0".repeat(40)
  const git = `${repositoryUrl(repository, links)}/git/blobs/${sha}`
  const html = `${links.web}/${repository.fullName}/blob/${ref}/${path}`
  return {
    type: "file",
    encoding: "base64",
    size: Buffer.byteLength(text),
    name: path.slice(path.lastIndexOf("/") + 1),
    path,
    content: Buffer.from(text).toString("base64"),
    sha,
    url,
    git_url: git,
    html_url: html,
    download_url: html,
    _links: { self: url, git, html },
  }
}

export const makeRef = (branch: string, sha: string, repository: Repository, links: Links): Json => ({
  ref: `refs/heads/${branch}`,
  node_id: nodeId("REF", branch),
  url: `${repositoryUrl(repository, links)}/git/refs/heads/${branch}`,
  object: { type: "commit", ...commitLinks(repository, sha, links) },
})

/** The form of lists. */
export function makePullRequest(
  pull: PullRequest,
  author: string,
  repository: Repository,
  links: Links,
): Json {
  const { number, headSha } = pull
  const url = `${repositoryUrl(repository, links)}/pulls/${number}`
  const issue = `${repositoryUrl(repository, links)}/issues/${number}`
  const web = `${links.web}/${repository.fullName}/pull/${number}`
  const statuses = `${repositoryUrl(repository, links)}/statuses/${headSha}`
  const side = (branch: string, sha: string) => ({
    label: `${repository.owner}:${branch}`,
    ref: branch,
    sha,
    user: makeUser(repository.owner, links),
    repo: makeRepository(repository, links),
  })
  const link = (href: string) => ({ href })
  return {
    id: repository.id * 1000 + number,
    node_id: nodeId("PR", String(number)),
    number,
    url,
    html_url: web,
    diff_url: `${web}.diff`,
    patch_url: `${web}.patch`,
    issue_url: issue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${url}/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    state: pull.state,
    locked: false,
    title: pull.title,
    body: pull.body,
    user: makeUser(author, links),
    labels: [],
    milestone: null,
    assignee: null,
    created_at: timestamp(pull.createdAt),
    updated_at: timestamp(pull.mergedAt ?? pull.createdAt),
    closed_at: pull.mergedAt === null ? null : timestamp(pull.mergedAt),
    merged_at: pull.mergedAt === null ? null : timestamp(pull.mergedAt),
    merge_commit_sha: pull.mergeSha,
    head: side(pull.head, headSha),
    base: side(pull.base, repository.branches.get(pull.base) ?? headSha),
    author_association: "MEMBER",
    auto_merge: null,
    draft: false,
    _links: {
      self: link(url),
      html: link(web),
      issue: link(issue),
      comments: link(`${issue}/comments`),
      review_comments: link(`${url}/comments`),
      review_comment: link(`${url}/comments{/number}`),
      commits: link(`${url}/commits`),
      statuses: link(statuses),
    },
  }
}

/** The form of a single one, which also says whether it can be merged. */
export function makeFullPullRequest(
  pull: PullRequest,
  author: string,
  repository: Repository,
  links: Links,
): Json {
  const base = repository.branches.get(pull.base) ?? ""
  const behind = !isAncestor(repository, base, pull.headSha)
  const open = pull.state === "open"
  return {
    ...makePullRequest(pull, author, repository, links),
    merged: pull.mergedAt !== null,
    mergeable: open ? true : null,
    mergeable_state: open ? (behind ? "behind" : "clean") : "unknown",
    merged_by: pull.mergedAt === null ? null : makeUser(author, links),
    maintainer_can_modify: false,
    comments: 0,
    review_comments: 0,
    commits: 1,
    additions: 1,
    deletions: 0,
    changed_files: 1,
  }
}

export function makeRelease(
  { tag, draft, prerelease }: Required<ReleaseSeed>,
  id: number,
  repository: Repository,
  links: Links,
): Json {
  const url = `${repositoryUrl(repository, links)}/releases/${id}`
  return {
    id,
    node_id: nodeId("RE", tag),
    url,
    html_url: `${links.web}/${repository.fullName}/releases/tag/${tag}`,
    assets_url: `${url}/assets`,
    upload_url: `${url}/assets{?name,label}`,
    tarball_url: `${repositoryUrl(repository, links)}/tarball/${tag}`,
    zipball_url: `${repositoryUrl(repository, links)}/zipball/${tag}`,
    tag_name: tag,
    target_commitish: repository.defaultBranch,
    name: tag,
    draft,
    prerelease,
    created_at: timestamp(repository.createdAt),
    published_at: draft ? null : timestamp(repository.createdAt),
    author: makeUser(repository.owner, links),
    assets: [],
  }
}
