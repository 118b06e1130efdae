//! The way from reports to events.

use std::num::NonZeroUsize;

use athir_actors::Registry;
use athir_coder::{CameoAct, Coder, FoundActor, FoundPlace, KnownActor, Options, Screen, Worth};
use athir_gazetteer::Gazetteer;
use athir_model::Report;
use athir_model::{CodedReport, Extent, MadeBy};
use athir_nlp::{Doc, Model, Span};
use jiff::civil::Date;

use crate::batch::code_safely;
use crate::frames::load_frames;
use crate::knowledge::made_by;
use crate::parallel::parallel_map;
use crate::places::with_places;
use crate::{Config, ConfigError, load_actors};

/// Codes reports: parses each, finds what it names, and reads the events out of it.
///
/// The same report gives the same events whatever else is coded before, after or beside it.
pub struct Pipeline {
    model: LanguageModel,
    coder: Coder<'static>,
    screen: Option<&'static Screen>,
    made_by: MadeBy,
}

enum LanguageModel {
    Builtin(&'static Model),
    Own(Box<Model>),
}

impl Pipeline {
    /// Sets up the stages.
    ///
    /// # Errors
    ///
    /// A setting that cannot be carried out, such as a folder without a language model or frames, or a damaged
    /// gazetteer.
    pub fn new(config: &Config) -> Result<Pipeline, ConfigError> {
        let model = match &config.model_dir {
            None => LanguageModel::Builtin(Model::builtin()),
            Some(folder) => {
                let model = Model::load(folder)
                    .map_err(|source| ConfigError::Model { folder: folder.clone(), source })?;
                LanguageModel::Own(Box::new(model))
            }
        };
        let mut coder = Coder::builtin().with_min_confidence(config.min_confidence);
        if let Some(folder) = &config.actors_dir {
            coder = coder.with_registry(load_actors(folder)?);
        }
        let mut gazetteer = None;
        if let Some(path) = &config.gazetteer {
            let own = Gazetteer::open(path);
            gazetteer = Some(own.map_err(|source| ConfigError::Gazetteer { path: path.clone(), source })?);
        }
        if let Some(folder) = &config.places_dir {
            gazetteer = Some(with_places(gazetteer.as_ref(), folder)?);
        }
        if let Some(gazetteer) = gazetteer {
            coder = coder.with_gazetteer(gazetteer);
        }
        if let Some(folder) = &config.frames_dir {
            coder = coder.with_frames(load_frames(folder)?);
        }
        let made_by = made_by(config)?;
        Ok(Pipeline { model, coder, screen: config.screen.then(Screen::builtin), made_by })
    }

    /// Who codes: the program, what it knows and by which rules it goes.
    pub fn made_by(&self) -> &MadeBy {
        &self.made_by
    }

    pub(crate) fn coder(&self) -> &Coder<'static> {
        &self.coder
    }

    fn model(&self) -> &Model {
        match &self.model {
            LanguageModel::Builtin(model) => model,
            LanguageModel::Own(model) => model,
        }
    }

    /// The registry that actors are known by.
    pub fn registry(&self) -> &Registry {
        self.coder.registry()
    }

    /// The gazetteer that places are looked up in.
    pub fn gazetteer(&self) -> &Gazetteer {
        self.coder.gazetteer()
    }

    /// Parses a text, made ready for it: letters get their case back where it was lost, and datelines end.
    pub fn parse(&self, text: &str) -> Doc {
        let model = self.model();
        model.parse(&self.coder.ready(text, model))
    }

    /// Codes one report, or what of it the screen lets through.
    pub fn code(&self, report: &Report) -> CodedReport {
        let model = self.model();
        let text = self.coder.ready(&report.text, model);
        let worth = self.screen.map_or(Worth::Whole, |screen| screen.worth(&text));
        let (doc, extent) = match worth {
            Worth::Whole => (model.parse(&text), Extent::Whole),
            Worth::Parts(parts) => (model.parse_parts(&text, &parts), Extent::Parts),
            Worth::Nothing => (model.parse_parts(&text, &[]), Extent::Nothing),
        };
        CodedReport { extent, ..self.code_parsed(report, &doc) }
    }

    /// Codes one report as [`code`](Pipeline::code) does, for those who must not fail with it.
    ///
    /// # Errors
    ///
    /// The words of a panic, which is a bug of athir.
    pub fn try_code(&self, report: &Report) -> Result<CodedReport, String> {
        code_safely(report, |report| self.code(report))
    }

    /// Codes reports on `jobs` threads, each as [`try_code`](Pipeline::try_code) does. The results stand in the order of the
    /// reports.
    pub fn try_code_all(&self, reports: &[Report], jobs: NonZeroUsize) -> Vec<Result<CodedReport, String>> {
        parallel_map(reports, jobs, |report| self.try_code(report))
    }

    /// Codes a report whose text is parsed already, and quotes its words as they stand in it.
    pub fn code_parsed(&self, report: &Report, doc: &Doc) -> CodedReport {
        self.coder.code_as_written(doc, &report.text, &report.name, report.published)
    }

    /// Codes a parsed text of which some actors are known beforehand.
    pub fn code_with_known(
        &self,
        doc: &Doc,
        name: &str,
        published: Option<Date>,
        known: &[KnownActor],
    ) -> CodedReport {
        self.coder.code_with_known(doc, name, published, known)
    }

    /// Tells what there is to choose among for each event of a report, for those who fit the weights of the choices.
    pub fn options(&self, report: &Report) -> Vec<Options> {
        self.coder.options(&self.parse(&report.text), &report.name, report.published)
    }

    /// Finds the place names of a parsed text and what each may refer to.
    pub fn find_places(&self, doc: &Doc, published: Option<Date>) -> Vec<FoundPlace> {
        self.coder.find_places(doc, published)
    }

    /// Tells what the place names at the given spans of a parsed text may refer to, one answer for each span.
    pub fn resolve_places(&self, doc: &Doc, published: Option<Date>, spans: &[Span]) -> Vec<FoundPlace> {
        self.coder.resolve_places(doc, published, spans)
    }

    /// Finds who is mentioned in a parsed text, and who each mention refers to.
    pub fn find_actors(&self, doc: &Doc, published: Option<Date>) -> Vec<FoundActor> {
        self.coder.find_actors(doc, published)
    }

    /// Tells what the party at one span of a parsed text does to the party at another, in the terms of PLOVER.
    pub fn relate(&self, doc: &Doc, source: Span, target: Span) -> Option<athir_coder::Relation> {
        self.coder.relate(doc, source, target)
    }

    /// Finds the acts of a parsed text in CAMEO's terms, sentence by sentence. `published` tells who held an office.
    pub fn find_acts(&self, doc: &Doc, published: Option<Date>) -> Vec<CameoAct> {
        self.coder.find_acts(doc, published)
    }

    /// Codes reports on `jobs` threads. The results stand in the order of the reports and do not depend on
    /// the number of threads.
    pub fn code_all(&self, reports: &[Report], jobs: NonZeroUsize) -> Vec<CodedReport> {
        self.code_all_and_tell(reports, jobs, |_| {})
    }

    /// Codes reports as [`code_all`](Pipeline::code_all) does, and calls `tell` with each report when it is
    /// done, on the thread and in the order in which that happens.
    pub fn code_all_and_tell(
        &self,
        reports: &[Report],
        jobs: NonZeroUsize,
        tell: impl Fn(&Report) + Sync,
    ) -> Vec<CodedReport> {
        parallel_map(reports, jobs, |report| {
            let coded = self.code(report);
            tell(report);
            coded
        })
    }
}
