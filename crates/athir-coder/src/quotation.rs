//! Words that somebody else speaks: direct quotations of whole clauses, and statements that a report or an office
//! gives word for word ("The minister said:", "Statement by X"). Their speaker vouches for what no nearer voice does.

use std::ops::Range;

use athir_nlp::{Dep, Doc, Pos, Token};

use crate::lexicon::Lexicon;
use crate::voice::{Voice, is_saying, speaker, voice_at};

/// A run of tokens with the voice that speaks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    pub(crate) tokens: Range<usize>,
    pub(crate) voice: Voice,
}

/// Fewer words between quotation marks are a name or a doubtful word, and no quotation.
const SHORTEST: usize = 5;
/// How far from a quotation its verb of saying stands.
const REACH: usize = 15;
/// The most words that name a voice beside the colon of a title.
const HEADING_VOICE: usize = 4;
/// How many tokens may part a quotation from the one that it goes on.
const GAP: usize = 30;

/// Finds the quotations of a report, in the order of the text: the statements first where they hold quotations.
pub(crate) fn find_quotations(doc: &Doc, lexicon: &Lexicon) -> Vec<Quotation> {
    let mut found = statements(doc, lexicon);
    found.extend(heading(doc, lexicon));
    let mut last: Option<Quotation> = None;
    for tokens in quoted_runs(doc) {
        let before = last.take().filter(|q| tokens.start <= q.tokens.end + GAP).map(|q| q.voice);
        if let Some(voice) = speaker_beside(doc, &tokens, lexicon).or(before) {
            let quotation = Quotation { tokens, voice };
            found.push(quotation.clone());
            last = Some(quotation);
        }
    }
    found.sort_by_key(|q| (q.tokens.start, q.tokens.end));
    found
}

/// The voice of the innermost quotation around a token.
pub(crate) fn speaker_at(quotations: &[Quotation], token: usize) -> Option<&Voice> {
    let around = quotations.iter().filter(|q| q.tokens.contains(&token));
    around.min_by_key(|q| q.tokens.len()).map(|q| &q.voice)
}

fn is_break(token: Token<'_>) -> bool {
    token.is_space() && token.text().contains('\n')
}

/// What follows a line that ends in "said:", up to the next such line; and all that follows "Statement by X" in a
/// title.
fn statements(doc: &Doc, lexicon: &Lexicon) -> Vec<Quotation> {
    let mut voices: Vec<(usize, Voice)> = Vec::new();
    let mut line = 0;
    for token in doc.tokens() {
        if !is_break(token) {
            continue;
        }
        let end = token.index();
        if line == 0
            && let Some(voice) = title_voice(doc, end, lexicon)
        {
            voices.push((end, voice));
        }
        if end > line + 1 && doc.token(end - 1).text() == ":" {
            let verb = (line.max(end.saturating_sub(REACH))..end).rev().map(|i| doc.token(i));
            let said = verb.filter(|t| is_saying(*t, lexicon)).find_map(|t| speaker(doc, t, lexicon));
            voices.extend(said.map(|voice| (end, voice)));
        }
        line = end + 1;
    }
    let ends = voices.iter().skip(1).map(|(start, _)| *start).chain([doc.len()]).collect::<Vec<_>>();
    voices
        .into_iter()
        .zip(ends)
        .map(|((start, voice), end)| Quotation { tokens: start..end, voice })
        .collect()
}

/// "Statement by the minister on X": the title names who speaks.
fn title_voice(doc: &Doc, end: usize, lexicon: &Lexicon) -> Option<Voice> {
    let opens = |list: &str| {
        (0..end.min(4)).map(|i| doc.token(i)).find(|t| lexicon.has(list, &t.lemma().to_lowercase()))
    };
    let Some(noun) = opens("statement_nouns") else {
        // "Briefing to the council by the envoy"
        let by = opens("spoken_nouns")?.index()..end;
        let by = by.map(|i| doc.token(i)).find(|t| t.text().eq_ignore_ascii_case("by"))?;
        return by.children().find(|t| t.dep() == Dep::Pobj).map(|t| voice_at(doc, t, None));
    };
    let by = noun.children().find(|t| t.dep() == Dep::Prep && matches!(t.text(), "by" | "from" | "of"));
    let speaker = by.and_then(|t| t.children().find(|t| t.dep() == Dep::Pobj));
    speaker.map(|t| voice_at(doc, t, None)).or_else(|| office_before(doc, noun))
}

/// "Foreign Secretary statement on X": the words before the noun name who speaks.
fn office_before(doc: &Doc, noun: Token<'_>) -> Option<Voice> {
    let head = doc.token(noun.index().checked_sub(1)?);
    let first = doc.token(0);
    let is_name = |t: Token<'_>| t.text().starts_with(char::is_uppercase) && t.pos() != Pos::Det;
    (is_name(first) && is_name(head)).then(|| Voice {
        tokens: 0..noun.index(),
        head: head.index(),
        verb: None,
        blames: false,
        claims: false,
        denies: false,
    })
}

/// "Monitor: rebels shell X", "Rebels shell X: activists": a title that names its voice beside a colon.
fn heading(doc: &Doc, lexicon: &Lexicon) -> Option<Quotation> {
    let end = doc.tokens().find(|t| is_break(*t)).map_or(doc.len(), |t| t.index());
    let colon = (0..end).find(|&i| doc.token(i).text() == ":")?;
    let is_voice = |t: Token<'_>| {
        lexicon.has("voice_nouns", &t.lemma().to_lowercase())
            || lexicon.has("voice_nouns", &t.text().to_lowercase())
            || t.text().len() > 1 && t.text().chars().all(char::is_uppercase)
    };
    let named = |words: Range<usize>| {
        let last = doc.token(words.end.checked_sub(1)?);
        (1..=HEADING_VOICE).contains(&words.len()).then_some(last).filter(|t| is_voice(*t))
    };
    let ends_sentence = |i: usize| matches!(doc.token(i).text(), "." | "!" | "?");
    if (0..end).any(ends_sentence) {
        return None;
    }
    let (voice, tokens) = match named(0..colon) {
        Some(head) => (Voice { tokens: 0..colon, ..voice_at(doc, head, None) }, colon + 1..end),
        None => {
            let head = named(colon + 1..end)?;
            (Voice { tokens: colon + 1..end, ..voice_at(doc, head, None) }, 0..colon)
        }
    };
    (tokens.len() >= 3).then_some(Quotation { tokens, voice })
}

/// The runs between quotation marks that are long enough; one that is not closed ends with its paragraph.
fn quoted_runs(doc: &Doc) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut open: Option<usize> = None;
    for token in doc.tokens() {
        let at = token.index();
        let mark = matches!(token.text(), "\"" | "“" | "”" | "``" | "''");
        match open {
            Some(start) if is_break(token) || mark && !matches!(token.text(), "“" | "``") => {
                if at >= start + SHORTEST {
                    runs.push(start..at);
                }
                open = None;
            }
            None if mark && !matches!(token.text(), "”" | "''") => open = Some(at + 1),
            _ => {}
        }
    }
    runs
}

/// The speaker whom the words right behind a quotation name, else those right before it.
fn speaker_beside(doc: &Doc, tokens: &Range<usize>, lexicon: &Lexicon) -> Option<Voice> {
    let last = doc.sentence_of(tokens.end - 1).range().end.max(tokens.end + 1).min(doc.len());
    let behind = tokens.end..last.min(tokens.end + REACH).max(tokens.end);
    let first = doc.sentence_of(tokens.start).range().start.min(tokens.start);
    let before = first.max(tokens.start.saturating_sub(REACH))..tokens.start;
    let said = |i: usize| {
        Some(doc.token(i)).filter(|t| is_saying(*t, lexicon)).and_then(|t| speaker(doc, t, lexicon))
    };
    let outside = |voice: &Voice| !tokens.contains(&voice.head);
    behind.filter_map(said).find(outside).or_else(|| before.rev().filter_map(said).find(outside))
}

#[cfg(test)]
mod tests {
    use athir_nlp::Model;

    use crate::Coder;

    fn voices(text: &str) -> Vec<Vec<String>> {
        let doc = Model::builtin().parse(text);
        let coded = Coder::builtin().code(&doc, "made", jiff::civil::date(2017, 7, 20).into());
        coded.events.iter().map(|e| e.attribution.iter().map(|q| q.text.clone()).collect()).collect()
    }

    #[test]
    fn a_line_that_ends_in_said_and_a_colon_speaks_what_follows() {
        let text = "The governor said:\n\nThis was a dark day. Rebels shelled Saraqib on Monday.\n";
        assert_eq!(voices(text), [["The governor"]]);
    }

    #[test]
    fn a_title_names_who_speaks_the_statement() {
        let text = "Statement by the governor\n\nI am here. Rebels shelled Saraqib on Monday.\n";
        assert_eq!(voices(text), [["the governor"]]);
    }

    #[test]
    fn a_quotation_of_two_sentences_has_one_speaker() {
        let text = "\"It was terrible. Rebels shelled Saraqib on Monday. We all ran,\" a nurse said.";
        assert_eq!(voices(text), [["a nurse"]]);
    }

    #[test]
    fn a_word_in_quotation_marks_speaks_for_nobody() {
        let text = "Rebels shelled the \"safe zone\" of Saraqib on Monday. A nurse said she was afraid.";
        assert_eq!(voices(text), [Vec::<String>::new()]);
    }
}
