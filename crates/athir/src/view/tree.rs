//! A drawing of dependency trees for terminals.

use std::fmt::Write;

use athir_nlp::{Doc, Token};

/// On which side of its head a token hangs, and whether it is the outermost there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hangs {
    Root,
    Above { outermost: bool },
    Below { outermost: bool },
}

/// What is left to draw, last first.
enum Step<'d> {
    Tree(Token<'d>, String, Hangs),
    Line(Token<'d>, String, Hangs),
}

/// Draws each sentence as a tree that is read from top to bottom in the order of the words: what stands
/// before its head hangs above it, what stands after it below.
pub fn to_tree(doc: &Doc) -> String {
    let mut text = String::new();
    for (n, sentence) in doc.sentences().filter(|s| s.tokens().any(|t| !t.is_space())).enumerate() {
        if n > 0 {
            text.push('\n');
        }
        let _ =
            writeln!(text, "{}  {}", n + 1, sentence.text().split_whitespace().collect::<Vec<_>>().join(" "));
        for root in sentence.tokens().filter(|t| t.is_root() && !t.is_space()) {
            draw(&mut text, root);
        }
    }
    text
}

fn draw(text: &mut String, root: Token<'_>) {
    let mut steps = vec![Step::Tree(root, "  ".to_owned(), Hangs::Root)];
    while let Some(step) = steps.pop() {
        match step {
            Step::Tree(token, prefix, hangs) => {
                let above = prefix.clone() + if passes_above(hangs) { "│  " } else { "   " };
                let below = prefix.clone() + if passes_below(hangs) { "│  " } else { "   " };
                let (above, below) =
                    if hangs == Hangs::Root { (prefix.clone(), prefix.clone()) } else { (above, below) };
                let rights: Vec<_> = token.rights().filter(|t| !t.is_space()).collect();
                for (n, &child) in rights.iter().enumerate().rev() {
                    let outermost = n + 1 == rights.len();
                    steps.push(Step::Tree(child, below.clone(), Hangs::Below { outermost }));
                }
                steps.push(Step::Line(token, prefix, hangs));
                let lefts: Vec<_> = token.lefts().filter(|t| !t.is_space()).collect();
                for (n, &child) in lefts.iter().enumerate().rev() {
                    steps.push(Step::Tree(child, above.clone(), Hangs::Above { outermost: n == 0 }));
                }
            }
            Step::Line(token, prefix, hangs) => {
                let arm = match hangs {
                    Hangs::Root => "",
                    Hangs::Above { outermost: true } => "┌─ ",
                    Hangs::Below { outermost: true } => "└─ ",
                    _ => "├─ ",
                };
                let dep = if token.is_root() { "ROOT" } else { token.dep().as_str() };
                let _ = write!(text, "{prefix}{arm}{}  {dep} {}", token.text(), token.tag());
                match token.entity() {
                    Some(entity) if entity.range().start == token.index() => {
                        let _ = writeln!(text, "  [{} {}]", entity.label(), entity.text());
                    }
                    _ => text.push('\n'),
                }
            }
        }
    }
}

/// Whether the line from the head to the token's outer sisters passes above the token.
fn passes_above(hangs: Hangs) -> bool {
    matches!(hangs, Hangs::Above { outermost: false } | Hangs::Below { .. })
}

/// Whether that line passes below the token.
fn passes_below(hangs: Hangs) -> bool {
    matches!(hangs, Hangs::Above { .. } | Hangs::Below { outermost: false })
}
