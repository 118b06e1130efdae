//! Shapes of dependency trees: subtree edges, sentence starts, and crossing arcs put back.

use std::collections::BTreeMap;

use crate::labels::Dep;
use crate::parser::Arcs;

/// The first and last token of each token's subtree, and the tokens that start a sentence.
#[derive(Default)]
pub(crate) struct Edges {
    pub(crate) left: Vec<usize>,
    pub(crate) right: Vec<usize>,
    pub(crate) sentence_start: Vec<bool>,
}

impl Edges {
    /// Spreads edges from children to heads until every head lies in the sentence of its child.
    pub(crate) fn find(heads: &[usize]) -> Edges {
        let n = heads.len();
        let mut edges =
            Edges { left: (0..n).collect(), right: (0..n).collect(), sentence_start: vec![false; n] };
        // Crossing arcs can take several rounds; spaCy gives up after twelve.
        for _ in 0..12 {
            for child in (0..n).chain((0..n).rev()) {
                let head = heads[child];
                edges.left[head] = edges.left[head].min(edges.left[child]);
                edges.right[head] = edges.right[head].max(edges.right[child]);
            }
            edges.sentence_start.fill(false);
            for token in (0..n).filter(|&token| heads[token] == token) {
                edges.sentence_start[edges.left[token]] = true;
            }
            if edges.heads_stay_in_sentence(heads) {
                break;
            }
        }
        edges
    }

    fn heads_stay_in_sentence(&self, heads: &[usize]) -> bool {
        let n = heads.len();
        let mut start = 0;
        for end in 0..n {
            if (end > 0 && self.sentence_start[end]) || end + 1 == n {
                if heads[start..end].iter().any(|&head| head < start || head > end) {
                    return false;
                }
                start = end;
            }
        }
        true
    }
}

/// Gives words that the parser had to lift their true heads: the nearest word below the head they have
/// that bears the relation the label names.
pub(crate) fn restore_crossing_arcs(parsed: &mut Arcs, is_space: impl Fn(usize) -> bool) {
    if parsed.arcs.iter().all(|arc| arc.lifted_from.is_none()) {
        return;
    }
    let edges = Edges::find(&parsed.heads);
    let mut below = Below::new(&parsed.heads);
    for token in 0..parsed.heads.len() {
        let Some(wanted) = parsed.arcs[token].lifted_from else { continue };
        if let Some(head) = below.nearest(token, wanted, parsed, &edges, &is_space) {
            parsed.heads[token] = head;
            below.moved.entry(head).or_default().push(token);
        }
        parsed.arcs[token].lifted_from = None;
    }
}

/// Children by head: as first parsed, and those that have moved since.
struct Below {
    start: Vec<usize>,
    children: Vec<usize>,
    moved: BTreeMap<usize, Vec<usize>>,
}

impl Below {
    fn new(heads: &[usize]) -> Below {
        let n = heads.len();
        let mut start = vec![0; n + 1];
        for &head in heads {
            start[head + 1] += 1;
        }
        for i in 0..n {
            start[i + 1] += start[i];
        }
        let mut next = start.clone();
        let mut children = vec![0; n];
        for (child, &head) in heads.iter().enumerate() {
            children[next[head]] = child;
            next[head] += 1;
        }
        Below { start, children, moved: BTreeMap::new() }
    }

    /// Searches level by level, left to right, among words inside the edges that their heads had at first.
    fn nearest(
        &self,
        token: usize,
        wanted: Dep,
        parsed: &Arcs,
        edges: &Edges,
        is_space: impl Fn(usize) -> bool,
    ) -> Option<usize> {
        let mut level = vec![parsed.heads[token]];
        while !level.is_empty() {
            let mut next_level = Vec::new();
            for &head in &level {
                let moved = self.moved.get(&head).map_or(&[][..], Vec::as_slice);
                let first = &self.children[self.start[head]..self.start[head + 1]];
                let mut children: Vec<usize> = first.iter().chain(moved).copied().collect();
                children.sort_unstable();
                children.dedup();
                for child in children {
                    let inside = (edges.left[head]..=edges.right[head]).contains(&child);
                    if !inside
                        || child == head
                        || parsed.heads[child] != head
                        || child == token
                        || is_space(child)
                    {
                        continue;
                    }
                    let arc = parsed.arcs[child];
                    if arc.lifted_from.is_none() && arc.dep == wanted {
                        return Some(child);
                    }
                    next_level.push(child);
                }
            }
            level = next_level;
        }
        None
    }
}
