/** The addresses of the server's questions, and the writes. */

import type { Filter } from '../filter.ts';
import { filterParams } from '../filter.ts';
import { apiUrl } from './client.ts';
import { idPath } from '../routes.ts';

type Extra = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** A question that follows the filter, with settings of its own. */
export function filtered(path: string, filter: Filter, extra: Extra = {}): string {
  const params = filterParams(filter);
  for (const [name, value] of Object.entries(extra)) {
    if (value !== null && value !== undefined && value !== '') params.push([name, String(value)]);
  }
  return apiUrl(path, params);
}

export const url = {
  me: () => apiUrl('/me'),
  codebook: () => apiUrl('/codebook'),
  summary: (filter: Filter) => filtered('/summary', filter),
  facets: (filter: Filter) => filtered('/facets', filter),
  incident: (id: string) => apiUrl(`/incidents/${idPath(id)}`),
  report: (id: string) => apiUrl(`/reports/${idPath(id)}`),
  jobs: () => apiUrl('/jobs'),
};
