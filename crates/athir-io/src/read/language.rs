//! The language of a text.

use whatlang::Lang;

/// How many characters are looked at: enough to be sure, few enough to cost nothing beside the reading.
const LOOKED_AT: usize = 2000;
/// Below this many letters a guess is not believed.
const FEWEST_LETTERS: usize = 60;

/// Tells the language of a text as a BCP 47 tag: what the words themselves show, else what its metadata say.
///
/// Metadata are believed for what words cannot show (`en-GB`), and for texts too short to tell.
pub(crate) fn language_of(text: &str, told: Option<&str>) -> Option<String> {
    let told = told.and_then(tag);
    let end = text.char_indices().nth(LOOKED_AT).map_or(text.len(), |(at, _)| at);
    let head = &text[..end];
    if head.chars().filter(|c| c.is_alphabetic()).take(FEWEST_LETTERS).count() < FEWEST_LETTERS {
        return told;
    }
    let Some(info) = whatlang::detect(head).filter(|info| info.is_reliable()) else { return told };
    let seen = code(info.lang());
    told.filter(|told| told.split('-').next() == Some(seen)).or_else(|| Some(seen.to_owned()))
}

/// Brings a tag (`EN_us`, `en-US`) or the English name of a language (`Arabic`) into its usual form.
fn tag(words: &str) -> Option<String> {
    let words = words.trim();
    let mut parts = words.split(['-', '_']);
    let language = parts.next()?;
    if (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic()) {
        let language = language.to_ascii_lowercase();
        let language = Lang::from_code(&language).map_or(language, |lang| code(lang).to_owned());
        let rest = parts
            .filter(|part| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        return Some(rest.fold(language, |tag, part| match part.len() {
            2 => format!("{tag}-{}", part.to_ascii_uppercase()),
            _ => format!("{tag}-{part}"),
        }));
    }
    Lang::all()
        .iter()
        .find(|lang| lang.eng_name().eq_ignore_ascii_case(words))
        .map(|lang| code(*lang).to_owned())
}

/// The shortest code of a language: two letters where ISO 639-1 has one.
fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Afr => "af",
        Lang::Aka => "ak",
        Lang::Amh => "am",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jav => "jv",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "nb",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Sna => "sn",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tuk => "tk",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Zul => "zu",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str = "Fighters of the northern brigade shelled the bridge at dawn and withdrew to the hills, residents said.";
    const ARABIC: &str =
        "قصف مقاتلو اللواء الشمالي الجسر عند الفجر وانسحبوا إلى التلال، بحسب ما قال سكان محليون يوم الأحد";

    #[test]
    fn words_are_believed_before_metadata() {
        assert_eq!(language_of(ARABIC, Some("en")).as_deref(), Some("ar"));
        assert_eq!(language_of(ENGLISH, Some("en_gb")).as_deref(), Some("en-GB"));
        assert_eq!(language_of(ENGLISH, None).as_deref(), Some("en"));
    }

    #[test]
    fn short_texts_are_what_their_metadata_say() {
        assert_eq!(language_of("Bridge shelled", Some("English")).as_deref(), Some("en"));
        assert_eq!(language_of("Bridge shelled", Some("ara")).as_deref(), Some("ar"));
        assert_eq!(language_of("Bridge shelled", Some("the usual one")), None);
        assert_eq!(language_of("Bridge shelled", None), None);
    }
}
