import { Component, type ReactNode } from "react"

interface ErrorBoundaryProps {
  readonly onError: (error: unknown) => void
  readonly children: ReactNode
}

/** Hands what a component throws to the process's own report; Ink's shows source code, and with it perhaps values. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true }
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error)
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children
  }
}
