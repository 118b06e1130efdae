//! `athir serve`: a database in the browser.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};
use athir_server::Settings;
use clap::Args as ClapArgs;

use crate::database::{ByArgs, DatabaseArgs};
use crate::output::{Outcome, say};

#[derive(Debug, ClapArgs)]
pub(crate) struct ServeArgs {
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    #[command(flatten)]
    pub(crate) by: ByArgs,
    /// Let people log in, also from this machine; without it whoever sits here may do all
    #[arg(long)]
    pub(crate) accounts: bool,
    /// Address to listen on; any other than this machine's own asks people to log in
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub(crate) host: IpAddr,
    /// Port to listen on; 0 takes one that is free
    #[arg(long, value_name = "N", default_value_t = 7878)]
    pub(crate) port: u16,
    /// Folder of the project's own data: actors/, frames/, places that corrections add to
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Folder with the files of the page, in place of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub(crate) assets: Option<PathBuf>,
    /// File of boundaries (GeoJSON or TopoJSON) that the map shows in place of its own
    #[arg(long, value_name = "FILE")]
    pub(crate) boundaries: Option<PathBuf>,
    /// Open the page in the browser
    #[arg(long)]
    pub(crate) open: bool,
}

/// Serves until it is told to stop.
pub(crate) fn run(args: &ServeArgs) -> anyhow::Result<Outcome> {
    let accounts = args.accounts || !args.host.is_loopback();
    if accounts && args.database.open()?.store().accounts()?.is_empty() {
        bail!(
            "others may only look after logging in, and nobody has an account: see athir account add NAME --role admin"
        );
    }
    for folder in [&args.data, &args.assets].into_iter().flatten() {
        if !folder.is_dir() {
            bail!("{}: no such folder", folder.display());
        }
    }
    if let Some(file) = args.boundaries.as_ref().filter(|file| !file.is_file()) {
        bail!("{}: no such file", file.display());
    }
    let settings = Settings {
        database: args.database.db.clone(),
        by: args.by.stamp().by,
        data: args.data.clone(),
        assets: args.assets.clone(),
        boundaries: args.boundaries.clone(),
        accounts,
    };
    let tell = |address: SocketAddr| {
        let url = format!("http://{address}/");
        say(&format!("{url}   Ctrl-C stops"));
        if args.open
            && let Err(error) = open_in_browser(&url)
        {
            say(&format!("cannot open a browser: {error}"));
        }
    };
    athir_server::run(settings, SocketAddr::new(args.host, args.port), tell).context("the server stopped")?;
    Ok(Outcome::Done)
}

/// Hands an address to the program that the system opens pages with.
fn open_in_browser(url: &str) -> std::io::Result<()> {
    let (program, first): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("rundll32", &["url.dll,FileProtocolHandler"]),
        _ => ("xdg-open", &[]),
    };
    Command::new(program)
        .args(first)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map(drop)
}
