//! PostgreSQL 15 or newer: a server for several people.

use std::collections::BTreeMap;
use std::error::Error;

use postgres::error::SqlState;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement};

use super::{Access, Backend, Dialect};
use crate::error::{Result, StoreError};
use crate::value::{Row, Value};

/// Writers wait for one another on this lock, since each entry of the log has to follow the one before.
const WRITERS: i64 = 0x6174_6872;
/// Rows that go to the server together.
const TOGETHER: usize = 1000;

pub(crate) struct PostgresBackend {
    client: Client,
    name: String,
    statements: BTreeMap<String, Statement>,
}

impl PostgresBackend {
    /// Connects to the database of a URL, `postgres://user@host:port/name`.
    pub(crate) fn open(url: &str) -> Result<PostgresBackend> {
        let name = without_password(url);
        let open =
            |source: postgres::Error| StoreError::Open { database: name.clone(), source: describe(source) };
        let client = Client::connect(url, NoTls).map_err(open)?;
        let mut backend = PostgresBackend { client, name, statements: BTreeMap::new() };
        backend.script("SET client_min_messages = warning; SET synchronous_commit = on; SET jit = off;")?;
        Ok(backend)
    }

    fn error(&self, source: postgres::Error) -> StoreError {
        let database = self.name.clone();
        match source.code() {
            Some(code) if *code == SqlState::DISK_FULL => StoreError::Full { database },
            Some(code) if *code == SqlState::DATA_CORRUPTED || *code == SqlState::INDEX_CORRUPTED => {
                StoreError::Damaged { database, detail: describe(source).to_string() }
            }
            Some(code) if *code == SqlState::LOCK_NOT_AVAILABLE => StoreError::Busy { database },
            Some(code) if *code == SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::ReadOnly { database },
            _ => StoreError::Database { database, source: describe(source) },
        }
    }

    fn statement(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(&sql.replace('?', "$")).map_err(|e| self.error(e))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    /// The statement that adds rows given as one array for each column, and the types of the columns.
    fn adding(&mut self, table: &str, columns: &[&str]) -> Result<(Statement, Vec<Type>)> {
        let columns_list = columns.join(", ");
        let places: Vec<String> = (1..=columns.len()).map(|n| format!("?{n}")).collect();
        // The server tells the types of the columns by what it takes for one row.
        let one = format!("INSERT INTO {table} ({columns_list}) VALUES ({})", places.join(", "));
        let types = self.statement(&one)?.params().to_vec();
        let arrays: Vec<String> =
            types.iter().enumerate().map(|(n, kind)| format!("?{}::{kind}[]", n + 1)).collect();
        let many =
            format!("INSERT INTO {table} ({columns_list}) SELECT * FROM unnest({})", arrays.join(", "));
        Ok((self.statement(&many)?, types))
    }
}

/// The URL as messages may show it.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let rest = match rest.split_once('@') {
        Some((user, rest)) => format!("{}@{rest}", user.split(':').next().unwrap_or_default()),
        None => rest.to_owned(),
    };
    let rest = match rest.split_once("password=") {
        Some((before, after)) => {
            let after = after.split_once('&').map_or("", |(_, after)| after);
            format!("{before}{after}")
        }
        None => rest,
    };
    format!("{scheme}://{rest}")
}

/// The server's own words where it has any: the error itself only says "db error".
fn describe(error: postgres::Error) -> Box<dyn Error + Send + Sync> {
    match error.as_db_error() {
        Some(said) => match said.detail() {
            Some(detail) => format!("{}: {detail}", said.message()).into(),
            None => said.message().to_owned().into(),
        },
        None => error.into(),
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(n) if *kind == Type::FLOAT8 => (*n as f64).to_sql(kind, out),
            Value::Int(n) => n.to_sql(kind, out),
            Value::Real(x) => x.to_sql(kind, out),
            Value::Text(words) => words.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::FLOAT8 | Type::TEXT)
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value<'static> {
    fn from_sql(kind: &Type, raw: &'a [u8]) -> std::result::Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(match *kind {
            Type::INT8 => Value::Int(i64::from_sql(kind, raw)?),
            Type::INT4 => Value::Int(i32::from_sql(kind, raw)?.into()),
            Type::FLOAT8 => Value::Real(f64::from_sql(kind, raw)?),
            Type::FLOAT4 => Value::Real(f32::from_sql(kind, raw)?.into()),
            _ => Value::from(String::from_sql(kind, raw)?),
        })
    }

    fn from_sql_null(_: &Type) -> std::result::Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Value::Null)
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::INT4 | Type::FLOAT8 | Type::FLOAT4 | Type::TEXT | Type::VARCHAR)
    }
}

/// One column of many rows.
fn column<'a>(kind: &Type, rows: &'a [Vec<Value<'a>>], n: usize) -> Box<dyn ToSql + Sync + 'a> {
    let cells = rows.iter().map(|row| &row[n]);
    match *kind {
        Type::INT8 => {
            Box::new(cells.map(|v| if let Value::Int(n) = v { Some(*n) } else { None }).collect::<Vec<_>>())
        }
        Type::FLOAT8 => Box::new(
            cells
                .map(|v| match v {
                    Value::Real(x) => Some(*x),
                    Value::Int(n) => Some(*n as f64),
                    _ => None,
                })
                .collect::<Vec<_>>(),
        ),
        _ => Box::new(
            cells.map(|v| if let Value::Text(words) = v { Some(&**words) } else { None }).collect::<Vec<_>>(),
        ),
    }
}

impl Backend for PostgresBackend {
    fn name(&self) -> &str {
        &self.name
    }

    fn dialect(&self) -> Dialect {
        Dialect::Postgres
    }

    fn begin(&mut self, access: Access) -> Result<()> {
        match access {
            Access::Read => self.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
            Access::Write => self.script(&format!("BEGIN; SELECT pg_advisory_xact_lock({WRITERS})")),
        }
    }

    fn commit(&mut self) -> Result<()> {
        self.script("COMMIT")
    }

    fn roll_back(&mut self) -> Result<()> {
        self.script("ROLLBACK")
    }

    fn script(&mut self, sql: &str) -> Result<()> {
        self.client.batch_execute(sql).map_err(|e| self.error(e))
    }

    fn execute(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64> {
        let statement = self.statement(sql)?;
        let parameters: Vec<&(dyn ToSql + Sync)> = parameters.iter().map(|v| v as _).collect();
        self.client.execute(&statement, &parameters).map_err(|e| self.error(e))
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Vec<Row>> {
        let statement = self.statement(sql)?;
        let parameters: Vec<&(dyn ToSql + Sync)> = parameters.iter().map(|v| v as _).collect();
        let rows = self.client.query(&statement, &parameters).map_err(|e| self.error(e))?;
        rows.iter()
            .map(|row| {
                let values: std::result::Result<Vec<_>, _> = (0..row.len()).map(|n| row.try_get(n)).collect();
                values.map(Row::new).map_err(|e| self.error(e))
            })
            .collect()
    }

    fn insert(&mut self, table: &str, columns: &[&str], rows: &[Vec<Value<'_>>]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let (statement, types) = self.adding(table, columns)?;
        for rows in rows.chunks(TOGETHER) {
            let arrays: Vec<_> = types.iter().enumerate().map(|(n, kind)| column(kind, rows, n)).collect();
            let parameters: Vec<&(dyn ToSql + Sync)> = arrays.iter().map(|a| &**a).collect();
            self.client.execute(&statement, &parameters).map_err(|e| self.error(e))?;
        }
        Ok(())
    }

    fn schema_version(&mut self) -> Result<i64> {
        let found = self.query("SELECT to_regclass('athir_schema')::text", &[])?.remove(0).text_or_none();
        if found.is_some() {
            return Ok(self.query("SELECT version FROM athir_schema", &[])?.remove(0).int());
        }
        let sql = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()";
        if self.query(sql, &[])?.remove(0).int() > 0 {
            return Err(StoreError::Foreign { database: self.name.clone() });
        }
        Ok(0)
    }

    fn set_schema_version(&mut self, version: i64) -> Result<()> {
        self.script(&format!(
            "CREATE TABLE IF NOT EXISTS athir_schema (version BIGINT NOT NULL); \
             DELETE FROM athir_schema; INSERT INTO athir_schema VALUES ({version});"
        ))
    }

    fn set_aside(&mut self, _version: i64) -> Result<()> {
        // A copy of a server's database is for those who run the server (pg_dump).
        Ok(())
    }

    fn check_files(&mut self) -> Result<Vec<String>> {
        // The server's checks need an extension and its owner's rights; verify reads every row in any case.
        Ok(Vec::new())
    }

    fn analyze(&mut self) -> Result<()> {
        self.script("ANALYZE")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_not_shown() {
        assert_eq!(without_password("postgres://ann:secret@db/a"), "postgres://ann@db/a");
        assert_eq!(without_password("postgres://db/a?password=secret&x=1"), "postgres://db/a?x=1");
        assert_eq!(without_password("postgres://db/a"), "postgres://db/a");
    }
}
