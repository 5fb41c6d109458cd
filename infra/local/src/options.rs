//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::ValueExt as _;

/// The text that `--help` prints.
pub const HELP: &str = "\
Staffroom's local stack: the API with its real handlers, a database, an inbox and a token issuer, in one process.

Usage: cargo local [options]

Options:
  --port N         listen on 127.0.0.1:N (default 3000; 0: any free port)
  --data DIR       store the table, mails and keys in DIR (default: in memory only)
  --dynamodb URL   use this DynamoDB instead of the embedded database; creates the table if it is missing
  --ses URL        forward mails to this SES v2 endpoint; the inbox still shows them
  --issuer URL     let users sign in at this OpenID Connect issuer, and accept its tokens too (RS256 only)
  --client-id ID   the client ID of the pages at that issuer (default staffroom)
  --capacity       count the capacity units that the functions consume: GET /_local/capacity
  --help           print this help

The functions write their logs to stderr; RUST_LOG=info shows them.
";

/// The options of a run.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// The port to listen on; 0 stands for any free port.
    pub port: u16,
    /// The folder to store data in; without one, data is lost when the process ends.
    pub data: Option<PathBuf>,
    /// The URL of a DynamoDB to use instead of the embedded database.
    pub dynamodb: Option<String>,
    /// The URL of an SES v2 endpoint to forward mails to.
    pub ses: Option<String>,
    /// The URL of an OpenID Connect issuer to trust in addition to the local one.
    pub issuer: Option<String>,
    /// The client ID of the pages, which is also an accepted audience of tokens.
    pub client_id: Option<String>,
    /// Whether to count capacity units, which slows calls down.
    pub capacity: bool,
}

/// The options of the command line.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Start the stack.
    Run(Options),
    /// Print [`HELP`].
    Help,
}

impl Command {
    /// Parses the arguments after the program's name.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, lexopt::Error> {
        let mut options = Options {
            port: 3000,
            data: None,
            dynamodb: None,
            ses: None,
            issuer: None,
            client_id: None,
            capacity: false,
        };
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next()? {
            match argument {
                lexopt::Arg::Long("port") => options.port = parser.value()?.parse()?,
                lexopt::Arg::Long("data") => options.data = Some(parser.value()?.into()),
                lexopt::Arg::Long("dynamodb") => options.dynamodb = Some(base_url(&mut parser)?),
                lexopt::Arg::Long("ses") => options.ses = Some(base_url(&mut parser)?),
                lexopt::Arg::Long("issuer") => options.issuer = Some(url(&mut parser)?),
                lexopt::Arg::Long("client-id") => options.client_id = Some(parser.value()?.string()?),
                lexopt::Arg::Long("capacity") => options.capacity = true,
                lexopt::Arg::Long("help") | lexopt::Arg::Short('h') => return Ok(Self::Help),
                other => return Err(other.unexpected()),
            }
        }
        Ok(Self::Run(options))
    }
}

/// A URL that paths are appended to.
fn base_url(parser: &mut lexopt::Parser) -> Result<String, lexopt::Error> {
    Ok(url(parser)?.trim_end_matches('/').to_owned())
}

/// A URL exactly as it was given: an issuer's identifier may end with a slash.
fn url(parser: &mut lexopt::Parser) -> Result<String, lexopt::Error> {
    let text = parser.value()?.string()?;
    let uri: axum::http::Uri = text.parse().map_err(|_| format!("{text:?} is not a URL"))?;
    if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none() {
        return Err(format!("{text:?} is not an http or https URL").into());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Command, String> {
        Command::parse(arguments.iter().map(OsString::from)).map_err(|error| error.to_string())
    }

    #[test]
    fn defaults_and_every_option() {
        let Ok(Command::Run(options)) = parse(&[]) else { panic!("runs without arguments") };
        assert_eq!((options.port, options.data, options.dynamodb), (3000, None, None));
        let given =
            parse(&["--port=0", "--data", "d", "--dynamodb", "http://127.0.0.1:8000/", "--ses", "http://s"]);
        let Ok(Command::Run(options)) = given else { panic!("{given:?}") };
        assert_eq!(options.port, 0);
        assert_eq!(options.data, Some(PathBuf::from("d")));
        assert_eq!(options.dynamodb.as_deref(), Some("http://127.0.0.1:8000"));
        assert_eq!(parse(&["--port", "1", "--help"]), Ok(Command::Help));
    }

    #[test]
    fn errors_are_one_line_that_names_the_argument() {
        for (arguments, named) in [
            (&["--prot", "1"][..], "--prot"),
            (&["--port", "70000"], "70000"),
            (&["--port"], "--port"),
            (&["--dynamodb", "localhost:8000"], "localhost:8000"),
            (&["start"], "start"),
        ] {
            let error = parse(arguments).expect_err("refused");
            assert!(error.contains(named) && !error.contains('\n'), "{error}");
        }
    }
}
