//! Accounts and tokens: who keeps them.

use athir::database::{AccessToken, Account, time_of};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::accounts::{check_name, digest, new_password, secret};
use crate::problem::Problem;
use crate::read::incident::ById;
use crate::route::Asked;
use crate::who::Role;

/// The longest time that a token may hold, in days.
const LONGEST: i64 = 366;

/// An account as it is shown.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AccountRow {
    name: String,
    role: Role,
    created: String,
    /// Since when it may not be used.
    disabled: Option<String>,
}

impl AccountRow {
    fn of(account: Account) -> AccountRow {
        let Account { name, role, created, disabled, .. } = account;
        AccountRow { name, role: Role::named(&role).unwrap_or(Role::Viewer), created, disabled }
    }
}

/// The accounts.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct AccountList {
    items: Vec<AccountRow>,
}

pub(super) fn list(asked: &Asked<'_>, (): (), (): ()) -> Result<AccountList, Problem> {
    let accounts = asked.app.pool.read(|database| database.store().accounts())?;
    Ok(AccountList { items: accounts.into_iter().map(AccountRow::of).collect() })
}

/// A new account.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct NewAccount {
    name: String,
    role: Role,
    password: String,
}

fn find(asked: &Asked<'_>, name: &str) -> Result<Account, Problem> {
    let found = asked.app.pool.read(|database| database.store().account(name))?;
    found.ok_or_else(|| Problem::not_found(format!("there is no account {name}")))
}

pub(super) fn add(asked: &Asked<'_>, (): (), new: NewAccount) -> Result<AccountRow, Problem> {
    check_name(&new.name)?;
    let password = new_password(&new.password)?;
    let stamp = asked.stamp();
    asked.app.desk.work(asked.app, |keeper| {
        Ok(keeper.store().add_account(&new.name, new.role.as_str(), &password, &stamp)?)
    })?;
    Ok(AccountRow::of(find(asked, &new.name)?))
}

/// What is to be other about an account.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct AccountChange {
    role: Option<Role>,
    password: Option<String>,
    /// Whether it may not be used.
    disabled: Option<bool>,
}

pub(super) fn change(
    asked: &Asked<'_>,
    ById { id }: ById,
    new: AccountChange,
) -> Result<AccountRow, Problem> {
    find(asked, &id)?;
    if id == asked.user.name
        && (new.role.is_some_and(|role| role < Role::Admin) || new.disabled == Some(true))
    {
        return Err(Problem::refused("nobody takes the keys from themselves; another admin has to"));
    }
    let password = new.password.as_deref().map(new_password).transpose()?;
    let (stamp, role) = (asked.stamp(), new.role.map(Role::as_str));
    asked.app.desk.work(asked.app, |keeper| {
        Ok(keeper.store().change_account(&id, role, password.as_deref(), new.disabled, &stamp)?)
    })?;
    Ok(AccountRow::of(find(asked, &id)?))
}

pub(super) fn remove(asked: &Asked<'_>, ById { id }: ById, (): ()) -> Result<AccountList, Problem> {
    find(asked, &id)?;
    if id == asked.user.name {
        return Err(Problem::refused("nobody takes out their own account; another admin has to"));
    }
    let stamp = asked.stamp();
    asked.app.desk.work(asked.app, |keeper| Ok(keeper.store().remove_account(&id, &stamp)?))?;
    list(asked, (), ())
}

/// A token as it is shown.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TokenRow {
    id: String,
    account: String,
    label: String,
    /// What it may do at most.
    scope: Role,
    created: String,
    expires: String,
}

impl TokenRow {
    fn of(token: AccessToken) -> TokenRow {
        let AccessToken { id, account, label, scope, created, expires, .. } = token;
        TokenRow { id, account, label, scope: Role::named(&scope).unwrap_or(Role::Viewer), created, expires }
    }
}

/// Tokens.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TokenList {
    items: Vec<TokenRow>,
}

fn mine<'a>(asked: &'a Asked<'_>) -> Option<&'a str> {
    (asked.user.role < Role::Admin).then_some(asked.user.name.as_str())
}

pub(super) fn tokens(asked: &Asked<'_>, (): (), (): ()) -> Result<TokenList, Problem> {
    let tokens = asked.app.pool.read(|database| database.store().tokens(mine(asked)))?;
    Ok(TokenList { items: tokens.into_iter().map(TokenRow::of).collect() })
}

/// What a program is to be let in for.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct NewToken {
    /// What it is for.
    label: String,
    /// What it may do at most; never more than its account.
    scope: Role,
    /// How many days it holds.
    #[schemars(range(min = 1, max = 366))]
    days: i64,
}

/// A token that was made. Its secret is shown this once.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TokenMade {
    token: TokenRow,
    /// What the program sends, as `Authorization: Bearer …`.
    secret: String,
}

pub(super) fn add_token(asked: &Asked<'_>, (): (), new: NewToken) -> Result<TokenMade, Problem> {
    if !asked.app.settings.accounts {
        return Err(Problem::refused("without accounts there are no tokens"));
    }
    if asked.user.is_token {
        return Err(Problem::forbidden("a token makes no tokens"));
    }
    if new.scope > asked.user.role {
        return Err(Problem::forbidden("a token may not do more than its account"));
    }
    let label = new.label.trim();
    if label.is_empty() || label.chars().count() > 100 || label.chars().any(char::is_control) {
        return Err(Problem::bad_field("label", "it has 1 to 100 characters"));
    }
    if !(1..=LONGEST).contains(&new.days) {
        return Err(Problem::bad_field("days", format!("it is from 1 to {LONGEST}")));
    }
    let secret = format!("athir_{}", secret()?);
    let now = Timestamp::now();
    let token = AccessToken {
        id: format!("t{}", &digest(&secret)[..12]),
        digest: digest(&secret),
        account: asked.user.name.clone(),
        label: label.to_owned(),
        scope: new.scope.as_str().to_owned(),
        created: time_of(now),
        expires: time_of(now + SignedDuration::from_hours(24 * new.days)),
    };
    let stamp = asked.stamp();
    asked.app.desk.work(asked.app, |keeper| Ok(keeper.store().add_token(&token, &stamp)?))?;
    Ok(TokenMade { token: TokenRow::of(token), secret })
}

pub(super) fn remove_token(asked: &Asked<'_>, ById { id }: ById, (): ()) -> Result<TokenList, Problem> {
    let tokens = asked.app.pool.read(|database| database.store().tokens(mine(asked)))?;
    if tokens.iter().all(|token| token.id != id) {
        return Err(Problem::not_found(format!("there is no token {id}")));
    }
    let stamp = asked.stamp();
    asked.app.desk.work(asked.app, |keeper| Ok(keeper.store().remove_token(&id, &stamp)?))?;
    self::tokens(asked, (), ())
}
