//! Actors that are known before a report is read: whom a page is about, or whom other software has found in it.

use athir_actors::Victims;
use athir_nlp::{Doc, Span};

use crate::kind::Kind;
use crate::mention::{Form, Identity, Mention, Mentions};
use crate::phrase::span_head;

/// An actor with the places of a text that name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownActor {
    /// The name that records get.
    pub name: String,
    /// Where the text names it, in bytes.
    pub spans: Vec<Span>,
}

/// Makes the spans mentions of their actors, whatever else they could be.
pub(crate) fn name_known(doc: &Doc, actors: &[KnownActor], mentions: &mut Mentions) {
    for actor in actors {
        let who = Identity { name: actor.name.clone(), code: None, actor: None };
        for span in &actor.spans {
            let inside = doc.tokens().filter(|t| {
                let token = t.span().range();
                token.start < span.end() && span.start() < token.end
            });
            let mut inside = inside.map(|t| t.index());
            let Some(first) = inside.next() else { continue };
            let tokens = first..inside.next_back().unwrap_or(first) + 1;
            mentions.rename(&tokens, &who);
            // A name that the parse takes apart stands in its sentence by each of the parts.
            let own = span_head(doc, &tokens).index();
            let is_head = |i: &usize| {
                let token = doc.token(*i);
                *i == own || !token.is_punct() && (token.is_root() || !tokens.contains(&token.head().index()))
            };
            let heads: Vec<usize> = tokens.clone().filter(is_head).collect();
            for head in heads {
                mentions.replace(Mention {
                    head,
                    tokens: tokens.clone(),
                    who: vec![who.clone()],
                    kind: Kind::Armed,
                    form: Form::Name,
                    definite: true,
                    plural: false,
                    victims: Victims::Fighters,
                    why: "known beforehand".into(),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use athir_nlp::{Model, Span};

    use super::KnownActor;
    use crate::Coder;

    #[test]
    fn a_name_that_nobody_knows_stands_for_the_actor_given() {
        let text = "HF fighters attacked the Dale Brigade near the river. The two groups had been allies.";
        let doc = Model::builtin().parse(text);
        let at = |words: &str| {
            let start = text.find(words).unwrap();
            Span::new(start, start + words.len())
        };
        let known = |name: &str, words: &str| KnownActor { name: name.to_owned(), spans: vec![at(words)] };
        let known = [known("Hill Front", "HF"), known("Dale Brigade", "Dale Brigade")];
        let coded = Coder::builtin().code_with_known(&doc, "x", None, &known);
        assert_eq!(coded.events[0].initiators[0].name, "Hill Front");
        assert!(coded.ties.iter().any(|tie| tie.kind == athir_model::TieKind::Ally), "{:?}", coded.ties);
    }
}
