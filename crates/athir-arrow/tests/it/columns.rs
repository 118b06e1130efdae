//! The description of the columns.

use std::collections::BTreeSet;

use athir_arrow::{Actors, Claims, Events, Incidents, Reports, Table, TableName, Ties, descriptions, schema};

#[test]
fn columns_are_named_once_and_described_in_a_sentence() {
    let tables = descriptions();
    assert_eq!(tables.iter().map(|(name, ..)| *name).collect::<Vec<_>>(), TableName::ALL);
    for (table, doc, columns) in tables {
        assert!(doc.ends_with('.'), "{doc}");
        assert_eq!(TableName::named(table.as_str()), Some(table));
        let names: BTreeSet<&str> = columns.iter().map(|column| column.name).collect();
        assert_eq!(names.len(), columns.len(), "{}: a name stands twice", table.as_str());
        for column in columns {
            let is_plain =
                column.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            assert!(is_plain, "{}", column.name);
            assert!(column.doc.ends_with('.') && column.doc.len() > 8, "{}: {}", column.name, column.doc);
        }
    }
}

#[test]
fn the_schema_says_what_the_description_says() {
    fn check<T: Table>() {
        let schema = schema::<T>();
        assert_eq!(schema.fields().len(), T::COLUMNS.len());
        for (field, column) in schema.fields().iter().zip(T::COLUMNS) {
            assert_eq!(field.name(), column.name);
            assert_eq!(field.is_nullable(), column.can_be_empty, "{}", column.name);
            assert_eq!(field.metadata()["description"], column.doc);
        }
    }
    check::<Reports>();
    check::<Events>();
    check::<Claims>();
    check::<Incidents>();
    check::<Ties>();
    check::<Actors>();
}
