//! The parameters of a request, read by the type that describes them.
//!
//! A type's JSON Schema says which names there are and which bounds hold; the same schema stands in the API's document,
//! so that what is described is what is read. A name that nobody reads is refused: a misspelt filter must not be taken
//! for none.

use std::fmt;

use schemars::JsonSchema;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;

use crate::problem::Problem;

/// The longest value that a parameter may have, in bytes.
const LONGEST: usize = 4096;
/// The most values that a list may have.
const MOST: usize = 200;

/// Parameters by name, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    /// Reads the part of a URL behind the question mark. Values of a name that comes several times are joined by commas.
    ///
    /// # Errors
    ///
    /// A value that is no UTF-8, too long, or holds a NUL.
    pub(crate) fn of_query(query: &str) -> Result<Params, Problem> {
        let mut params = Params::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name =
                unescape(name).ok_or_else(|| Problem::bad_request("a parameter's name is no UTF-8"))?;
            let value = unescape(value).ok_or_else(|| Problem::bad_field(&name, "the value is no UTF-8"))?;
            params.push(name, value)?;
        }
        Ok(params)
    }

    /// Takes parameters that were read elsewhere, such as those of a path.
    ///
    /// # Errors
    ///
    /// A value that is too long, or holds a NUL.
    pub(crate) fn of_pairs(pairs: impl IntoIterator<Item = (String, String)>) -> Result<Params, Problem> {
        let mut params = Params::default();
        pairs.into_iter().try_for_each(|(name, value)| params.push(name, value))?;
        Ok(params)
    }

    fn push(&mut self, name: String, value: String) -> Result<(), Problem> {
        if value.contains('\0') || name.contains('\0') {
            return Err(Problem::bad_field(&name.replace('\0', ""), "it holds a NUL"));
        }
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, all)) => {
                all.push(',');
                all.push_str(&value);
            }
            None => self.0.push((name, value)),
        }
        match self.0.iter().find(|(_, value)| value.len() > LONGEST) {
            Some((name, _)) => Err(Problem::bad_field(name, format!("it is longer than {LONGEST} bytes"))),
            None => Ok(()),
        }
    }

    /// The names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// The value of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Reads a record from the parameters that its schema names; others are left alone.
    ///
    /// # Errors
    ///
    /// The first parameter that is not as the schema has it.
    pub(crate) fn read<T: DeserializeOwned>(&self, schema: &ParamSchema) -> Result<T, Problem> {
        let mut taken = Vec::new();
        for (name, value) in &self.0 {
            if let Some((_, schema)) = schema.properties.iter().find(|(known, _)| known == name) {
                check_bounds(name, value, schema)?;
                taken.push((name.as_str(), value.as_str()));
            }
        }
        if let Some(missing) = schema.required.iter().find(|name| self.get(name).is_none()) {
            return Err(Problem::bad_field(missing, "it is missing"));
        }
        T::deserialize(Record(taken)).map_err(|error| match error.field {
            Some(field) => Problem::bad_field(&field, error.words),
            None => Problem::bad_request(error.words),
        })
    }
}

/// Turns `+` and `%20` into what they stand for.
fn unescape(words: &str) -> Option<String> {
    let bytes = words.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'+' => plain.push(b' '),
            b'%' => {
                let digit = |n: usize| bytes.get(at + n).and_then(|&c| char::from(c).to_digit(16));
                if let (Some(high), Some(low)) = (digit(1), digit(2)) {
                    plain.push(u8::try_from(high * 16 + low).unwrap_or_default());
                    at += 2;
                } else {
                    plain.push(b'%');
                }
            }
            byte => plain.push(byte),
        }
        at += 1;
    }
    String::from_utf8(plain).ok()
}

/// What a type's schema says of its parameters.
#[derive(Clone, Debug, Default)]
pub(crate) struct ParamSchema {
    /// Names with their schemas, in the order of the type.
    pub(crate) properties: Vec<(String, Json)>,
    /// Those that must be there.
    pub(crate) required: Vec<String>,
}

impl ParamSchema {
    /// Takes the parameters of a type from its JSON Schema; none for `()`.
    pub(crate) fn of<T: JsonSchema>() -> ParamSchema {
        let mut generator = schemars::generate::SchemaSettings::draft2020_12()
            .with(|settings| settings.inline_subschemas = true)
            .into_generator();
        let schema = T::json_schema(&mut generator).to_value();
        let properties = schema.get("properties").and_then(Json::as_object);
        let required = schema.get("required").and_then(Json::as_array);
        ParamSchema {
            properties: properties
                .map(|all| all.iter().map(|(k, v)| (k.clone(), v.clone())).collect())
                .unwrap_or_default(),
            required: required
                .map(|all| all.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect())
                .unwrap_or_default(),
        }
    }
}

fn check_bounds(name: &str, value: &str, schema: &Json) -> Result<(), Problem> {
    let bound = |key: &str| schema.get(key).and_then(Json::as_f64);
    if let Ok(number) = value.parse::<f64>() {
        if let Some(least) = bound("minimum").filter(|least| number < *least) {
            return Err(Problem::bad_field(name, format!("it is less than {least}")));
        }
        if let Some(most) = bound("maximum").filter(|most| number > *most) {
            return Err(Problem::bad_field(name, format!("it is more than {most}")));
        }
    }
    let length = value.chars().count() as f64;
    if let Some(most) = bound("maxLength").filter(|most| length > *most) {
        return Err(Problem::bad_field(name, format!("it has more than {most} characters")));
    }
    if bound("minLength").is_some_and(|least| length < least) {
        return Err(Problem::bad_field(name, "it is empty"));
    }
    Ok(())
}

/// Splits a list at its commas. A comma inside a value is written `\,`, a backslash `\\`.
pub(crate) fn split_list(words: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut chars = words.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => part.extend(chars.next()),
            ',' => parts.push(std::mem::take(&mut part)),
            c => part.push(c),
        }
    }
    parts.push(part);
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Why a parameter could not be read.
#[derive(Debug)]
struct Error {
    field: Option<String>,
    words: String,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(words: T) -> Error {
        Error { field: None, words: words.to_string() }
    }

    fn missing_field(field: &'static str) -> Error {
        Error { field: Some(field.to_owned()), words: "it is missing".to_owned() }
    }
}

/// Parameters as a record.
struct Record<'p>(Vec<(&'p str, &'p str)>);

impl<'de> Deserializer<'de> for Record<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(Members { all: self.0.into_iter(), now: None })
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Members<'p> {
    all: std::vec::IntoIter<(&'p str, &'p str)>,
    now: Option<(&'p str, &'p str)>,
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.now = self.all.next();
        let Some((name, _)) = self.now else { return Ok(None) };
        seed.deserialize(StrDeserializer::<Error>::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let (name, value) = self.now.unwrap_or_default();
        seed.deserialize(One(value)).map_err(|error| Error { field: Some(name.to_owned()), ..error })
    }
}

/// One value, read as what is asked for.
struct One<'p>(&'p str);

macro_rules! parsed {
    ($($method:ident $visit:ident $words:literal),* $(,)?) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let words = format!("{:?} is no {}", shortened(self.0), $words);
            let number = self.0.parse().map_err(|_| Error { field: None, words })?;
            visitor.$visit(number)
        }
    )*};
}

/// The beginning of a value, for a message.
fn shortened(value: &str) -> String {
    const SHOWN: usize = 60;
    match value.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

impl<'de> Deserializer<'de> for One<'_> {
    type Error = Error;

    parsed! {
        deserialize_bool visit_bool "true or false",
        deserialize_i8 visit_i8 "whole number in the bounds",
        deserialize_i16 visit_i16 "whole number in the bounds",
        deserialize_i32 visit_i32 "whole number in the bounds",
        deserialize_i64 visit_i64 "whole number in the bounds",
        deserialize_u8 visit_u8 "whole number in the bounds",
        deserialize_u16 visit_u16 "whole number in the bounds",
        deserialize_u32 visit_u32 "whole number in the bounds",
        deserialize_u64 visit_u64 "whole number in the bounds",
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let words = format!("{:?} is no number", shortened(self.0));
        let number = self.0.parse().ok().filter(|number: &f64| number.is_finite());
        visitor.visit_f64(number.ok_or(Error { field: None, words })?)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let parts = split_list(self.0);
        if parts.len() > MOST {
            let words = format!("it has more than {MOST} values");
            return Err(Error { field: None, words });
        }
        visitor.visit_seq(List(parts.into_iter()))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(StrDeserializer::<Error>::new(self.0))
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct tuple tuple_struct map struct
        identifier ignored_any
    }
}

struct List(std::vec::IntoIter<String>);

impl<'de> SeqAccess<'de> for List {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|value| seed.deserialize(One(&value))).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, Deserialize, JsonSchema, PartialEq)]
    struct Asked {
        #[schemars(range(min = 1, max = 200))]
        limit: Option<u32>,
        #[serde(default)]
        kind: Vec<String>,
        disputed: Option<bool>,
        #[schemars(with = "Option<String>")]
        since: Option<jiff::civil::Date>,
    }

    fn read(query: &str) -> Result<Asked, Problem> {
        Params::of_query(query)?.read(&ParamSchema::of::<Asked>())
    }

    #[test]
    fn values_are_read_as_the_type_has_them() {
        let asked = read("limit=20&kind=clash,attack&kind=arrest&disputed=true&since=2017-02-03").unwrap();
        assert_eq!((asked.limit, asked.disputed), (Some(20), Some(true)));
        assert_eq!(asked.kind, ["clash", "attack", "arrest"]);
        assert_eq!(asked.since, Some(jiff::civil::date(2017, 2, 3)));
        assert_eq!(read("").unwrap(), Asked { limit: None, kind: Vec::new(), disputed: None, since: None });
    }

    #[test]
    fn what_is_wrong_is_named() {
        let field = |query| read(query).unwrap_err().field.clone();
        for query in
            ["limit=0", "limit=201", "limit=x", "limit=99999999999999999999", "limit=-1", "limit=%00"]
        {
            assert_eq!(field(query), Some("limit".to_owned()), "{query}");
        }
        assert_eq!(field("since=2017-13-01"), Some("since".to_owned()));
        assert_eq!(field("disputed=maybe"), Some("disputed".to_owned()));
        assert_eq!(field("kind=%ff"), Some("kind".to_owned()));
    }

    #[test]
    fn a_comma_inside_a_value_stands_behind_a_backslash() {
        assert_eq!(split_list(r"a,b\, c,d\\,e"), ["a", "b, c", r"d\", "e"]);
        assert_eq!(split_list(" , ,"), Vec::<String>::new());
    }
}
