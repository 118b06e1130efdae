//! The profiles that come with athir, for those who have none yet.

/// A profile that comes with athir.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The name of its file.
    pub file: &'static str,
    /// The profile, word for word.
    pub text: &'static str,
}

/// Profiles to begin with: for everybody, and for partners who keep it to themselves.
pub const SAMPLES: [Sample; 2] = [
    Sample { file: "public.toml", text: include_str!("../../../data/publish/public.toml") },
    Sample { file: "partners.toml", text: include_str!("../../../data/publish/partners.toml") },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    #[test]
    fn the_profiles_that_come_with_athir_can_be_used_and_leave_no_question_open() {
        for sample in SAMPLES {
            let policy = Policy::read(sample.file, sample.text).unwrap();
            assert_eq!(format!("{}.toml", policy.name), sample.file);
            assert_eq!(policy.open_questions(), []);
        }
    }
}
