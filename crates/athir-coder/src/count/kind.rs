//! What sort of number a number is, by the words around it.

use athir_nlp::{Dep, Doc, Pos};

use super::CountKind;
use super::piece::{Piece, Shape};
use super::quantity::{Quantity, read_quantity};
use super::words::{Bound, Words};

/// What sort of number it is, by the pieces around it.
pub(super) fn kind_of(doc: &Doc, pieces: &[Piece<'_>], quantity: &Quantity) -> CountKind {
    let before = |n: usize| quantity.core.checked_sub(n).map(|at| &pieces[at]);
    let after = |n: usize| pieces.get(quantity.core_end + n);
    let is_after = |n: usize, words: &[&str]| after(n).is_some_and(|piece| piece.is_any(words));
    let is_before = |n: usize, words: &[&str]| before(n).is_some_and(|piece| piece.is_any(words));
    let glued_mark =
        |piece: Option<&Piece<'_>>| piece.is_some_and(|piece| piece.glued && piece.shape == Shape::Mark);
    let core = &pieces[quantity.core];
    let numeral = core.shape == Shape::Digits;

    if is_before(1, &["$", "€", "£", "¥"]) {
        return CountKind::Money;
    }
    if is_after(0, &["per"]) && is_after(1, &["cent"]) {
        return CountKind::Percent;
    }
    let dash = usize::from(after(0).is_some_and(Piece::is_dash));
    let year = after(dash)
        .is_some_and(|piece| piece.is_any(&["year", "years", "month", "months", "yr", "week", "weeks"]));
    let old = dash + 1 + usize::from(after(dash + 1).is_some_and(Piece::is_dash));
    if (year && is_after(old, &["old", "olds"])) || is_before(1, &["aged", "age", "ages"]) {
        return CountKind::Age;
    }
    if is_before(1, &["but"]) && is_before(2, &["all"]) {
        return CountKind::Other;
    }
    let second = is_before(1, &["and", "or", "to"]) && is_before(3, &["aged", "ages"]);
    let limit = is_before(1, &["under"])
        && quantity.number <= 21
        && after(0).is_none_or(|next| next.shape == Shape::Mark);
    if second || limit || is_before(1, &["of"]) && is_before(2, &["age", "ages"]) {
        return CountKind::Age;
    }
    let lone =
        quantity.core_end == quantity.core + 1 && quantity.bound == Bound::Exactly && quantity.number < 110;
    let named = before(2).is_some_and(|piece| {
        let token = doc.token(piece.token);
        // The first word of "Boy, 8, hurt by a shell" is read as a cry.
        let is_cry = token.pos() == Pos::Intj && super::is_person_noun(token);
        token.pos() == Pos::Propn || is_cry || super::singular_person(doc, token.index())
    });
    if numeral && lone && named && is_before(1, &[",", "("]) && is_after(0, &[",", ")", ".", ";"]) {
        return CountKind::Age;
    }
    let measured = after(dash).and_then(|piece| Words::builtin().measure(piece.word()));
    let adjective = after(1).and_then(|piece| Words::builtin().measure(piece.word()));
    let on_foot = is_after(0, &["foot"]) && is_after(1, &["soldiers", "patrols", "troops"]);
    if let Some(kind) = measured.filter(|_| !on_foot) {
        return kind;
    }
    if let Some(kind @ (CountKind::Money | CountKind::Distance)) = adjective
        && (is_after(0, &["us", "nautical", "square", "cubic"]) || is_after(0, &["u.s"]))
    {
        return kind;
    }
    if is_label(doc, pieces, quantity) {
        return CountKind::Other;
    }
    // "46th", "F16", "M-16", "two-story", "2-0", "5/10": the number is a part of a longer sign.
    let joined_before = core.glued && before(1).is_some_and(|piece| piece.shape != Shape::Mark)
        || core.glued
            && glued_mark(before(1))
            && before(2).is_some_and(|piece| piece.shape != Shape::Mark)
            && !is_before(1, &["(", "\"", "'", "“", "‘", "[", "—"]);
    let joined_after = after(0).is_some_and(|piece| piece.glued && piece.shape != Shape::Mark)
        || glued_mark(after(0))
            && after(1).is_some_and(|piece| piece.glued && piece.shape != Shape::Mark)
            && is_after(0, &["-", "‑", "‐", "/", ":", ".", ",", "°", "'"]);
    let suffixed = quantity.end > quantity.core_end;
    if joined_before || joined_after && !suffixed {
        return CountKind::Other;
    }
    let fraction = ["third", "thirds", "quarter", "quarters", "fifth", "fifths", "tenth", "tenths"];
    // "one in three": both numbers give a share.
    let ratio = is_after(0, &["in"])
        && quantity.number == 1
        && read_quantity(pieces, quantity.core_end + 1).is_some()
        || is_before(1, &["in"]) && before(2).is_some_and(|one| one.is("one") || one.text == "1");
    if is_after(0, &fraction) || is_after(dash, &fraction) || ratio {
        return CountKind::Other;
    }
    CountKind::Plain
}

/// "No. 5", "Base 46", "Resolution 2254", "14 Infantry Division", "1. Killed": a number that names.
fn is_label(doc: &Doc, pieces: &[Piece<'_>], quantity: &Quantity) -> bool {
    const UNITS: [&str; 9] = [
        "brigade",
        "division",
        "battalion",
        "regiment",
        "corps",
        "squadron",
        "company",
        "platoon",
        "infantry",
    ];
    let core = &pieces[quantity.core];
    if core.shape != Shape::Digits {
        return false;
    }
    let token = doc.token(core.token);
    let next = pieces.get(quantity.core_end);
    let noun_follows = next.is_some_and(|next| {
        matches!(doc.token(next.token).pos(), Pos::Noun | Pos::Propn | Pos::Adj | Pos::Verb) && !next.glued
    });
    let item = next.is_some_and(|next| next.glued && matches!(next.text, "." | ")"));
    if token.is_sent_start() && item && pieces.get(quantity.core_end + 1).is_some() {
        return true;
    }
    let Some(previous) = quantity.core.checked_sub(1).map(|at| &pieces[at]) else { return false };
    let abbreviated =
        previous.text == "." && quantity.core >= 2 && pieces[quantity.core - 2].is_any(&["no", "nos"]);
    let kinds = [
        "annex",
        "article",
        "chapter",
        "flight",
        "highway",
        "page",
        "paragraph",
        "part",
        "phase",
        "resolution",
        "room",
        "route",
        "section",
        "update",
        "year",
    ];
    if abbreviated
        || previous.is_any(&kinds)
        || previous.text == "#"
        || (previous.is("no") && previous.is_capitalised())
    {
        return true;
    }
    let names = previous.shape == Shape::Word
        && previous.is_capitalised()
        && doc.token(previous.token).pos() == Pos::Propn
        && doc.token(previous.token).sentence().range().contains(&core.token);
    if names && quantity.bound == Bound::Exactly && !noun_follows && token.dep() == Dep::Nummod {
        return true;
    }
    let unit = pieces[quantity.core_end..].iter().take(3).take_while(|piece| piece.is_capitalised()).last();
    unit.is_some_and(|unit| unit.is_any(&UNITS))
}
