//! Who may do what on a server: accounts with their sessions and tokens.
//!
//! These rows are no records of the chain: passwords, sessions and tokens stand here as hashes that whoever calls has made.
//! What becomes of an account has an entry of the log without changes, so that nobody gets a role unseen.

use jiff::Timestamp;

use crate::audit::{Stamp, append, time_words};
use crate::derived::ACCOUNT;
use crate::error::{Result, StoreError};
use crate::store::Store;
use crate::value::{Row, Value};

/// Somebody who may work at a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The name, as the log has it.
    pub name: String,
    /// What they may do, as whoever serves the database calls it.
    pub role: String,
    /// The hash of the password.
    pub password: String,
    /// When it was made.
    pub created: String,
    /// Since when it may not be used.
    pub disabled: Option<String>,
}

/// Somebody who has logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The digest of what the client shows.
    pub digest: String,
    /// The account's name.
    pub account: String,
    /// What writes have to carry.
    pub csrf: String,
    /// When it ends.
    pub expires: Timestamp,
}

/// What a program shows in place of a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessToken {
    /// Its id, which is no secret.
    pub id: String,
    /// The digest of what the program shows.
    pub digest: String,
    /// Whose it is.
    pub account: String,
    /// What it is for.
    pub label: String,
    /// What it may do at most.
    pub scope: String,
    /// When it was made.
    pub created: String,
    /// When it ends, in words that sort.
    pub expires: String,
}

const ACCOUNT_COLUMNS: &str = "name, role, password, created, disabled";
const TOKEN_COLUMNS: &str = "id, digest, account, label, scope, created, expires";

fn account(mut row: Row) -> Account {
    Account {
        name: row.text(),
        role: row.text(),
        password: row.text(),
        created: row.text(),
        disabled: row.text_or_none(),
    }
}

fn token(mut row: Row) -> AccessToken {
    AccessToken {
        id: row.text(),
        digest: row.text(),
        account: row.text(),
        label: row.text(),
        scope: row.text(),
        created: row.text(),
        expires: row.text(),
    }
}

impl Store {
    /// Lists the accounts by name.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn accounts(&mut self) -> Result<Vec<Account>> {
        let sql = format!("SELECT {ACCOUNT_COLUMNS} FROM account ORDER BY name");
        Ok(self.db().query(&sql, &[])?.into_iter().map(account).collect())
    }

    /// Gives the account of this name.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn account(&mut self, name: &str) -> Result<Option<Account>> {
        let sql = format!("SELECT {ACCOUNT_COLUMNS} FROM account WHERE name = ?1");
        Ok(self.db().query(&sql, &[name.into()])?.pop().map(account))
    }

    /// Adds an account.
    ///
    /// # Errors
    ///
    /// A name that is taken, and whatever the database cannot do.
    pub fn add_account(&mut self, name: &str, role: &str, password: &str, stamp: &Stamp) -> Result<()> {
        if self.account(name)?.is_some() {
            let what = format!("an account of the name {name}, which is taken");
            return Err(StoreError::Refused { database: self.name().to_owned(), what });
        }
        self.write(|db| {
            append(db, stamp, ACCOUNT, format_args!("{name} is added as {role}"), &[])?;
            let row = vec![name.into(), role.into(), password.into(), stamp.time().into(), Value::Null];
            db.insert("account", &["name", "role", "password", "created", "disabled"], &[row])
        })
    }

    /// Changes an account: what is given takes the place of what was there. Its sessions end where it gets another
    /// password or role, or may not be used any more.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn change_account(
        &mut self,
        name: &str,
        role: Option<&str>,
        password: Option<&str>,
        disabled: Option<bool>,
        stamp: &Stamp,
    ) -> Result<()> {
        self.write(|db| {
            let mut words = Vec::new();
            if let Some(role) = role {
                db.execute("UPDATE account SET role = ?1 WHERE name = ?2", &[role.into(), name.into()])?;
                words.push(format!("is {role} now"));
            }
            if let Some(password) = password {
                let sql = "UPDATE account SET password = ?1 WHERE name = ?2";
                db.execute(sql, &[password.into(), name.into()])?;
                words.push("has another password".to_owned());
            }
            if let Some(disabled) = disabled {
                let since = disabled.then(|| stamp.time());
                let sql = "UPDATE account SET disabled = ?1 WHERE name = ?2";
                db.execute(sql, &[since.into(), name.into()])?;
                words.push(if disabled { "is locked".to_owned() } else { "is unlocked".to_owned() });
            }
            if words.is_empty() {
                return Ok(());
            }
            db.execute("DELETE FROM session WHERE account = ?1", &[name.into()])?;
            append(db, stamp, ACCOUNT, format_args!("{name} {}", words.join(", ")), &[])?;
            Ok(())
        })
    }

    /// Takes an account out, with its sessions and tokens. What it did stays under its name.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn remove_account(&mut self, name: &str, stamp: &Stamp) -> Result<()> {
        self.write(|db| {
            for sql in [
                "DELETE FROM session WHERE account = ?1",
                "DELETE FROM token WHERE account = ?1",
                "DELETE FROM account WHERE name = ?1",
            ] {
                db.execute(sql, &[name.into()])?;
            }
            append(db, stamp, ACCOUNT, format_args!("{name} is taken out"), &[])?;
            Ok(())
        })
    }

    /// Begins a session. Those that are over are taken out.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn add_session(&mut self, session: &Session, now: Timestamp) -> Result<()> {
        self.write(|db| {
            db.execute("DELETE FROM session WHERE expires < ?1", &[time_words(now).into()])?;
            let row = vec![
                (&session.digest).into(),
                (&session.account).into(),
                (&session.csrf).into(),
                time_words(now).into(),
                time_words(session.expires).into(),
            ];
            db.insert("session", &["digest", "account", "csrf", "created", "expires"], &[row])
        })
    }

    /// Gives the account of a session that is not over, with what its writes have to carry.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn session(&mut self, digest: &str, now: Timestamp) -> Result<Option<(Account, String)>> {
        let sql = "SELECT a.name, a.role, a.password, a.created, a.disabled, s.csrf FROM session s \
                   JOIN account a ON a.name = s.account WHERE s.digest = ?1 AND s.expires >= ?2";
        let row = self.db().query(sql, &[digest.into(), time_words(now).into()])?.pop();
        Ok(row.map(|mut row| {
            let found = Account {
                name: row.text(),
                role: row.text(),
                password: row.text(),
                created: row.text(),
                disabled: row.text_or_none(),
            };
            (found, row.text())
        }))
    }

    /// Ends a session. One that is not there is no error.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn remove_session(&mut self, digest: &str) -> Result<()> {
        self.write(|db| {
            db.execute("DELETE FROM session WHERE digest = ?1", &[digest.into()])?;
            Ok(())
        })
    }

    /// Adds a token.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn add_token(&mut self, token: &AccessToken, stamp: &Stamp) -> Result<()> {
        self.write(|db| {
            let words = format!("{} gets token {}, as {}", token.account, token.id, token.scope);
            append(db, stamp, ACCOUNT, words, &[])?;
            let row = vec![
                (&token.id).into(),
                (&token.digest).into(),
                (&token.account).into(),
                (&token.label).into(),
                (&token.scope).into(),
                (&token.created).into(),
                (&token.expires).into(),
            ];
            let columns: Vec<&str> = TOKEN_COLUMNS.split(", ").collect();
            db.insert("token", &columns, &[row])
        })
    }

    /// Lists the tokens of an account, or all.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn tokens(&mut self, account: Option<&str>) -> Result<Vec<AccessToken>> {
        let sql = format!("SELECT {TOKEN_COLUMNS} FROM token ORDER BY created, id");
        let all = self.db().query(&sql, &[])?.into_iter().map(token);
        Ok(all.filter(|token| account.is_none_or(|account| token.account == account)).collect())
    }

    /// Gives the token of this digest that is not over, and its account.
    ///
    /// # Errors
    ///
    /// A database that cannot be read.
    pub fn token(&mut self, digest: &str, now: Timestamp) -> Result<Option<(AccessToken, Account)>> {
        let sql = format!("SELECT {TOKEN_COLUMNS} FROM token WHERE digest = ?1 AND expires >= ?2");
        let row = self.db().query(&sql, &[digest.into(), time_words(now).into()])?.pop();
        let Some(token) = row.map(token) else { return Ok(None) };
        Ok(self.account(&token.account)?.map(|account| (token, account)))
    }

    /// Takes a token out. One that is not there is no error.
    ///
    /// # Errors
    ///
    /// Whatever the database cannot do.
    pub fn remove_token(&mut self, id: &str, stamp: &Stamp) -> Result<()> {
        self.write(|db| {
            if db.execute("DELETE FROM token WHERE id = ?1", &[id.into()])? > 0 {
                append(db, stamp, ACCOUNT, format_args!("token {id} is taken out"), &[])?;
            }
            Ok(())
        })
    }
}

/// A time in the words that sort, as accounts have it.
pub fn time_of(at: Timestamp) -> String {
    time_words(at)
}
