use athir_gazetteer::Gazetteer;

#[test]
fn the_built_in_file_is_whole() {
    let gazetteer = Gazetteer::builtin();
    assert!(gazetteer.n_places() > 500_000, "{gazetteer:?}");
    assert!(Gazetteer::open(concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/gazetteer/world.gaz")).is_ok());
}
