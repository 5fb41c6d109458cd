//! Resolves host names to public addresses only. The connection is made to an address that was checked, so that a name cannot
//! lead elsewhere after the check.

use std::net::IpAddr;

use aws_smithy_runtime_api::client::dns::{DnsFuture, ResolveDns, ResolveDnsError};

use crate::address::is_public;

/// The resolver of the operating system, which refuses a name with an address that is not public.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PublicOnly;

/// A host name has an address that is not public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the host has a private, loopback or link-local address")]
pub(crate) struct NotPublic;

impl ResolveDns for PublicOnly {
    fn resolve_dns<'a>(&'a self, name: &'a str) -> DnsFuture<'a> {
        DnsFuture::new(async move {
            let found = tokio::net::lookup_host((name, 0)).await.map_err(ResolveDnsError::new)?;
            check(found.map(|address| address.ip()).collect()).map_err(ResolveDnsError::new)
        })
    }
}

/// The addresses, if every one of them is public.
fn check(addresses: Vec<IpAddr>) -> Result<Vec<IpAddr>, NotPublic> {
    if addresses.iter().copied().all(is_public) { Ok(addresses) } else { Err(NotPublic) }
}

#[cfg(test)]
mod tests {
    use aws_smithy_runtime_api::client::dns::ResolveDns as _;

    use super::{NotPublic, PublicOnly, check};

    #[test]
    fn one_address_that_is_not_public_is_enough_to_refuse_a_name() {
        let of = |texts: &[&str]| check(texts.iter().map(|text| text.parse().unwrap()).collect());
        assert!(of(&["1.1.1.1", "2606:4700:4700::1111"]).is_ok());
        assert_eq!(of(&["1.1.1.1", "10.0.0.1"]), Err(NotPublic));
        assert_eq!(of(&["::ffff:127.0.0.1"]), Err(NotPublic));
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_refused() {
        let error = PublicOnly.resolve_dns("localhost").await.unwrap_err();
        assert!(std::error::Error::source(&error).unwrap().is::<NotPublic>(), "{error:?}");
    }
}
