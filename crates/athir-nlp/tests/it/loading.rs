//! What is said of model files that cannot be used.

use std::path::Path;

use athir_nlp::{Model, ModelError};

fn models() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../models"))
}

#[test]
fn a_missing_file_is_named() {
    let error = Model::load(&models().join("no_such_model")).unwrap_err();
    assert!(matches!(&error, ModelError::Read { path, .. } if path.ends_with("no_such_model/model.json")));
}

#[test]
fn another_format_is_refused() {
    let error = Model::from_bytes(br#"{"format":7}"#, b"").unwrap_err();
    assert_eq!(error.to_string(), "model.json: format 7 is not 1, the format this version reads");
}

#[test]
fn tensors_of_another_pipeline_are_refused() {
    let read = |name: &str| std::fs::read(models().join(name)).unwrap();
    let error =
        Model::from_bytes(&read("en_core_web_md/model.json"), &read("en_core_web_sm/model.safetensors"));
    assert!(matches!(error.unwrap_err(), ModelError::Tensors(_) | ModelError::Tensor { .. }));
}

#[test]
fn the_small_model_reads_too() {
    let model = Model::load(&models().join("en_core_web_sm")).unwrap();
    let doc = model.parse("Rebels seized the airport on Sunday.");
    assert_eq!(doc.sentences().next().unwrap().root().lemma(), "seize");
}
