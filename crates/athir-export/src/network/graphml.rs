//! GraphML: for networkx, igraph, Gephi, yEd, Cytoscape.

use std::collections::BTreeSet;

use athir_model::{ActorKey, NetworkActor};

use super::interval::{ENDS, Interval};
use super::node::{Kind, OF_ACTOR, OF_TIE, of_actor, of_tie, other};
use super::xml::{attribute, escape};
use crate::{ExportError, Exporter, Needs, Notes, Out, Output, Profile, Rows, Start, TieRecord};

/// Actors and ties as GraphML.
pub(crate) const GRAPHML: Profile = Profile {
    name: "graphml",
    about: "actors and their ties, each with its time, for networkx, igraph, Gephi and Cytoscape",
    output: Output::File("network.graphml"),
    needs: Needs { actors: true, ties: true, ..Needs::NONE },
    settings: &[ENDS],
    start: |start| Ok(Box::new(GraphMl::start(start)?)),
};

/// The values of a tie that GraphML has no place of its own for.
const TIME: [(&str, Kind); 3] = [("weight", Kind::Double), ("start", Kind::String), ("end", Kind::String)];

struct GraphMl<'a> {
    out: Out,
    start: Start<'a>,
    known: BTreeSet<ActorKey>,
    line: String,
}

impl<'a> GraphMl<'a> {
    fn start(start: Start<'a>) -> Result<GraphMl<'a>, ExportError> {
        let mut out = Out::create(start.files, "network.graphml")?;
        let mut head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
            .to_owned();
        let mut key = |of: &str, name: &str, kind: Kind| {
            head.push_str("  <key");
            attribute("id", &format!("{of}_{name}"), &mut head);
            attribute("for", of, &mut head);
            attribute("attr.name", name, &mut head);
            attribute("attr.type", kind.as_str("int"), &mut head);
            head.push_str("/>\n");
        };
        key("node", "name", Kind::String);
        OF_ACTOR.iter().for_each(|(name, kind)| key("node", name, *kind));
        TIME.iter().chain(&OF_TIE).for_each(|(name, kind)| key("edge", name, *kind));
        key("graph", "made_by", Kind::String);
        head.push_str("  <graph id=\"athir\" edgedefault=\"directed\">\n");
        data("graph", "made_by", &start.release.athir, &mut head);
        head.push('\n');
        out.put(head.as_bytes())?;
        Ok(GraphMl { out, start, known: BTreeSet::new(), line: String::new() })
    }
}

/// Appends a value, if there is one.
fn data(of: &str, name: &str, value: &str, line: &mut String) {
    if !value.is_empty() {
        line.push_str("<data");
        attribute("key", &format!("{of}_{name}"), line);
        line.push('>');
        escape(value, line);
        line.push_str("</data>");
    }
}

impl Exporter for GraphMl<'_> {
    fn actor(&mut self, actor: &NetworkActor, _notes: &mut Notes) -> Result<(), ExportError> {
        self.known.insert(actor.key.clone());
        let line = &mut self.line;
        line.clear();
        line.push_str("    <node");
        attribute("id", &actor.key.0, line);
        line.push('>');
        data("node", "name", &actor.name, line);
        for ((name, _), value) in OF_ACTOR.iter().zip(of_actor(actor, self.start.world)) {
            data("node", name, &value, line);
        }
        line.push_str("</node>\n");
        self.out.row(line.as_bytes())
    }

    fn tie(&mut self, record: &TieRecord, notes: &mut Notes) -> Result<(), ExportError> {
        let tie = &record.tie;
        let Some(b) = other(tie, &self.known, notes) else { return Ok(()) };
        let Interval { start, end } = Interval::of(tie, self.start.settings);
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let line = &mut self.line;
        line.clear();
        line.push_str("    <edge");
        attribute("id", &tie.id.0, line);
        attribute("source", &tie.a.0, line);
        attribute("target", &b.0, line);
        line.push('>');
        let time = [format!("{:.4}", tie.strength), day(start), day(end)];
        for ((name, _), value) in TIME.iter().chain(&OF_TIE).zip(time.into_iter().chain(of_tie(record))) {
            data("edge", name, &value, line);
        }
        line.push_str("</edge>\n");
        self.out.row(line.as_bytes())
    }

    fn finish(mut self: Box<Self>) -> Result<Rows, ExportError> {
        self.out.put(b"  </graph>\n</graphml>\n")?;
        Ok(vec![self.out.finish()?])
    }
}
