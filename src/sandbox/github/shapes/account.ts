/** People and repositories as GitHub's REST API spells them. A test holds every shape against its published description. */
import type { Repository } from "../repository.ts"

export type Json = Readonly<Record<string, unknown>>

/** Where links point: the API's base and the web site's. */
export interface Links {
  readonly api: string
  readonly web: string
}

export const timestamp = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, "Z")

const urls = (base: string, names: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(Object.entries(names).map(([key, path]) => [`${key}_url`, `${base}/${path}`]))

export function makeUser(login: string, { api, web }: Links): Json {
  const url = `${api}/users/${login}`
  return {
    login,
    id: idOf(login),
    node_id: nodeId("U", login),
    avatar_url: `${web}/avatars/${login}`,
    gravatar_id: "",
    url,
    html_url: `${web}/${login}`,
    ...urls(url, {
      followers: "followers",
      following: "following{/other_user}",
      gists: "gists{/gist_id}",
      starred: "starred{/owner}{/repo}",
      subscriptions: "subscriptions",
      organizations: "orgs",
      repos: "repos",
      events: "events{/privacy}",
      received_events: "received_events",
    }),
    type: "User",
    site_admin: false,
  }
}

/** The answer to `GET /user`. */
export const makeViewer = (login: string, links: Links, createdAt: number): Json => ({
  ...makeUser(login, links),
  user_view_type: "public",
  name: login,
  company: null,
  blog: "",
  location: null,
  email: null,
  hireable: null,
  bio: null,
  public_repos: 0,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: timestamp(createdAt),
  updated_at: timestamp(createdAt),
})

export const repositoryUrl = ({ fullName }: Repository, { api }: Links): string => `${api}/repos/${fullName}`

/** The short form, as runs carry it. */
export function makeMinimalRepository(repository: Repository, links: Links): Json {
  const { id, owner, name, fullName } = repository
  const url = repositoryUrl(repository, links)
  return {
    id,
    node_id: nodeId("R", fullName),
    name,
    full_name: fullName,
    private: true,
    owner: makeUser(owner, links),
    html_url: `${links.web}/${fullName}`,
    description: null,
    fork: false,
    url,
    ...urls(url, repositoryPaths),
  }
}

/** The long form; `permissions` are those of who asks. */
export function makeRepository(repository: Repository, links: Links): Json {
  const web = `${links.web}/${repository.fullName}`
  const at = timestamp(repository.createdAt)
  return {
    ...makeMinimalRepository(repository, links),
    default_branch: repository.defaultBranch,
    clone_url: `${web}.git`,
    git_url: `${web}.git`,
    ssh_url: `git@${new URL(links.web).host}:${repository.fullName}.git`,
    svn_url: web,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    archived: repository.archived,
    disabled: false,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    has_discussions: false,
    forks: 0,
    forks_count: 0,
    network_count: 0,
    open_issues: 0,
    open_issues_count: 0,
    stargazers_count: 0,
    subscribers_count: 0,
    watchers: 0,
    watchers_count: 0,
    size: 1,
    created_at: at,
    updated_at: at,
    pushed_at: at,
    permissions: { admin: false, maintain: false, push: !repository.readOnly, triage: true, pull: true },
  }
}

const repositoryPaths = {
  archive: "{archive_format}{/ref}",
  assignees: "assignees{/user}",
  blobs: "git/blobs{/sha}",
  branches: "branches{/branch}",
  collaborators: "collaborators{/collaborator}",
  comments: "comments{/number}",
  commits: "commits{/sha}",
  compare: "compare/{base}...{head}",
  contents: "contents/{+path}",
  contributors: "contributors",
  deployments: "deployments",
  downloads: "downloads",
  events: "events",
  forks: "forks",
  git_commits: "git/commits{/sha}",
  git_refs: "git/refs{/sha}",
  git_tags: "git/tags{/sha}",
  hooks: "hooks",
  issue_comment: "issues/comments{/number}",
  issue_events: "issues/events{/number}",
  issues: "issues{/number}",
  keys: "keys{/key_id}",
  labels: "labels{/name}",
  languages: "languages",
  merges: "merges",
  milestones: "milestones{/number}",
  notifications: "notifications{?since,all,participating}",
  pulls: "pulls{/number}",
  releases: "releases{/id}",
  stargazers: "stargazers",
  statuses: "statuses/{sha}",
  subscribers: "subscribers",
  subscription: "subscription",
  tags: "tags",
  teams: "teams",
  trees: "git/trees{/sha}",
}

export const nodeId = (kind: string, name: string): string =>
  `${kind}_${Buffer.from(name).toString("base64url")}`

const idOf = (login: string): number =>
  [...login].reduce((id, letter) => (id * 31 + letter.charCodeAt(0)) % 1e8, 7)
