/** What leaves the database under a profile: profiles, previews, publications. */

export interface AnswerRow {
  readonly question: string;
  readonly words: string;
}

export interface ProfileShows {
  readonly name: string;
  readonly exports: readonly string[];
  /** What is asked for, in words; empty where it is everything. */
  readonly select: string;
  readonly place: string;
  readonly time: string;
  readonly delay: number;
  readonly smallest: number;
  readonly ceiling: string;
  readonly sources: string;
  readonly words: string;
  readonly drop: readonly string[];
  readonly needs_second: boolean;
}

export interface ProfileRow {
  readonly id: string;
  readonly builtin: boolean;
  readonly text: string;
  /** What is wrong with it; `shows` is null then. */
  readonly error: string | null;
  readonly shows: ProfileShows | null;
  readonly answers: readonly AnswerRow[];
}

export interface ProfileList {
  /** Null where the server has no folder, so that nothing can be signed. */
  readonly folder: string | null;
  readonly questions: readonly string[];
  readonly items: readonly ProfileRow[];
}

export interface PublicationReason {
  readonly reason: string;
  readonly n: number;
}

export interface PublicationPreview {
  readonly profile: string;
  /** A name for what is seen, which signing sends back. */
  readonly etag: string;
  readonly n_incidents: number;
  readonly review: {
    readonly reviewed: number;
    readonly partly_reviewed: number;
    readonly machine_coded: number;
  };
  readonly kept_back: readonly PublicationReason[];
  readonly changed: readonly PublicationReason[];
  readonly sources: readonly { readonly name: string | null; readonly licences: readonly string[] }[];
}

export interface PreviewAnswer {
  /** The name to ask on by. */
  readonly look: string;
  /** Null while it is being made. */
  readonly preview: PublicationPreview | null;
}

export interface PublicationRow {
  readonly id: string;
  readonly name: string;
  readonly state: 'waits' | 'ready' | 'written' | 'recalled';
  readonly made: string;
  readonly by: string;
  readonly needs_second: boolean;
  readonly approved_by: string | null;
  readonly n_incidents: number;
  readonly n_recalled: number;
  readonly answers: readonly AnswerRow[];
  readonly files: readonly { readonly name: string; readonly n_bytes: number; readonly sha256: string }[];
  readonly profile: string;
  readonly has_files: boolean;
}
