//! Accounts: passwords, sessions, tokens, and who may log in how often.
//!
//! Passwords are hashed by Argon2id; of sessions and tokens the database has the SHA-256 alone, so that whoever reads it
//! cannot log in.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};
use std::time::{Duration, Instant};

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use athir::database::{Database, DatabaseError, Stamp, sha256};

use crate::pool::lock;
use crate::problem::Problem;
use crate::who::Role;

/// The shortest and the longest password, in characters and in bytes.
const PASSWORD: (usize, usize) = (10, 1024);
/// Wrong passwords for a name before it has to wait, and how long it waits then; each further one doubles that.
const FREE_TRIES: u32 = 5;
const FIRST_WAIT: Duration = Duration::from_secs(15);
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
/// Names whose tries are remembered.
const REMEMBERED: usize = 4096;
/// Passwords that are checked in a minute, over all names.
const CHECKS_A_MINUTE: u32 = 60;

/// The hash that a wrong name is checked against, so that it takes as long as a right one.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody has this password").unwrap_or_default());

/// 19 MiB and two passes, as OWASP asks for at least.
fn argon2() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// Random bytes in hexadecimal digits.
///
/// # Errors
///
/// A system without randomness.
pub(crate) fn secret() -> Result<String, Problem> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Problem::internal(format!("no randomness: {error}")))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What stands in the database for a secret.
pub(crate) fn digest(secret: &str) -> String {
    sha256(secret.as_bytes()).to_string()
}

fn hash(password: &str) -> Result<String, Problem> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| Problem::internal(format!("no randomness: {error}")))?;
    let failed = |error| Problem::internal(format!("the password cannot be hashed: {error}"));
    let salt = SaltString::encode_b64(&bytes).map_err(failed)?;
    Ok(argon2().hash_password(password.as_bytes(), &salt).map_err(failed)?.to_string())
}

/// Whether a password is the one that was hashed.
fn is_right(password: &str, hashed: &str) -> bool {
    let Ok(hashed) = PasswordHash::new(hashed) else { return false };
    argon2().verify_password(password.as_bytes(), &hashed).is_ok()
}

/// Checks a password that somebody wants to have, and hashes it.
///
/// # Errors
///
/// One that is too short or too long.
pub(crate) fn new_password(password: &str) -> Result<String, Problem> {
    let (least, most) = PASSWORD;
    if password.chars().count() < least || password.len() > most {
        let limits = format!("a password has at least {least} characters, and at most {most} bytes");
        return Err(Problem::bad_field("password", limits));
    }
    hash(password)
}

/// Checks a name that somebody wants to have.
///
/// # Errors
///
/// One that is empty, long, or has other signs than letters, digits and `.-_@`.
pub(crate) fn check_name(name: &str) -> Result<(), Problem> {
    let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@' | ' ');
    let n = name.chars().count();
    if n == 0 || n > 60 || name.trim() != name || !name.chars().all(is_sign) {
        return Err(Problem::bad_field("name", "a name has 1 to 60 letters, digits, spaces and .-_@"));
    }
    Ok(())
}

/// Adds an account to a database; the first one is made so, by whoever can write to it.
///
/// # Errors
///
/// A name or password that cannot be, a name that is taken, and a database that cannot be written to.
pub fn add_account(
    database: &mut Database,
    name: &str,
    role: Role,
    password: &str,
    stamp: &Stamp,
) -> Result<(), DatabaseError> {
    let refused = |problem: Problem| DatabaseError::NoDecision { why: problem.detail.clone() };
    check_name(name).map_err(refused)?;
    let password = new_password(password).map_err(refused)?;
    Ok(database.store().add_account(name, role.as_str(), &password, stamp)?)
}

/// How often wrong passwords were given.
#[derive(Default)]
pub(crate) struct Tries {
    by_name: HashMap<String, (u32, Instant)>,
    /// Checks since the minute began.
    minute: Option<(Instant, u32)>,
}

impl Tries {
    fn refuse(&mut self, name: &str, now: Instant) -> Result<(), Problem> {
        let (begun, n) = self.minute.unwrap_or((now, 0));
        let (begun, n) =
            if now.duration_since(begun) > Duration::from_secs(60) { (now, 0) } else { (begun, n) };
        self.minute = Some((begun, n + 1));
        if n >= CHECKS_A_MINUTE {
            return Err(Problem::too_many("too many try to log in; wait a minute"));
        }
        let Some((n, last)) = self.by_name.get(name) else { return Ok(()) };
        let wait = wait(*n);
        let left = wait.saturating_sub(now.duration_since(*last));
        if left.is_zero() {
            return Ok(());
        }
        Err(Problem::too_many(format!("too many wrong passwords; wait {} seconds", left.as_secs() + 1)))
    }

    fn wrong(&mut self, name: &str, now: Instant) {
        if self.by_name.len() >= REMEMBERED {
            self.by_name.retain(|_, (n, last)| now.duration_since(*last) < wait(*n).max(FIRST_WAIT));
        }
        if self.by_name.len() < REMEMBERED || self.by_name.contains_key(name) {
            let tries = self.by_name.entry(name.to_owned()).or_insert((0, now));
            *tries = (tries.0.saturating_add(1), now);
        }
    }
}

fn wait(n_wrong: u32) -> Duration {
    match n_wrong.checked_sub(FREE_TRIES) {
        None => Duration::ZERO,
        Some(more) => FIRST_WAIT.saturating_mul(1 << more.min(10)).min(LONGEST_WAIT),
    }
}

/// Checks a name and a password.
///
/// # Errors
///
/// Wrong ones, too many of them, and a database that cannot be read.
pub(crate) fn check(
    tries: &Mutex<Tries>,
    account: Option<&athir::database::Account>,
    name: &str,
    password: &str,
) -> Result<(), Problem> {
    lock(tries).refuse(name, Instant::now())?;
    let hashed = account.map_or(NOBODY.as_str(), |account| account.password.as_str());
    let is_right = password.len() <= PASSWORD.1 && is_right(password, hashed);
    let usable = account.filter(|account| account.disabled.is_none());
    if is_right && usable.is_some() {
        lock(tries).by_name.remove(name);
        return Ok(());
    }
    lock(tries).wrong(name, Instant::now());
    // Whether the name or the password is wrong is nobody's business.
    Err(Problem::unauthorized("the name or the password is wrong"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_kept_as_a_hash_of_its_own() {
        let (a, b) = (hash("ten letters").unwrap(), hash("ten letters").unwrap());
        assert!(a.starts_with("$argon2id$") && a != b, "each has its own salt");
        assert!(is_right("ten letters", &a) && !is_right("Ten letters", &a) && !is_right("", ""));
        assert!(new_password("short").is_err() && new_password(&"x".repeat(2000)).is_err());
    }

    #[test]
    fn wrong_passwords_have_to_wait_ever_longer() {
        let mut tries = Tries::default();
        let now = Instant::now();
        for _ in 0..FREE_TRIES {
            tries.refuse("ann", now).unwrap();
            tries.wrong("ann", now);
        }
        assert_eq!(tries.refuse("ann", now).unwrap_err().status, 429);
        assert!(tries.refuse("bob", now).is_ok(), "others need not wait");
        let later = now + FIRST_WAIT;
        tries.refuse("ann", later).unwrap();
        tries.wrong("ann", later);
        assert!(tries.refuse("ann", later + FIRST_WAIT).is_err());
        assert!(wait(u32::MAX) == LONGEST_WAIT);
    }

    #[test]
    fn many_names_do_not_fill_the_memory_or_the_processor() {
        let mut tries = Tries::default();
        let now = Instant::now();
        (0..2 * REMEMBERED).for_each(|n| tries.wrong(&format!("n{n}"), now));
        assert!(tries.by_name.len() <= REMEMBERED);
        let refused = (0..2 * CHECKS_A_MINUTE).filter(|n| tries.refuse(&format!("m{n}"), now).is_err());
        assert!(refused.count() >= CHECKS_A_MINUTE as usize);
        assert!(tries.refuse("z", now + Duration::from_secs(61)).is_ok());
    }

    #[test]
    fn names_are_plain() {
        assert!(check_name("ann").is_ok() && check_name("Zoë K.").is_ok());
        for name in ["", " ann", "a\nb", "a\"b", &"x".repeat(61)] {
            assert!(check_name(name).is_err(), "{name:?}");
        }
    }
}
