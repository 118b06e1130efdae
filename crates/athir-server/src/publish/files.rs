//! The files of a publication, as an archive.

use std::fs::{self, File};
use std::io::{self, BufWriter, Seek};
use std::path::Path;
use std::sync::Arc;

use athir::publish::publication_in;
use axum::body::Body;
use axum::http::Response;

use super::order::find;
use super::shelf::Shelf;
use crate::app::App;
use crate::export::{download as attachment, stream};
use crate::problem::Problem;
use crate::zip::Zip;

/// Begins the archive.
///
/// # Errors
///
/// No such publication, and one whose files are not here.
pub(crate) fn download(app: &Arc<App>, id: &str) -> Result<Response<Body>, Problem> {
    let standing = find(app, id)?;
    let folder = Shelf::of(app).made(&standing.name);
    let folder = folder.filter(|folder| publication_in(folder).as_ref() == Some(&standing.id));
    let folder = folder.ok_or_else(|| {
        Problem::not_found(
            "its files are not here: it was not written from this page, or a later one took its place",
        )
    })?;
    let file = archive(&folder).map_err(|error| match error.kind() {
        // It was written anew meanwhile.
        io::ErrorKind::NotFound => Problem::unavailable("the files are being written anew; ask again"),
        _ => Problem::internal(error.to_string()),
    })?;
    let name = format!("{}-{}.zip", standing.name, standing.id);
    Ok(attachment(stream(file)?, "application/zip", &name))
}

/// The files of a folder and of the folders in it, in the order of their names.
fn archive(folder: &Path) -> io::Result<File> {
    let mut names = Vec::new();
    for (name, is_folder) in entries(folder)? {
        if is_folder {
            let inner = entries(&folder.join(&name))?.into_iter().filter(|(_, is_folder)| !is_folder);
            names.extend(inner.map(|(file, _)| format!("{name}/{file}")));
        } else {
            names.push(name);
        }
    }
    let mut zip = Zip::new(BufWriter::new(tempfile::tempfile()?));
    for name in names {
        zip.add(&name, || File::open(folder.join(&name)))?;
    }
    let mut file = zip.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

fn entries(folder: &Path) -> io::Result<Vec<(String, bool)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if let Ok(name) = entry.file_name().into_string() {
            found.push((name, entry.file_type()?.is_dir()));
        }
    }
    found.sort();
    Ok(found)
}
