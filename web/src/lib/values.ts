/** The values of a coded event one by one: what each says, where it was read, and why it is there. */

import type { Basis, Event, Party, Place, PlaceCandidate, Quote } from '../api/types.ts';
import { t, word } from '../messages/index.svelte.ts';
import { count, period, placeName } from './show.ts';

export const ROLES = [
  'trigger',
  'initiator',
  'recipient',
  'place',
  'time',
  'loss',
  'means',
  'voice',
] as const;
export type Role = (typeof ROLES)[number];

export interface Value {
  /** Unique in the report. */
  readonly id: string;
  readonly event: string;
  readonly role: Role;
  /** The value as a reader would write it. */
  readonly text: string;
  /** More about it, quieter: precision, whose word, victims. */
  readonly note: string;
  /** The words that it was read from; none where no words give it. */
  readonly quote: Quote | null;
  readonly basis: Basis;
  readonly why: string;
  readonly confidence: number | null;
  readonly actor?: string;
  readonly candidates?: readonly PlaceCandidate[];
}

/** All values of an event, in the order in which a reader asks for them. */
export function valuesOf(event: Event): Value[] {
  const sure = event.confidence;
  const values: Value[] = [];
  const add = (
    role: Role,
    value: Omit<Value, 'id' | 'event' | 'role' | 'basis'> & { basis?: Basis },
  ): void => {
    const id = `${event.id}:${role}:${values.length}`;
    values.push({ basis: 'stated', ...value, id, event: event.id, role });
  };
  add('trigger', {
    text: word('kind', event.kind),
    note: '',
    quote: event.trigger,
    why: t('why.frame', { frame: event.frame }),
    confidence: sure.event,
  });
  for (const party of event.initiators) add('initiator', partyValue(party, sure.initiators));
  for (const party of event.recipients) add('recipient', partyValue(party, sure.recipients));
  if (event.place) add('place', placeValue(event.place, sure.place));
  add('time', {
    text: period(event.start, event.end, event.precision),
    note:
      event.precision === 'unknown' || event.precision === 'day'
        ? ''
        : word('time_precision', event.precision),
    quote: event.time_mention ?? null,
    why: t(`time_basis.${event.time_basis}`),
    confidence: sure.time ?? null,
  });
  for (const loss of event.casualties) {
    add('loss', {
      text: `${count(loss.low, loss.high)} ${word('harm', loss.kind)}`,
      note: loss.victims === 'unknown' ? '' : loss.victims,
      quote: loss.mention,
      why: loss.voice ? t('why.said_by', { voice: loss.voice.text }) : t('why.own_number'),
      confidence: sure.casualties ?? null,
    });
  }
  for (const weapon of event.weapons) {
    add('means', { text: weapon.text, note: '', quote: weapon, why: t('why.means'), confidence: null });
  }
  const voices = [...event.attribution];
  for (const loss of event.casualties) {
    if (loss.voice && !voices.some((voice) => same(voice, loss.voice))) voices.push(loss.voice);
  }
  for (const voice of voices) {
    const credited = event.attribution.some((own) => same(own, voice));
    add('voice', {
      text: voice.text,
      note: '',
      quote: voice,
      why: t(credited ? 'why.voice' : 'why.voice_of_number'),
      confidence: null,
    });
  }
  return values;
}

function same(a: Quote, b: Quote | null | undefined): boolean {
  return b != null && a.start === b.start && a.end === b.end;
}

function partyValue(
  party: Party,
  confidence: number | null | undefined,
): Omit<Value, 'id' | 'event' | 'role' | 'basis'> & { basis: Basis } {
  return {
    text: party.name,
    note: party.basis === 'stated' ? '' : word('basis', party.basis),
    quote: { text: party.mention, start: party.start, end: party.end },
    basis: party.basis,
    why: party.why,
    confidence: confidence ?? null,
    ...(party.actor ? { actor: party.actor } : {}),
  };
}

function placeValue(
  place: Place,
  confidence: number | null | undefined,
): Omit<Value, 'id' | 'event' | 'role' | 'basis'> {
  const status = place.status === 'resolved' ? [] : [word('place_status', place.status)];
  return {
    text: placeName({ name: place.name, within: place.within ?? null, country: place.country ?? null }),
    note: [word('precision', place.precision), ...status].join(', '),
    quote: { text: place.mention, start: place.start, end: place.end },
    why: place.why,
    confidence: confidence ?? null,
    candidates: place.candidates ?? [],
  };
}
