/** Incidents as lines of a list, from all that is known of them, and what reports are called. */

import type { Estimate, IncidentAnswer, IncidentRow, ReportAnswer } from '../api/types.ts';
import { strongest } from './basis.ts';
import { oneLine } from './visible.ts';
import { familyOf } from '../style/families.ts';

export function rowOf(answer: IncidentAnswer): IncidentRow {
  const { incident, accounts } = answer.dossier;
  const place = incident.place ?? null;
  const loss = (harm: string): Estimate | null =>
    incident.losses.find((l) => l.harm === harm && l.victims === null)?.estimate ?? null;
  const side = (role: string): IncidentRow['initiators'] =>
    incident.sides
      .filter((s) => s.role === role)
      .map((s) => ({ name: s.name, actor: s.actor ?? null, basis: strongest(s.bases) }));
  return {
    id: incident.id,
    kind: incident.kind,
    family: familyOf(incident.kind),
    modality: incident.modality,
    phase: incident.phase,
    title: accounts[0]?.title ?? '',
    start: incident.start ?? null,
    end: incident.end ?? null,
    time_precision: incident.precision,
    place: place && {
      name: place.name,
      within: place.within ?? null,
      country: place.country ?? null,
      lat: place.lat ?? null,
      lon: place.lon ?? null,
      precision: place.precision,
      geometry: place.geometry,
      radius_km: place.radius_km ?? null,
      status: place.status,
    },
    initiators: side('initiator'),
    recipients: side('recipient'),
    killed: loss('killed'),
    injured: loss('injured'),
    grade: incident.grade,
    status: answer.status,
    n_reports: incident.n_reports,
    n_sources: incident.n_sources,
    disputes: incident.disputes.map((dispute) => dispute.field),
    outlets: [...new Set(incident.events.flatMap((event) => (event.outlet ? [event.outlet] : [])))],
  };
}

/** What a report is called: its headline, or its first line. */
export function titleOf({ report, text }: ReportAnswer): string {
  return oneLine(report.headline ?? text.split('\n', 1)[0] ?? report.id).slice(0, 300);
}
