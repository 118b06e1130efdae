//! The actors that a text names, without events: who each mention refers to, as far as the coder knows.

use athir_nlp::{Doc, Span};
use jiff::civil::Date;

use crate::reading::{Knowledge, Reading};

/// A mention of one actor and who that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundActor {
    /// The words of the mention.
    pub span: Span,
    /// The word by which the mention stands in its sentence.
    pub head: Span,
    /// The actor's usual name, or the words themselves where no registry has one.
    pub name: String,
    /// The registry's code, where it knows the actor.
    pub code: Option<String>,
}

/// Finds the mentions that refer to one actor, in the order of the text: names, words for parties, descriptions
/// and pronouns.
pub(crate) fn find_actors(doc: &Doc, know: Knowledge<'_>, published: Option<Date>) -> Vec<FoundActor> {
    if doc.is_empty() {
        return Vec::new();
    }
    let mentions = Reading::new(doc, know, published).mentions;
    let order = mentions.in_text_order();
    let found = order.into_iter().map(|i| &mentions.all[i]).filter_map(|mention| {
        let [who] = mention.who.as_slice() else { return None };
        Some(FoundActor {
            span: doc.span_of(mention.tokens.clone()),
            head: doc.token(mention.head).span(),
            name: who.name.clone(),
            code: who.code.clone(),
        })
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use athir_nlp::Model;

    use crate::Coder;

    #[test]
    fn names_of_one_actor_have_one_code() {
        let text = "ISIL fled. Daesh burned the bridge before the army came.";
        let doc = Model::builtin().parse(text);
        let found = Coder::builtin().find_actors(&doc, None);
        let code =
            |word: &str| found.iter().find(|f| f.head.slice(text) == word).and_then(|f| f.code.clone());
        assert!(code("ISIL").is_some());
        assert_eq!(code("ISIL"), code("Daesh"));
        assert_ne!(code("ISIL"), code("army"));
    }

    #[test]
    fn an_empty_text_names_nobody() {
        assert!(Coder::builtin().find_actors(&Model::builtin().parse(""), None).is_empty());
    }
}
