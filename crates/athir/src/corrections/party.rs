//! Sides as a person has written them into two columns: names, and codes of the registry beside them.

use athir_model::{GivenParty, Party};

use crate::Registry;
use crate::database::party_named;

/// The sides that two edited cells mean. `names` and `codes` stand beside each other; `was` is what the event has.
///
/// A name that the event has keeps its actor. A new name is looked up. A code that was written in decides who it is.
pub(super) fn read_parties(
    names: &[String],
    codes: &[String],
    was: &[Party],
    registry: &Registry,
) -> Result<Vec<GivenParty>, (Cell, String)> {
    if codes.len() > names.len() {
        let n = codes.len();
        return Err((
            Cell::Codes,
            format!("{n} codes for {} names: one for each, with ; between", names.len()),
        ));
    }
    let old_codes: Vec<&str> = was.iter().map(|party| party.actor.as_deref().unwrap_or_default()).collect();
    let is_same_list = |old: &[&str]| {
        let old = &old[..old.len() - old.iter().rev().take_while(|code| code.is_empty()).count()];
        codes.iter().map(String::as_str).eq(old.iter().copied())
    };
    let codes_were_edited = !is_same_list(&old_codes);
    let mut parties = Vec::with_capacity(names.len());
    for (n, name) in names.iter().enumerate() {
        if name.is_empty() {
            return Err((Cell::Names, "a name between two ; is empty".to_owned()));
        }
        let known = was.iter().find(|party| party.name == *name);
        let code = codes.get(n).map_or("", String::as_str);
        parties.push(match known {
            Some(party) if !codes_were_edited || party.actor.as_deref().unwrap_or_default() == code => {
                GivenParty { name: name.clone(), actor: party.actor.clone(), quote: None }
            }
            _ if codes_were_edited && !code.is_empty() => {
                let Some(id) = registry.by_code(code) else {
                    return Err((Cell::Codes, format!("the registry has no actor {code}")));
                };
                let actor = registry.actor(id);
                GivenParty { name: actor.name.clone(), actor: Some(actor.code.clone()), quote: None }
            }
            _ if codes_were_edited => GivenParty { name: name.clone(), actor: None, quote: None },
            _ => party_named(name, registry),
        });
    }
    Ok(parties)
}

/// Which of the two cells is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Names,
    Codes,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(name: &str, actor: Option<&str>) -> Party {
        Party {
            name: name.to_owned(),
            actor: actor.map(str::to_owned),
            mention: name.to_owned(),
            start: 0,
            end: 1,
            basis: athir_model::Basis::Stated,
            why: String::new(),
        }
    }

    /// A name with the code of the actor.
    type Named = (String, Option<String>);

    fn read(names: &[&str], codes: &[&str]) -> Result<Vec<Named>, (Cell, String)> {
        let own = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>();
        let was = [party("Hay'at Tahrir al-Sham", Some("sy-hts")), party("gunmen", None)];
        let found = read_parties(&own(names), &own(codes), &was, Registry::builtin())?;
        Ok(found.into_iter().map(|party| (party.name, party.actor)).collect())
    }

    fn one(name: &str, code: Option<&str>) -> Named {
        (name.to_owned(), code.map(str::to_owned))
    }

    #[test]
    fn a_name_that_stays_keeps_its_actor_and_a_new_one_is_looked_up() {
        let hts = one("Hay'at Tahrir al-Sham", Some("sy-hts"));
        assert_eq!(read(&["Hay'at Tahrir al-Sham"], &["sy-hts"]), Ok(vec![hts.clone()]));
        let found = read(&["local fighters", "Hay'at Tahrir al-Sham"], &["sy-hts"]).unwrap();
        assert_eq!(found, [one("local fighters", None), hts]);
    }

    #[test]
    fn a_code_that_is_written_in_says_who_it_is() {
        let found = read(&["Hay'at Tahrir al-Sham", "gunmen"], &["sy-hts", "sy-zenki"]).unwrap();
        assert_eq!(found[1], one("Nour al-Din al-Zenki Movement", Some("sy-zenki")));
        assert_eq!(
            read(&["gunmen"], &["xx-nobody"]),
            Err((Cell::Codes, "the registry has no actor xx-nobody".to_owned()))
        );
        assert!(matches!(read(&["gunmen"], &["", "sy-hts"]), Err((Cell::Codes, _))));
        assert!(matches!(read(&["", "gunmen"], &["sy-hts"]), Err((Cell::Names, _))));
    }

    #[test]
    fn nobody_is_nobody() {
        assert_eq!(read(&[], &[]), Ok(Vec::new()));
    }
}
