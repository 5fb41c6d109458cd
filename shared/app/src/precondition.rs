use staffroom_domain::Rejection;

/// The caller's precondition on a resource's version (RFC 9110, section 13.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Precondition {
    /// None.
    #[default]
    None,
    /// The resource exists.
    Exists,
    /// The resource has one of these versions.
    Versions(Vec<u64>),
    /// The resource does not exist.
    Absent,
}

impl Precondition {
    /// Checks the version of the resource; `None` means that it does not exist.
    ///
    /// # Errors
    /// [`Rejection::PreconditionFailed`].
    pub fn check(&self, version: Option<u64>) -> Result<(), Rejection> {
        let holds = match (self, version) {
            (Self::None, _) | (Self::Exists, Some(_)) | (Self::Absent, None) => true,
            (Self::Versions(versions), Some(version)) => versions.contains(&version),
            (Self::Exists | Self::Versions(_), None) | (Self::Absent, Some(_)) => false,
        };
        if holds { Ok(()) } else { Err(Rejection::PreconditionFailed) }
    }
}

#[cfg(test)]
mod tests {
    use super::Precondition;
    use staffroom_domain::Rejection;

    #[test]
    fn a_precondition_holds_of_the_versions_that_it_names() {
        let versions = Precondition::Versions(vec![3, 5]);
        for (precondition, version, holds) in [
            (Precondition::None, None, true),
            (Precondition::None, Some(1), true),
            (Precondition::Exists, Some(1), true),
            (Precondition::Exists, None, false),
            (Precondition::Absent, None, true),
            (Precondition::Absent, Some(1), false),
            (versions.clone(), Some(3), true),
            (versions.clone(), Some(5), true),
            (versions.clone(), Some(4), false),
            (versions, None, false),
        ] {
            let expected = if holds { Ok(()) } else { Err(Rejection::PreconditionFailed) };
            assert_eq!(precondition.check(version), expected, "{precondition:?} of {version:?}");
        }
    }
}
