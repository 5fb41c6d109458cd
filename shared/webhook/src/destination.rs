//! URLs that events may be sent to.

use url::{Host, Url};

use crate::address::is_public;

/// Which hosts events are sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Public hosts, by https.
    Public,
    /// And `http://127.0.0.1` and `http://localhost`: for the local stack.
    PublicAndLocal,
}

/// A URL that events may be sent to. Of a host name it is not known yet what it resolves to: the sender checks that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    url: Url,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// By https, to a public address.
    Public,
    /// By http, on this machine.
    Local,
}

/// Why a URL is no destination. It names the rule, and does not repeat the URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidDestination {
    /// It is no URL.
    #[error("must be a URL")]
    NoUrl,
    /// Its scheme is not https.
    #[error("must begin with https://")]
    NotHttps,
    /// It has a user name, a password or a fragment.
    #[error("must have no user name, password or fragment")]
    Decorated,
    /// Its host is an address of a private network or of the same machine.
    #[error("must not lead to a private, loopback or link-local network")]
    Private,
}

impl Destination {
    /// Parses a URL.
    ///
    /// # Errors
    /// Why it is no destination.
    pub fn parse(text: &str, reach: Reach) -> Result<Self, InvalidDestination> {
        let url = Url::parse(text).map_err(|_| InvalidDestination::NoUrl)?;
        let has_user = !url.username().is_empty() || url.password().is_some();
        if has_user || url.fragment().is_some() {
            return Err(InvalidDestination::Decorated);
        }
        let host = url.host().ok_or(InvalidDestination::NoUrl)?;
        if reach == Reach::PublicAndLocal && url.scheme() == "http" && is_this_machine(&host) {
            return Ok(Self { url, kind: Kind::Local });
        }
        if url.scheme() != "https" {
            return Err(InvalidDestination::NotHttps);
        }
        let may_be_public = match host {
            Host::Ipv4(address) => is_public(address.into()),
            Host::Ipv6(address) => is_public(address.into()),
            Host::Domain(name) => !is_local_name(name),
        };
        if may_be_public { Ok(Self { url, kind: Kind::Public }) } else { Err(InvalidDestination::Private) }
    }

    /// The URL.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.url.as_str()
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }
}

/// Whether it is `127.0.0.1` or `localhost`.
fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.octets() == [127, 0, 0, 1],
        Host::Ipv6(_) => false,
    }
}

/// Whether a name is one that public name servers do not have (RFC 6761, RFC 6762, RFC 9476; `internal` is reserved by ICANN).
fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let last = name.rsplit('.').next().unwrap_or(name);
    !name.contains('.') || matches!(last, "localhost" | "local" | "internal" | "localdomain" | "alt")
}

#[cfg(test)]
mod tests {
    use super::{Destination, InvalidDestination, Kind, Reach};

    fn parse(text: &str) -> Result<Kind, InvalidDestination> {
        Destination::parse(text, Reach::Public).map(|destination| destination.kind)
    }

    #[test]
    fn a_public_https_url_is_a_destination() {
        for text in [
            "https://shop.example/hook?a=b",
            "https://shop.example:8443",
            "https://1.1.1.1/",
            "https://EXAMPLE.com",
        ] {
            assert_eq!(parse(text), Ok(Kind::Public), "{text}");
        }
    }

    #[test]
    fn no_spelling_of_a_private_address_is_one() {
        for text in [
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f000001/",
            "https://0177.0.0.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://10.1.2.3:8080/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[fd00:ec2::254]/",
            "https://localhost/",
            "https://localhost./",
            "https://a.localhost/",
            "https://printer/",
            "https://vault.internal/",
            "https://\u{ff11}\u{ff12}\u{ff17}.0.0.1/",
        ] {
            assert_eq!(parse(text), Err(InvalidDestination::Private), "{text}");
        }
    }

    #[test]
    fn other_schemes_and_decorations_are_refused() {
        for (text, error) in [
            ("http://shop.example/", InvalidDestination::NotHttps),
            ("http://127.0.0.1:3000/", InvalidDestination::NotHttps),
            ("ftp://shop.example/", InvalidDestination::NotHttps),
            ("https://user@shop.example/", InvalidDestination::Decorated),
            ("https://user:secret@shop.example/", InvalidDestination::Decorated),
            ("https://shop.example/#part", InvalidDestination::Decorated),
            ("shop.example", InvalidDestination::NoUrl),
            ("https://", InvalidDestination::NoUrl),
            ("", InvalidDestination::NoUrl),
        ] {
            assert_eq!(parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn the_local_stack_reaches_this_machine_by_http_and_nothing_else() {
        let local =
            |text| Destination::parse(text, Reach::PublicAndLocal).map(|destination| destination.kind);
        assert_eq!(local("http://127.0.0.1:3000/_local/sink/a"), Ok(Kind::Local));
        assert_eq!(local("http://localhost:3000/"), Ok(Kind::Local));
        assert_eq!(local("https://shop.example/"), Ok(Kind::Public));
        for text in ["http://127.0.0.2/", "http://[::1]/", "http://10.0.0.1/", "http://shop.example/"] {
            assert_eq!(local(text), Err(InvalidDestination::NotHttps), "{text}");
        }
        assert_eq!(local("https://127.0.0.1/"), Err(InvalidDestination::Private));
    }
}
