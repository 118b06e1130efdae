//! A database of a few invented reports, and a server on it.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread::JoinHandle;
use std::time::Duration;

use athir::database::{Database, KnownCoder, Location, Stamp};
use athir::{Config, Report};
use athir_server::{App, Server, Settings};
use tokio::sync::oneshot;

/// Reports that were invented for these tests: their names, outlets, days and texts.
const REPORTS: [(&str, &str, &str, &str); 5] = [
    (
        "kiln",
        "Orontes Wire",
        "2017-07-15",
        "Clashes near Killi leave nine dead\n\nHay'at Tahrir al-Sham fighters clashed with Ahrar al-Sham near Killi in \
         northern Idlib on Friday, killing nine fighters and wounding four, residents said.\n",
    ),
    (
        "mill",
        "Northern Bulletin",
        "2017-07-16",
        "Fighting between two groups in Killi\n\nAt least eleven fighters were killed when Hay'at Tahrir al-Sham and Ahrar \
         al-Sham clashed near Killi on 14 July 2017, a medic said.\n",
    ),
    (
        "bridge",
        "Orontes Wire",
        "2017-07-20",
        "Market shelled in Saraqib\n\nSyrian government forces shelled a market in Saraqib on Wednesday. Three civilians were \
         killed, residents said. Ahrar al-Sham denounced the attack.\n",
    ),
    (
        "harvest",
        "Tigris Daily",
        "2018-03-02",
        "Bomb hits checkpoint in Mosul\n\nA car bomb killed two soldiers at a checkpoint in Mosul on Thursday. Islamic State \
         claimed responsibility for the attack.\n",
    ),
    (
        "orchard",
        "Tigris Daily",
        "2018-04-10",
        "Somewhere in Syria\n\nThe Hill Men kidnapped an aid worker in Syria last week, the organisation said. It \
         looks after farms of the Orontes Valley.\n",
    ),
];

/// A server on a database of its own. It stops when it is dropped.
pub(crate) struct Fixture {
    pub(crate) address: SocketAddr,
    pub(crate) database: Location,
    folder: tempfile::TempDir,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Who writes to the database, and when.
pub(crate) fn stamp(at: &str) -> Stamp {
    Stamp { at: at.parse().unwrap(), by: "tests".to_owned() }
}

/// Codes reports into a database.
pub(crate) fn ingest(at: &Location, reports: &[(&str, &str, &str, &str)], when: &str) {
    let coder = KnownCoder::new(&Config::default()).unwrap();
    let mut database = Database::create(at).unwrap();
    let read = |&(name, outlet, published, text): &(&str, &str, &str, &str)| {
        let mut report = Report::new(name, text);
        report.outlet = Some(outlet.to_owned());
        report.published = Some(published.parse().unwrap());
        report
    };
    let jobs = NonZeroUsize::MIN;
    database.ingest(reports.iter().map(read).collect(), &coder, jobs, &stamp(when)).unwrap();
    database.derive(coder.pipeline().registry(), jobs, &stamp(when)).unwrap();
}

impl Fixture {
    /// Serves the reports.
    pub(crate) fn new() -> Fixture {
        let folder = tempfile::tempdir().unwrap();
        let database = Location::File(folder.path().join("tests.db"));
        ingest(&database, &REPORTS, "2026-01-01T00:00:00Z");
        Fixture::serve(folder, database, None)
    }

    /// Serves the reports, with the files of a page from a folder.
    pub(crate) fn with_page(files: &[(&str, &str)]) -> Fixture {
        let folder = tempfile::tempdir().unwrap();
        let database = Location::File(folder.path().join("tests.db"));
        drop(Database::create(&database).unwrap());
        let assets = folder.path().join("page");
        for (path, text) in files {
            let file = assets.join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        std::fs::write(folder.path().join("secret.txt"), "not to be served").unwrap();
        Fixture::serve(folder, database, Some(assets))
    }

    /// Serves the reports with a folder for rules.
    pub(crate) fn with_rules() -> Fixture {
        let folder = tempfile::tempdir().unwrap();
        let database = Location::File(folder.path().join("tests.db"));
        ingest(&database, &REPORTS, "2026-01-01T00:00:00Z");
        let data = folder.path().join("data");
        std::fs::create_dir(&data).unwrap();
        Fixture::serve_with(folder, database, |settings| settings.data = Some(data))
    }

    /// Serves the reports to clients who hurry: headers and bodies have a fraction of a second to come in.
    pub(crate) fn impatient() -> Fixture {
        let folder = tempfile::tempdir().unwrap();
        let at = Location::File(folder.path().join("tests.db"));
        ingest(&at, &REPORTS, "2026-01-01T00:00:00Z");
        Fixture::serve_as(
            folder,
            at,
            |_| {},
            |server| server.waiting(Duration::from_millis(300), Duration::from_millis(900)),
        )
    }

    /// Serves the reports to those who log in: one of each role, named for it.
    pub(crate) fn with_accounts() -> Fixture {
        let folder = tempfile::tempdir().unwrap();
        let at = Location::File(folder.path().join("tests.db"));
        ingest(&at, &REPORTS, "2026-01-01T00:00:00Z");
        let mut database = Database::open(&at).unwrap();
        for role in ["viewer", "coder", "reviewer", "publisher", "admin"] {
            let (role, name) = (athir_server::Role::named(role).unwrap(), role);
            let password = format!("the {name} knows");
            athir_server::add_account(&mut database, name, role, &password, &stamp("2026-01-01T00:00:00Z"))
                .unwrap();
        }
        drop(database);
        let data = folder.path().join("data");
        std::fs::create_dir(&data).unwrap();
        Fixture::serve_with(folder, at, |settings| {
            settings.accounts = true;
            settings.data = Some(data);
        })
    }

    fn serve(folder: tempfile::TempDir, database: Location, assets: Option<PathBuf>) -> Fixture {
        Fixture::serve_with(folder, database, |settings| settings.assets = assets)
    }

    fn serve_with(
        folder: tempfile::TempDir,
        database: Location,
        change: impl FnOnce(&mut Settings),
    ) -> Fixture {
        Fixture::serve_as(folder, database, change, |server| server)
    }

    fn serve_as(
        folder: tempfile::TempDir,
        database: Location,
        change: impl FnOnce(&mut Settings),
        tune: impl FnOnce(Server) -> Server + Send + 'static,
    ) -> Fixture {
        let mut settings = Settings {
            database: database.clone(),
            by: "tester".to_owned(),
            data: None,
            assets: None,
            boundaries: None,
            accounts: false,
        };
        change(&mut settings);
        let app = App::open(settings).unwrap();
        let (tell, told) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let server = tune(Server::bind(app, SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap());
                tell.send(server.address().unwrap()).unwrap();
                server.run(async { drop(stopped.await) }).await.unwrap();
            });
        });
        let address = told.recv().unwrap();
        Fixture { address, database, folder, stop: Some(stop), thread: Some(thread) }
    }

    /// The project's folder, where the server has one.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Stops the server and waits until it has.
    pub(crate) fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().unwrap();
        }
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        self.stop();
    }
}
