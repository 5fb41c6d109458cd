//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::ValueExt as _;

/// What `--help` prints.
pub const HELP: &str = "\
Staffroom's local stack: the API with its real handlers, a database, an inbox and an issuer of tokens, in one process.

Usage: cargo local [options]

Options:
  --port N         listen on 127.0.0.1:N (default 3000; 0: any free port)
  --data DIR       keep table, mails and keys in DIR (default: gone when it ends)
  --dynamodb URL   run on this DynamoDB instead of the embedded one; the table is created when missing
  --ses URL        hand mails to this SES v2 endpoint as well; the inbox keeps showing them
  --issuer URL     let people sign in at this OpenID Connect issuer, and accept its tokens as well
  --client-id ID   what the pages are called there (default staffroom)
  --capacity       count the capacity units that functions consume: GET /_local/capacity
  --help           print this

Logs of the functions go to stderr; RUST_LOG=info shows them.
";

/// How to run.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// The gateway's port; 0 is any free one.
    pub port: u16,
    /// Where data outlives the process.
    pub data: Option<PathBuf>,
    /// A DynamoDB to use instead of the embedded one.
    pub dynamodb: Option<String>,
    /// An SES v2 endpoint that gets the mails, too.
    pub ses: Option<String>,
    /// An OpenID Connect issuer to trust beside the local one.
    pub issuer: Option<String>,
    /// The client that the pages sign in as, and whom tokens may be for.
    pub client_id: Option<String>,
    /// Whether to count capacity units, which costs time.
    pub capacity: bool,
}

/// What the command line asked for.
#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    /// Start the stack.
    Run(Options),
    /// Print [`HELP`].
    Help,
}

impl Command {
    /// Reads the arguments after the program's name.
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
                lexopt::Arg::Long("dynamodb") => options.dynamodb = Some(endpoint(&mut parser)?),
                lexopt::Arg::Long("ses") => options.ses = Some(endpoint(&mut parser)?),
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

/// A URL that paths are put behind.
fn endpoint(parser: &mut lexopt::Parser) -> Result<String, lexopt::Error> {
    Ok(url(parser)?.trim_end_matches('/').to_owned())
}

/// A URL, kept to the letter: an issuer's name may end with a slash.
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
    fn mistakes_are_one_line_that_names_them() {
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
