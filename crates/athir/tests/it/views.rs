//! Views of a parse.

use athir::view::{to_conllu, to_json, to_tree};
use athir_nlp::{Dep, Doc, DocBuilder, Pos};

/// "Rebels in Ébla struck,\n then left." with the line break as a token of its own.
fn doc() -> Doc {
    DocBuilder::new(&["Rebels", "in", "Ébla", "struck", ",", "\n ", "then", "left", "."])
        .spaces(&[true, true, true, false, false, false, true, false, false])
        .tags(&["NNS", "IN", "NNP", "VBD", ",", "_SP", "RB", "VBD", "."])
        .pos(&[
            Pos::Noun,
            Pos::Adp,
            Pos::Propn,
            Pos::Verb,
            Pos::Punct,
            Pos::Space,
            Pos::Adv,
            Pos::Verb,
            Pos::Punct,
        ])
        .morphs(&["Number=Plur", "", "Number=Sing", "Tense=Past", "", "", "", "Tense=Past", ""])
        .lemmas(&["rebel", "in", "Ébla", "strike", ",", "\n ", "then", "leave", "."])
        .heads(&[3, 0, 1, 3, 3, 4, 7, 3, 3])
        .deps(&[
            Dep::Nsubj,
            Dep::Prep,
            Dep::Pobj,
            Dep::Root,
            Dep::Punct,
            Dep::Dep,
            Dep::Advmod,
            Dep::Conj,
            Dep::Punct,
        ])
        .entity(2..3, "GPE")
        .build()
        .unwrap()
}

#[test]
fn conllu_leaves_white_space_out_and_numbers_the_words_anew() {
    insta::assert_snapshot!(to_conllu(&doc(), "strike").replace('\t', " "), @"
    # newdoc id = strike
    # sent_id = 1
    # text = Rebels in Ébla struck, then left.
    1 Rebels rebel NOUN NNS Number=Plur 4 nsubj _ _
    2 in in ADP IN _ 1 prep _ _
    3 Ébla Ébla PROPN NNP Number=Sing 2 pobj _ NE=B-GPE
    4 struck strike VERB VBD Tense=Past 0 root _ SpaceAfter=No
    5 , , PUNCT , _ 4 punct _ _
    6 then then ADV RB _ 7 advmod _ _
    7 left leave VERB VBD Tense=Past 4 conj _ SpaceAfter=No
    8 . . PUNCT . _ 4 punct _ _
    ");
}

#[test]
fn a_tree_is_read_from_top_to_bottom_in_the_order_of_the_words() {
    insta::assert_snapshot!(to_tree(&doc()), @"
    1  Rebels in Ébla struck, then left.
      ┌─ Rebels  nsubj NNS
      │  └─ in  prep IN
      │     └─ Ébla  pobj NNP  [GPE Ébla]
      struck  ROOT VBD
      ├─ ,  punct ,
      │  ┌─ then  advmod RB
      ├─ left  conj VBD
      └─ .  punct .
    ");
}

#[test]
fn json_counts_characters() {
    let json = to_json(&doc(), "strike");
    let token = &json["sentences"][0]["tokens"][3];
    assert_eq!((token["text"].as_str(), token["start"].as_u64()), (Some("struck"), Some(15)));
    assert_eq!(json["entities"][0]["start"], 10);
    assert_eq!(json["entities"][0]["end"], 14);
}
