/**
 * Fields that a person can correct: their values, whether the coder or a person gave them, as words, and in the form
 * in which a correction is sent.
 */

import type { RuleStart } from '../api/rules.ts';
import type {
  Event,
  GivenCount,
  GivenParty,
  GivenPlace,
  GivenTime,
  InboxField,
  PlacePrecision,
  Quote,
  TimePrecision,
} from '../api/types.ts';
import { number, t, word } from '../messages/index.svelte.ts';
import { count, period, placeName } from './show.ts';
import type { Role } from './values.ts';

export const GIVEN_FIELDS = [
  'kind',
  'initiators',
  'recipients',
  'place',
  'time',
  'killed',
  'injured',
] as const;
export type GivenField = (typeof GIVEN_FIELDS)[number];

export const ROLE_OF: Readonly<Record<GivenField, Role>> = {
  kind: 'trigger',
  initiators: 'initiator',
  recipients: 'recipient',
  place: 'place',
  time: 'time',
  killed: 'loss',
  injured: 'loss',
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const figure = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** The words that a value was read from, in either form of a record. */
function quoteOf(value: Record<string, unknown>): Quote | undefined {
  const quote = value['quote'];
  if (isRecord(quote) && typeof quote['text'] === 'string') return quote as unknown as Quote;
  const mention = value['mention'];
  if (typeof mention === 'string' && typeof value['start'] === 'number' && typeof value['end'] === 'number') {
    return { text: mention, start: value['start'], end: value['end'] };
  }
  return undefined;
}

export function asParties(value: unknown): GivenParty[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((party) => {
    const actor = text(party['actor']);
    const quote = quoteOf(party);
    return { name: text(party['name']) ?? '', ...(actor ? { actor } : {}), ...(quote ? { quote } : {}) };
  });
}

export function asPlace(value: unknown): GivenPlace | null {
  if (!isRecord(value)) return null;
  const [within, country, code] = [text(value['within']), text(value['country']), text(value['code'])];
  const [lat, lon] = [figure(value['lat']), figure(value['lon'])];
  const quote = quoteOf(value);
  return {
    name: text(value['name']) ?? '',
    ...(within ? { within } : {}),
    ...(country ? { country } : {}),
    ...(lat !== undefined && lon !== undefined ? { lat, lon } : {}),
    precision: (text(value['precision']) as PlacePrecision | undefined) ?? 'settlement',
    ...(code ? { code } : {}),
    ...(quote ? { quote } : {}),
  };
}

export function asTime(value: unknown): GivenTime {
  const time = isRecord(value) ? value : {};
  const mention = time['quote'] ?? time['time_mention'];
  return {
    start: text(time['start']) ?? null,
    end: text(time['end']) ?? null,
    precision: (text(time['precision']) as TimePrecision | undefined) ?? 'unknown',
    ...(isRecord(mention) ? { quote: mention as unknown as Quote } : {}),
  };
}

export function asCount(value: unknown): GivenCount | null {
  if (!isRecord(value)) return null;
  return { low: figure(value['low']) ?? null, high: figure(value['high']) ?? null };
}

/** How far a place lies from another, and in which direction: what tells namesakes apart. Empty where one has no point. */
export function farFrom(one: unknown, other: unknown): string {
  const [a, b] = [asPlace(one), asPlace(other)];
  if (a?.lat === undefined || a.lon === undefined || b?.lat === undefined || b.lon === undefined) return '';
  const radians = Math.PI / 180;
  const east = (b.lon - a.lon) * Math.cos(((a.lat + b.lat) / 2) * radians);
  const north = b.lat - a.lat;
  const half = Math.sin((north / 2) * radians) ** 2;
  const across = Math.sin(((b.lon - a.lon) / 2) * radians) ** 2;
  const km =
    12_742 * Math.asin(Math.sqrt(half + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * across));
  if (km < 0.5) return t('edit.same_point');
  const points = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
  const turn = Math.round(Math.atan2(east, north) / (Math.PI / 4));
  const point = points[(turn + 8) % 8] ?? 'n';
  return t('edit.far', { km: number(Math.round(km)), direction: word('direction', point) });
}

/** A value in the form in which a correction is sent. */
export function asGiven(field: GivenField, value: unknown): unknown {
  switch (field) {
    case 'kind':
      return value;
    case 'initiators':
    case 'recipients':
      return asParties(value);
    case 'place':
      return asPlace(value);
    case 'time':
      return asTime(value);
    case 'killed':
    case 'injured':
      return asCount(value);
  }
}

/** A value in words; empty where there is none. */
export function givenText(field: GivenField, value: unknown): string {
  switch (field) {
    case 'kind':
      return typeof value === 'string' ? word('kind', value) : '';
    case 'initiators':
    case 'recipients':
      return asParties(value)
        .map((party) => party.name)
        .join(', ');
    case 'place': {
      const place = asPlace(value);
      return place === null
        ? ''
        : placeName({ name: place.name, within: place.within ?? null, country: place.country ?? null });
    }
    case 'time': {
      const time = asTime(value);
      return time.start === null && time.end === null ? '' : period(time.start, time.end, time.precision);
    }
    case 'killed':
    case 'injured': {
      const given = asCount(value);
      return given === null || (given.low === null && given.high === null)
        ? ''
        : count(given.low, given.high);
    }
  }
}

/**
 * The field that a reviewer should look at first: of those with other readings the one the coder is least sure of,
 * else the least sure of all.
 */
export function doubtful(fields: readonly InboxField[]): number {
  let best = 0;
  let lowest = Infinity;
  fields.forEach((field, n) => {
    if (field.confidence === null) return;
    const rank = field.confidence + (field.alternatives.length > 0 ? 0 : 1);
    if (rank < lowest) {
      lowest = rank;
      best = n;
    }
  });
  return best;
}

/** The value that an event has in a field. */
export function valueIn(
  event: Event,
  field: GivenField,
): { readonly value: unknown; readonly quote: Quote | null } {
  switch (field) {
    case 'kind':
      return { value: event.kind, quote: event.trigger };
    case 'initiators':
    case 'recipients': {
      const first = event[field][0];
      const quote = first ? { text: first.mention, start: first.start, end: first.end } : null;
      return { value: event[field], quote };
    }
    case 'place': {
      const place = event.place ?? null;
      return { value: place, quote: place && { text: place.mention, start: place.start, end: place.end } };
    }
    case 'time':
      return { value: event, quote: event.time_mention ?? null };
    case 'killed':
    case 'injured': {
      const loss = event.casualties.find((casualty) => casualty.kind === field) ?? null;
      return { value: loss, quote: loss?.mention ?? null };
    }
  }
}

const PRONOUNS = new Set(
  'he her hers him his i it its me my one our she that their theirs them these they this those us we which who whom you'.split(
    ' ',
  ),
);

/**
 * Why a name cannot be given to an actor by a rule, as the key of a message: pronouns and common nouns mean somebody
 * else in every report, and the coder never takes them for names. The server knows more of such words and has the last
 * word.
 */
export function nameless(name: string): 'rule.pronoun' | 'rule.common_noun' | null {
  const words = name.trim().toLowerCase().replace(/^the /, '');
  if (PRONOUNS.has(words)) return 'rule.pronoun';
  return /\p{Ll}/u.test(name) && !/\p{Lu}/u.test(name) ? 'rule.common_noun' : null;
}

/** Why no rule is offered for a field whose value was read from these words, where only the words are in the way. */
export function noRule(field: GivenField, quote: Quote | null): ReturnType<typeof nameless> {
  return (field === 'initiators' || field === 'recipients') && quote !== null ? nameless(quote.text) : null;
}

/** The rule that a correction of a field suggests: a name for an actor, a place, a frame; none for times and counts. */
export function ruleFor(field: GivenField, value: unknown, quote: Quote | null): RuleStart | null {
  switch (field) {
    case 'initiators':
    case 'recipients': {
      const party = asParties(value)[0];
      return { kind: 'alias', name: quote?.text ?? party?.quote?.text ?? '', actor: party?.actor ?? '' };
    }
    case 'place': {
      const place = asPlace(value);
      return {
        kind: 'place',
        name: quote?.text ?? place?.name ?? '',
        country: place?.country ?? '',
        precision: place?.precision ?? 'settlement',
        ...(place?.lat !== undefined && place.lon !== undefined ? { lat: place.lat, lon: place.lon } : {}),
      };
    }
    case 'kind':
      return { kind: 'frame' };
    default:
      return null;
  }
}
