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
fn rules_that_do_not_fit_are_refused() {
    let read = |name: &str| std::fs::read(models().join("en_core_web_sm").join(name)).unwrap();
    let (json, tensors) = (read("model.json"), read("model.safetensors"));
    let broken = |path: &str, value: serde_json::Value| {
        let mut model: serde_json::Value = serde_json::from_slice(&json).unwrap();
        *model.pointer_mut(path).unwrap() = value;
        Model::from_bytes(&serde_json::to_vec(&model).unwrap(), &tensors).unwrap_err().to_string()
    };
    assert!(broken("/tokenizer/url_letters", 99.into()).contains("class"));
    assert!(broken("/tokenizer/exceptions/don't", serde_json::json!([["do"]])).contains("exception"));
    assert!(broken("/ruler/0/token", 3.into()).contains("attribute rule"));
    assert!(broken("/tok2vec/seeds", serde_json::json!([8])).contains("seed"));
    assert!(broken("/parser_moves/5/1", "no_such_label".into()).contains("no_such_label"));
    assert!(broken("/tags", serde_json::json!(["NN"])).contains("tagger.W"));
}

#[test]
fn the_small_model_reads_too() {
    let model = Model::load(&models().join("en_core_web_sm")).unwrap();
    let doc = model.parse("Rebels seized the airport on Sunday.");
    assert_eq!(doc.sentences().next().unwrap().root().lemma(), "seize");
}
