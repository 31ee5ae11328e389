/** An error as Secrets Manager's protocol has it. Source: AWS Secrets Manager API reference, "Common errors". */
export class AwsError extends Error {
  readonly type: string
  /** 400 for all that the caller can do something about. */
  readonly status: number

  constructor(type: string, message: string, status = 400) {
    super(message)
    this.type = type
    this.status = status
  }
}
