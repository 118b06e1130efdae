//! Counts what the templates of a report share with the gold templates.

use std::collections::{BTreeMap, BTreeSet};

use super::template::{MucRecord, Role, Template};
use crate::eval::{Miss, Tally};

/// What both measures sum up over the reports.
#[derive(Clone, Debug, Default)]
pub(super) struct Matches {
    templates: Counts,
    roles: [Counts; 5],
    ree: Counts,
    ree_roles: [Counts; 5],
}

/// Fillers: of the system and right, of the system, of the gold and found, of the gold.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    right: usize,
    system: usize,
    found: usize,
    gold: usize,
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.right += other.right;
        self.system += other.system;
        self.found += other.found;
        self.gold += other.gold;
    }

    fn precision(self) -> f64 {
        self.right as f64 / self.system.max(1) as f64
    }

    fn recall(self) -> f64 {
        self.found as f64 / self.gold.max(1) as f64
    }

    fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
    }
}

impl Tally for Matches {
    fn add(&mut self, other: &Matches) {
        self.templates.add(other.templates);
        self.ree.add(other.ree);
        for n in 0..self.roles.len() {
            self.roles[n].add(other.roles[n]);
            self.ree_roles[n].add(other.ree_roles[n]);
        }
    }

    fn figures(&self) -> Vec<(&'static str, f64)> {
        let [perp_ind, perp_org, target, victim, weapon] = self.ree_roles.map(Counts::f1);
        vec![
            ("template_f1", self.templates.f1()),
            ("template_p", self.templates.precision()),
            ("template_r", self.templates.recall()),
            ("ceaf_ree_f1", self.ree.f1()),
            ("ree_p", self.ree.precision()),
            ("ree_r", self.ree.recall()),
            ("perp_ind", perp_ind),
            ("perp_org", perp_org),
            ("target", target),
            ("victim", victim),
            ("weapon", weapon),
        ]
    }
}

impl Matches {
    /// Compares the system's templates with those of the record, and tells where they differ.
    pub(super) fn count(record: &MucRecord, system: &[Template]) -> (Matches, Vec<Miss>) {
        let system: Vec<Template> = system.iter().map(normal_template).collect();
        let mut gold: Vec<Template> = Vec::new();
        for template in record.templates.iter().map(normal_template) {
            if !gold.contains(&template) {
                gold.push(template);
            }
        }
        let mut matches = Matches::default();
        let mut misses = Misses { record, list: Vec::new() };
        let aligned = align(&system, &gold);
        for (n, template) in system.iter().enumerate() {
            matches.templates.system += 1;
            let partner = aligned.iter().find(|(s, _)| *s == n).map(|(_, g)| &gold[*g]);
            matches.templates.right += usize::from(partner.is_some());
            if partner.is_none() {
                misses.add("template", format!("made up {}", template.incident));
            }
            for (n, role) in Role::ALL.into_iter().enumerate() {
                for filler in template.of(role) {
                    let right = partner.is_some_and(|g| g.of(role).iter().any(|gold| fits(filler, gold)));
                    matches.roles[n].system += 1;
                    matches.roles[n].right += usize::from(right);
                    if partner.is_some() && !right {
                        misses.add(role.as_str(), format!("made up {filler:?}"));
                    }
                }
            }
        }
        for (n, template) in gold.iter().enumerate() {
            matches.templates.gold += 1;
            let partner = aligned.iter().find(|(_, g)| *g == n).map(|(s, _)| &system[*s]);
            matches.templates.found += usize::from(partner.is_some());
            if partner.is_none() {
                misses.add("template", format!("missed {} {:?}", template.incident, template.fillers));
            }
            for (n, role) in Role::ALL.into_iter().enumerate() {
                for filler in template.of(role) {
                    let found = partner.is_some_and(|s| s.of(role).iter().any(|system| fits(system, filler)));
                    matches.roles[n].gold += 1;
                    matches.roles[n].found += usize::from(found);
                    if partner.is_some() && !found {
                        misses.add(role.as_str(), format!("missed {filler:?}"));
                    }
                }
            }
        }
        for n in 0..matches.roles.len() {
            let role = matches.roles[n];
            matches.templates.add(role);
            let (system, gold) = (put_together(&system, n), put_together(&gold, n));
            let shared = most_pairs(&system, &gold);
            let counts = Counts { right: shared, system: system.len(), found: shared, gold: gold.len() };
            matches.ree_roles[n].add(counts);
            matches.ree.add(counts);
        }
        (matches, misses.list)
    }
}

struct Misses<'r> {
    record: &'r MucRecord,
    list: Vec<Miss>,
}

impl Misses<'_> {
    fn add(&mut self, class: &str, what: String) {
        self.list.push(Miss {
            record: self.record.doc_id.clone(),
            class: class.to_owned(),
            what,
            text: self.record.text.clone(),
        });
    }
}

/// Whether all strings of the system's filler are strings of the gold filler.
fn fits(system: &[String], gold: &[String]) -> bool {
    system.iter().all(|string| gold.contains(string))
}

/// The pairs of system and gold templates that give the report the greatest F1, each template in one at most.
fn align(system: &[Template], gold: &[Template]) -> Vec<(usize, usize)> {
    // What can be reached with the gold templates used so far: counts (right, found) that no other way beats in
    // both, with the pairs that lead there. A report has a handful of templates.
    type Way = (usize, usize, Vec<(usize, usize)>);
    let mut ways: BTreeMap<BTreeSet<usize>, Vec<Way>> =
        BTreeMap::from([(BTreeSet::new(), vec![(0, 0, Vec::new())])]);
    for (s, template) in system.iter().enumerate() {
        let mut next = ways.clone();
        for (used, ways) in &ways {
            for (g, gold) in gold.iter().enumerate() {
                if used.contains(&g) || !gold.incident.contains(&template.incident) {
                    continue;
                }
                let (right, found) = shared(template, gold);
                let mut used = used.clone();
                used.insert(g);
                let list = next.entry(used).or_default();
                for (r, f, pairs) in ways {
                    let (r, f) = (r + right, f + found);
                    if list.iter().any(|(r2, f2, _)| *r2 >= r && *f2 >= f) {
                        continue;
                    }
                    list.retain(|(r2, f2, _)| *r2 > r || *f2 > f);
                    let mut pairs = pairs.clone();
                    pairs.push((s, g));
                    list.push((r, f, pairs));
                }
            }
        }
        ways = next;
    }
    let sizes = |templates: &[Template]| -> usize {
        templates.iter().map(|t| 1 + t.fillers.iter().map(Vec::len).sum::<usize>()).sum()
    };
    let (n_system, n_gold) = (sizes(system), sizes(gold));
    let f1 = |way: &Way| Counts { right: way.0, system: n_system, found: way.1, gold: n_gold }.f1();
    let mut best: Option<Way> = None;
    for way in ways.into_values().flatten() {
        if best.as_ref().is_none_or(|best| f1(&way) > f1(best)) {
            best = Some(way);
        }
    }
    best.map(|(_, _, pairs)| pairs).unwrap_or_default()
}

/// Fillers of the system that are right and of the gold that are found if two templates are aligned; the type
/// counts as one.
fn shared(system: &Template, gold: &Template) -> (usize, usize) {
    let (mut right, mut found) = (1, 1);
    for role in Role::ALL {
        right += system.of(role).iter().filter(|s| gold.of(role).iter().any(|g| fits(s, g))).count();
        found += gold.of(role).iter().filter(|g| system.of(role).iter().any(|s| fits(s, g))).count();
    }
    (right, found)
}

/// The fillers of one slot in all templates; those that share a string are one entity.
fn put_together(templates: &[Template], role: usize) -> Vec<Vec<String>> {
    let mut entities: Vec<BTreeSet<String>> = Vec::new();
    for filler in templates.iter().flat_map(|t| &t.fillers[role]) {
        let mut all: BTreeSet<String> = filler.iter().cloned().collect();
        entities.retain(|entity| {
            let same = !entity.is_disjoint(&all);
            if same {
                all.extend(entity.iter().cloned());
            }
            !same
        });
        entities.push(all);
    }
    entities.into_iter().map(|e| e.into_iter().collect()).collect()
}

/// How many pairs of fitting fillers there are at most, each filler in one pair (augmenting paths).
fn most_pairs(system: &[Vec<String>], gold: &[Vec<String>]) -> usize {
    fn augment(
        s: usize,
        system: &[Vec<String>],
        gold: &[Vec<String>],
        seen: &mut [bool],
        of_gold: &mut [Option<usize>],
    ) -> bool {
        for g in 0..gold.len() {
            if seen[g] || !fits(&system[s], &gold[g]) {
                continue;
            }
            seen[g] = true;
            if of_gold[g].is_none_or(|other| augment(other, system, gold, seen, of_gold)) {
                of_gold[g] = Some(s);
                return true;
            }
        }
        false
    }
    let mut of_gold = vec![None; gold.len()];
    (0..system.len())
        .filter(|&s| augment(s, system, gold, &mut vec![false; gold.len()], &mut of_gold))
        .count()
}

fn normal_template(template: &Template) -> Template {
    let normal = |fillers: &Vec<Vec<String>>| -> Vec<Vec<String>> {
        fillers.iter().map(|f| f.iter().map(|s| normal(s)).collect()).collect()
    };
    Template { incident: template.incident.clone(), fillers: template.fillers.each_ref().map(normal) }
}

/// Lower case without punctuation, articles and surplus spaces.
pub(super) fn normal(string: &str) -> String {
    let plain: String =
        string.chars().filter(|c| !c.is_ascii_punctuation()).flat_map(char::to_lowercase).collect();
    let words: Vec<&str> = plain.split_whitespace().filter(|w| !matches!(*w, "a" | "an" | "the")).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(incident: &str, fillers: &[(Role, &[&str])]) -> Template {
        let mut template = Template { incident: incident.to_owned(), ..Template::default() };
        for (role, strings) in fillers {
            template.of_mut(*role).push(strings.iter().map(|&s| s.to_owned()).collect());
        }
        template
    }

    fn figures(gold: Vec<Template>, system: &[Template]) -> BTreeMap<&'static str, f64> {
        let record = MucRecord { doc_id: "DEV-1".to_owned(), text: String::new(), templates: gold };
        Matches::count(&record, system).0.figures().into_iter().collect()
    }

    #[test]
    fn one_string_of_a_filler_is_enough_and_articles_do_not_count() {
        let gold = vec![template(
            "bombing",
            &[(Role::Target, &["mill", "the old mill"]), (Role::Weapon, &["mine"])],
        )];
        let figures = figures(gold, &[template("bombing", &[(Role::Target, &["Old Mill,"])])]);
        assert_eq!(figures["template_p"], 1.0);
        assert_eq!(figures["template_r"], 2.0 / 3.0);
        assert_eq!(figures["ceaf_ree_f1"], 2.0 / 3.0);
    }

    #[test]
    fn templates_of_different_types_are_not_aligned() {
        let gold = vec![template("arson", &[(Role::Target, &["mill"])])];
        let figures = figures(gold, &[template("bombing", &[(Role::Target, &["mill"])])]);
        assert_eq!(figures["template_f1"], 0.0);
        assert_eq!(figures["ceaf_ree_f1"], 1.0);
    }

    #[test]
    fn the_alignment_with_most_right_fillers_is_taken() {
        let a = template("attack", &[(Role::Victim, &["ana"])]);
        let b = template("attack", &[(Role::Victim, &["bruno"]), (Role::Weapon, &["rifle"])]);
        let figures = figures(vec![a.clone(), b.clone()], &[b, a]);
        assert_eq!(figures["template_f1"], 1.0);
    }

    #[test]
    fn the_same_filler_of_two_templates_counts_once_for_role_fillers() {
        let a = template("attack", &[(Role::PerpInd, &["rebels"]), (Role::Victim, &["ana"])]);
        let b = template("attack", &[(Role::PerpInd, &["rebels", "men"]), (Role::Victim, &["bruno"])]);
        let figures = figures(vec![a.clone(), b], &[a]);
        assert_eq!(figures["ree_p"], 1.0);
        assert_eq!(figures["ree_r"], 2.0 / 3.0);
    }
}
