/** The machine that the doctor runs on, as far as a login can fail because of it. */
export interface Machine {
  /** As `22.12.0`. */
  readonly nodeVersion: string
  /** Of this program. */
  readonly toolVersion: string
  /** True where marks and letters beyond ASCII can be shown. */
  readonly unicode: boolean
  /** The variable that names a proxy; undefined where there is none. */
  readonly proxyVariable: string | undefined
  /** False where a proxy is named and this version of Node cannot be told to use it. */
  readonly proxyIsUsed: boolean
  /** True where `NODE_TLS_REJECT_UNAUTHORIZED` switches the verification of certificates off. */
  readonly trustsAnyCertificate: boolean
  /** Where GitHub's API is; undefined where the remote is not on GitHub. */
  readonly githubUrl: string | undefined
}
