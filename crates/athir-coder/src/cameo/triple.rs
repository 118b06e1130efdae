//! Acts as they are handed out, and the triples that event data sets are made of.

use athir_model::Quote;

use super::compose::is_statement;

/// What one verb tells in CAMEO's terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameoAct {
    /// Who acts.
    pub sources: Vec<CameoParty>,
    /// Who is acted on; nobody, where all who take part are sources.
    pub targets: Vec<CameoParty>,
    /// CAMEO's code of what the sources do to the targets.
    pub code: Option<String>,
    /// The code of what the targets do to the sources by it: "visited" is to be hosted.
    pub back: Option<String>,
    /// The verb.
    pub trigger: Quote,
    /// Whether the sentence's main clause tells it.
    pub main: bool,
    /// Whether it is only announced: it will be done, they are ready or agreed to do it.
    pub announced: bool,
}

/// A party of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CameoParty {
    /// CAMEO's code; nothing where neither a name nor a word for a role is known.
    pub code: Option<String>,
    /// The words that it is known by.
    pub mention: Quote,
}

/// A source, a target and a code, as event data sets have them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Triple {
    /// The code of who acts.
    pub source: String,
    /// The code of who is acted on.
    pub target: String,
    /// CAMEO's code of the act.
    pub code: String,
}

impl CameoAct {
    /// The triples of the act: every source with every target, both ways where there is a code back; where nobody
    /// is acted on, those who act together act on each other. Parties without a code have none.
    pub fn triples(&self) -> Vec<Triple> {
        let mut triples: Vec<Triple> = Vec::new();
        let mut push = |source: &CameoParty, target: &CameoParty, code: &Option<String>| {
            let (Some(source), Some(target), Some(code)) = (&source.code, &target.code, code) else { return };
            let triple = Triple { source: source.clone(), target: target.clone(), code: code.clone() };
            if source != target && !triples.contains(&triple) {
                triples.push(triple);
            }
        };
        let statement = self.code.as_deref().is_some_and(is_statement);
        if self.targets.is_empty() && !statement {
            for source in &self.sources {
                self.sources.iter().for_each(|target| push(source, target, &self.code));
            }
        }
        for source in &self.sources {
            for target in &self.targets {
                push(source, target, &self.code);
                push(target, source, &self.back);
            }
        }
        triples
    }
}
