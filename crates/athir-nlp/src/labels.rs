//! The closed label sets: universal parts of speech and dependency relations.

use std::fmt;

macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $text:literal: $about:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $name {
            $(#[doc = $about] $variant,)+
        }

        impl $name {
            /// Every label, in the order of the enum.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The label as spaCy writes it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $($name::$variant => $text,)+
                }
            }

            /// Finds the label that spaCy writes as `text`.
            pub fn parse(text: &str) -> Option<$name> {
                match text {
                    $($text => Some($name::$variant),)+
                    _ => None,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

labels! {
    /// A universal part of speech.
    Pos {
        Adj = "ADJ": "Adjective.",
        Adp = "ADP": "Preposition or particle of a phrasal verb.",
        Adv = "ADV": "Adverb.",
        Aux = "AUX": "Auxiliary or modal.",
        Cconj = "CCONJ": "Coordinating conjunction.",
        Det = "DET": "Determiner.",
        Intj = "INTJ": "Interjection.",
        Noun = "NOUN": "Common noun.",
        Num = "NUM": "Number.",
        Part = "PART": "Particle: *not*, *to*, *'s*.",
        Pron = "PRON": "Pronoun.",
        Propn = "PROPN": "Proper noun.",
        Punct = "PUNCT": "Punctuation.",
        Sconj = "SCONJ": "Subordinating conjunction.",
        Sym = "SYM": "Symbol.",
        Verb = "VERB": "Main verb.",
        X = "X": "Anything else, such as a foreign word.",
        Space = "SPACE": "Whitespace other than one space between words.",
    }
}

labels! {
    /// A dependency relation in the ClearNLP scheme of the English pipelines.
    Dep {
        Root = "ROOT": "The head of a sentence.",
        Acl = "acl": "Clause that modifies a noun.",
        Acomp = "acomp": "Adjective as complement.",
        Advcl = "advcl": "Adverbial clause.",
        Advmod = "advmod": "Adverb as modifier.",
        Agent = "agent": "The *by* of a passive.",
        Amod = "amod": "Adjective as modifier.",
        Appos = "appos": "Apposition.",
        Attr = "attr": "Complement of a copula.",
        Aux = "aux": "Auxiliary.",
        Auxpass = "auxpass": "Auxiliary of a passive.",
        Case = "case": "Case marker.",
        Cc = "cc": "Coordinating conjunction.",
        Ccomp = "ccomp": "Clause as complement.",
        Compound = "compound": "Part of a compound.",
        Conj = "conj": "Conjunct.",
        Csubj = "csubj": "Clause as subject.",
        Csubjpass = "csubjpass": "Clause as subject of a passive.",
        Dative = "dative": "Dative.",
        Dep = "dep": "Unclassified, among them whitespace.",
        Det = "det": "Determiner.",
        Dobj = "dobj": "Direct object.",
        Expl = "expl": "Expletive *there*.",
        Intj = "intj": "Interjection.",
        Mark = "mark": "Marker of a subordinate clause.",
        Meta = "meta": "Meta modifier.",
        Neg = "neg": "Negation.",
        Nmod = "nmod": "Nominal as modifier.",
        Npadvmod = "npadvmod": "Noun phrase as adverbial.",
        Nsubj = "nsubj": "Subject.",
        Nsubjpass = "nsubjpass": "Subject of a passive.",
        Nummod = "nummod": "Number as modifier.",
        Oprd = "oprd": "Object predicate.",
        Parataxis = "parataxis": "Parataxis.",
        Pcomp = "pcomp": "Complement of a preposition.",
        Pobj = "pobj": "Object of a preposition.",
        Poss = "poss": "Possessor.",
        Preconj = "preconj": "Pre-correlative conjunction: *both*, *either*.",
        Predet = "predet": "Pre-determiner.",
        Prep = "prep": "Preposition.",
        Prt = "prt": "Particle of a phrasal verb.",
        Punct = "punct": "Punctuation.",
        Quantmod = "quantmod": "Modifier of a quantifier: *at least*, *about*.",
        Relcl = "relcl": "Relative clause.",
        Xcomp = "xcomp": "Clausal complement without a subject of its own.",
    }
}
