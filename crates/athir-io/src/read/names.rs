//! Names that tell the reports of one run apart.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::{Input, IoError};

/// How much of its path a report's name tells, from little to much.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Stem,
    PathFromCommonFolder,
    PathAndEnding,
}

/// Leaves out inputs that came before, and gives each of the others a name of its own.
pub(super) fn name_apart(inputs: Vec<Result<Input, IoError>>) -> Vec<Result<Input, IoError>> {
    let mut seen = BTreeSet::new();
    let mut inputs: Vec<_> =
        inputs.into_iter().filter(|i| i.as_ref().map_or(true, |i| seen.insert(place_of(i)))).collect();
    let mut found: Vec<&mut Input> = inputs.iter_mut().filter_map(|i| i.as_mut().ok()).collect();
    let places: Vec<Option<PathBuf>> = found.iter().map(|input| place_of(input)).collect();
    let mut folders: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (input, place) in found.iter().zip(&places) {
        let Some(folder) = place.as_deref().and_then(Path::parent) else { continue };
        folders
            .entry(input.name.clone())
            .and_modify(|common| *common = common_folder(common, folder))
            .or_insert_with(|| folder.to_owned());
    }
    let stems: Vec<String> = found.iter().map(|input| input.name.clone()).collect();
    let mut told = vec![Told::Stem; found.len()];
    loop {
        let mut uses: BTreeMap<String, usize> = BTreeMap::new();
        for input in &found {
            *uses.entry(input.name.clone()).or_default() += 1;
        }
        let mut changed = false;
        for (n, input) in found.iter_mut().enumerate().filter(|(_, input)| uses[&input.name] > 1) {
            let Some(place) = &places[n] else { continue };
            let path = place.strip_prefix(&folders[&stems[n]]).unwrap_or(place);
            (told[n], input.name) = match told[n] {
                Told::Stem => (Told::PathFromCommonFolder, words(&path.with_extension(""))),
                Told::PathFromCommonFolder => (Told::PathAndEnding, words(path)),
                Told::PathAndEnding => continue,
            };
            changed = true;
        }
        if !changed {
            return inputs;
        }
    }
}

/// The file by its folder's real path, whatever way the command line took to it; none for standard input.
fn place_of(input: &Input) -> Option<PathBuf> {
    let path = input.path.as_deref()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    Some(folder.join(path.file_name().unwrap_or_default()))
}

fn common_folder(a: &Path, b: &Path) -> PathBuf {
    a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
}

/// The path with `/` on every system.
fn words(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
