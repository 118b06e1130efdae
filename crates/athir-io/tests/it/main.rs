//! Reading and writing of whole files.

mod archive;
mod dossier;
mod feed;
mod fixture;
mod hostile;
mod page;
mod reading;
mod table;
mod warc;
mod watch;
mod writing;
