//! GEXF 1.3: a network that changes over time, for Gephi and networkx.

use std::collections::BTreeSet;

use athir_model::{ActorKey, NetworkActor};

use super::interval::{ENDS, Interval};
use super::node::{Kind, OF_ACTOR, OF_TIE, of_actor, of_tie, other};
use super::xml::{attribute, escape};
use crate::{ExportError, Exporter, Needs, Notes, Out, Output, Profile, Rows, Start, TieRecord};

/// Actors and ties as a dynamic network.
pub(crate) const GEXF: Profile = Profile {
    name: "gexf",
    about: "actors and their ties as a network that changes day by day, for Gephi's timeline",
    output: Output::File("network.gexf"),
    needs: Needs { actors: true, ties: true, ..Needs::NONE },
    settings: &[ENDS],
    start: |start| Ok(Box::new(Gexf::start(start)?)),
};

struct Gexf<'a> {
    out: Out,
    start: Start<'a>,
    known: BTreeSet<ActorKey>,
    line: String,
    has_edges: bool,
}

impl<'a> Gexf<'a> {
    fn start(start: Start<'a>) -> Result<Gexf<'a>, ExportError> {
        let mut out = Out::create(start.files, "network.gexf")?;
        let mut head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n  <meta"
            .to_owned();
        let day: String = start.release.made.chars().take(10).collect();
        attribute("lastmodifieddate", &day, &mut head);
        head.push_str("><creator>");
        escape(&start.release.athir, &mut head);
        head.push_str(
            "</creator><description>Armed actors and their ties, coded from reports</description></meta>\n",
        );
        head.push_str("  <graph mode=\"dynamic\" timeformat=\"date\" defaultedgetype=\"directed\">\n");
        let mut attributes = |class: &str, columns: &[(&str, Kind)]| {
            head.push_str("    <attributes");
            attribute("class", class, &mut head);
            head.push_str(" mode=\"static\">\n");
            for (name, kind) in columns {
                head.push_str("      <attribute");
                attribute("id", name, &mut head);
                attribute("title", name, &mut head);
                attribute("type", kind.as_str("integer"), &mut head);
                head.push_str("/>\n");
            }
            head.push_str("    </attributes>\n");
        };
        attributes("node", &OF_ACTOR);
        attributes("edge", &OF_TIE);
        head.push_str("    <nodes>\n");
        out.put(head.as_bytes())?;
        Ok(Gexf { out, start, known: BTreeSet::new(), line: String::new(), has_edges: false })
    }

    fn begin_edges(&mut self) -> Result<(), ExportError> {
        if !self.has_edges {
            self.has_edges = true;
            self.out.put(b"    </nodes>\n    <edges>\n")?;
        }
        Ok(())
    }
}

/// Appends the values that are known.
fn values(columns: &[(&str, Kind)], values: impl IntoIterator<Item = String>, line: &mut String) {
    line.push_str("<attvalues>");
    for ((name, _), value) in columns.iter().zip(values).filter(|(_, value)| !value.is_empty()) {
        line.push_str("<attvalue");
        attribute("for", name, line);
        attribute("value", &value, line);
        line.push_str("/>");
    }
    line.push_str("</attvalues>");
}

impl Exporter for Gexf<'_> {
    fn actor(&mut self, actor: &NetworkActor, _notes: &mut Notes) -> Result<(), ExportError> {
        self.known.insert(actor.key.clone());
        let line = &mut self.line;
        line.clear();
        line.push_str("      <node");
        attribute("id", &actor.key.0, line);
        attribute("label", &actor.name, line);
        line.push('>');
        values(&OF_ACTOR, of_actor(actor, self.start.world), line);
        line.push_str("</node>\n");
        self.out.row(line.as_bytes())
    }

    fn tie(&mut self, record: &TieRecord, notes: &mut Notes) -> Result<(), ExportError> {
        let tie = &record.tie;
        let Some(b) = other(tie, &self.known, notes) else { return Ok(()) };
        self.begin_edges()?;
        let Interval { start, end } = Interval::of(tie, self.start.settings);
        let line = &mut self.line;
        line.clear();
        line.push_str("      <edge");
        attribute("id", &tie.id.0, line);
        attribute("source", &tie.a.0, line);
        attribute("target", &b.0, line);
        attribute("kind", tie.kind.as_str(), line);
        attribute("label", tie.kind.as_str(), line);
        attribute("weight", &format!("{:.4}", tie.strength), line);
        if let Some(start) = start {
            attribute("start", &start.to_string(), line);
        }
        if let Some(end) = end {
            attribute("end", &end.to_string(), line);
        }
        line.push('>');
        values(&OF_TIE, of_tie(record), line);
        line.push_str("</edge>\n");
        self.out.row(line.as_bytes())
    }

    fn finish(mut self: Box<Self>) -> Result<Rows, ExportError> {
        self.begin_edges()?;
        self.out.put(b"    </edges>\n  </graph>\n</gexf>\n")?;
        Ok(vec![self.out.finish()?])
    }
}
