//! Listening: connections are bounded in number and time, and the server stops when it is told to, once it has answered.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Response, header};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tower_service::Service;

use crate::ServerError;
use crate::api;
use crate::app::{App, Settings};
use crate::guard::{self, Names};
use crate::problem::Problem;

/// Connections that are open at a time.
const CONNECTIONS: usize = 512;
/// How long a client may take to send its headers, where nothing else is said.
const HEADERS: Duration = Duration::from_secs(15);
/// How long an answer may take, and a body to come in, where nothing else is said.
const ANSWER: Duration = Duration::from_secs(60);
/// How long answers under way are waited for when the server stops.
const FAREWELL: Duration = Duration::from_secs(5);
/// How often the database is looked at for what others have written.
const LOOK: Duration = Duration::from_secs(1);

/// Opens a database, listens, and answers until this process is told to stop (SIGINT, SIGTERM). `tell` gets the address
/// once it listens.
///
/// # Errors
///
/// What stands in the way of starting, and a socket that no longer listens.
pub fn run(
    settings: Settings,
    address: SocketAddr,
    tell: impl FnOnce(SocketAddr),
) -> Result<(), ServerError> {
    // It outlives the runtime: a connection to a PostgreSQL server cannot be closed from within one.
    let app = Arc::new(App::open(settings)?);
    let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // More would only take turns on the processors, and each answer would wait for all others.
        .max_blocking_threads(2 * processors + 2)
        .build()
        .map_err(ServerError::Listen)?;
    let done = runtime.block_on(async {
        let server = Server::bind(app.clone(), address).await?;
        tell(server.address()?);
        server.run(told_to_stop()).await
    });
    runtime.shutdown_timeout(FAREWELL);
    done
}

async fn told_to_stop() {
    let interrupt = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

/// A server that listens.
pub struct Server {
    app: Arc<App>,
    listener: TcpListener,
    names: Names,
    headers: Duration,
    answer: Duration,
}

impl Server {
    /// Binds an address; port 0 takes one that is free.
    ///
    /// # Errors
    ///
    /// An address that cannot be bound, or one that others reach while nobody has to log in.
    pub async fn bind(app: impl Into<Arc<App>>, address: SocketAddr) -> Result<Server, ServerError> {
        let app = app.into();
        if !address.ip().is_loopback() && !app.settings.accounts {
            return Err(ServerError::NoAccounts { address });
        }
        let bound = TcpListener::bind(address).await;
        let listener = bound.map_err(|source| ServerError::Bind { address, source })?;
        let names = if address.ip().is_loopback() { Names::Loopback } else { Names::Any };
        Ok(Server { app, listener, names, headers: HEADERS, answer: ANSWER })
    }

    /// Says how long a client may take to send its headers, and how long an answer with the body before it.
    #[must_use]
    pub fn waiting(mut self, headers: Duration, answer: Duration) -> Server {
        (self.headers, self.answer) = (headers, answer);
        self
    }

    /// The address that it listens on.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub fn address(&self) -> Result<SocketAddr, ServerError> {
        self.listener.local_addr().map_err(ServerError::Listen)
    }

    /// Answers until `stop` is ready, then finishes what is under way.
    ///
    /// # Errors
    ///
    /// A socket that no longer listens.
    pub async fn run(self, stop: impl Future<Output = ()>) -> Result<(), ServerError> {
        let (tell_stop, stopping) = watch::channel(false);
        let router = api::router(&self.app, &stopping);
        let graceful = GracefulShutdown::new();
        let seats = Arc::new(Semaphore::new(CONNECTIONS));
        let follower = tokio::spawn(follow(self.app.clone()));
        let mut stop = pin!(stop);
        loop {
            let (stream, seat) = tokio::select! {
                next = next_connection(&self.listener, &seats) => next,
                () = &mut stop => break,
            };
            let names = self.names.clone();
            let router = router.clone();
            let patience = self.answer;
            let service = service_fn(move |request: hyper::Request<Incoming>| {
                let (names, mut router) = (names.clone(), router.clone());
                async move {
                    let host = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
                    let mut response = match names.check(host) {
                        Err(problem) => problem.response(),
                        Ok(()) => answer(patience, router.call(request.map(Body::new))).await,
                    };
                    guard::seal(&mut response);
                    Ok::<_, Infallible>(response)
                }
            });
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(self.headers)
                .max_buf_size(64 * 1024)
                .serve_connection(TokioIo::new(stream), service);
            let watched = graceful.watch(connection);
            tokio::spawn(async move {
                // A client that breaks off is no fault of the server.
                let _ = watched.await;
                drop(seat);
            });
        }
        drop(self.listener);
        follower.abort();
        let _ = tell_stop.send(true);
        let _ = tokio::time::timeout(FAREWELL, graceful.shutdown()).await;
        Ok(())
    }
}

async fn next_connection(
    listener: &TcpListener,
    seats: &Arc<Semaphore>,
) -> (TcpStream, tokio::sync::OwnedSemaphorePermit) {
    let seat = seats.clone().acquire_owned().await.expect("the semaphore is never closed");
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Answers are written whole.
                let _ = stream.set_nodelay(true);
                return (stream, seat);
            }
            // Too many open files, say: better a while later than never.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn answer(
    patience: Duration,
    work: impl Future<Output = Result<Response<Body>, Infallible>>,
) -> Response<Body> {
    match tokio::time::timeout(patience, work).await {
        Ok(Ok(response)) => response,
        Ok(Err(never)) => match never {},
        Err(_) => Problem::unavailable("the answer took too long").response(),
    }
}

/// Follows what other processes write to the database.
async fn follow(app: Arc<App>) {
    loop {
        tokio::time::sleep(LOOK).await;
        let app = app.clone();
        // What cannot be read now is read the next time; requests tell what is wrong.
        let _ = tokio::task::spawn_blocking(move || app.follow()).await;
    }
}
