import type { IncidentRow } from './types.ts';

/** What the server says when it cannot answer (RFC 9457, `application/problem+json`). */
export interface ProblemBody {
  readonly type?: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance?: string;
  /** The parameter or part of the body that is at fault. */
  readonly field?: string;
  /** For an incident that was withdrawn: where its events are now. */
  readonly moved_to?: readonly string[];
  /** For a write that met a newer state: that state. */
  readonly current?: {
    readonly incidents?: readonly {
      readonly id: string;
      readonly etag: string;
      readonly row: IncidentRow | null;
    }[];
  };
}

/** An answer other than the one that was asked for. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(readonly body: ProblemBody) {
    super(body.detail ?? body.title);
  }

  get status(): number {
    return this.body.status;
  }

  /** Reads a problem from an answer, whatever the answer is. */
  static async of(response: Response): Promise<Problem> {
    const fallback: ProblemBody = { title: response.statusText || 'unexpected', status: response.status };
    if (!(response.headers.get('content-type') ?? '').includes('json')) return new Problem(fallback);
    try {
      const body = (await response.json()) as unknown;
      if (typeof body === 'object' && body !== null && 'title' in body) {
        return new Problem({ ...fallback, ...(body as ProblemBody) });
      }
    } catch {
      // Not JSON after all.
    }
    return new Problem(fallback);
  }
}

/** The server could not be reached. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Whether an error only says that the question is no longer asked. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
