//! Output to the terminal. No other file prints.

/// Prints text to standard output.
#[expect(clippy::print_stdout, reason = "the user of a command line program reads its standard output")]
pub fn print(text: &str) {
    print!("{text}");
}

/// Prints a message to standard error, as one line.
pub fn warn(message: &str) {
    eprintln!("staffroom-local: {}", message.replace('\n', " "));
}
