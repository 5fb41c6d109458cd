use staffroom_domain::Rejection;

/// What the caller requires of a resource's version before it is changed (RFC 9110, section 13.1).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Precondition {
    /// Nothing.
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
    /// Checks the version of the resource; `None` where there is no resource.
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
