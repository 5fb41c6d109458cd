//! Writes every kind of mail in every language to `target/mails`, to look at them while changing texts or layout:
//! `cargo run --package staffroom-mail --example mails`

use std::path::Path;
use std::{fs, io};

use staffroom_domain::{Locale, TimeZone};
use staffroom_mail::Style;

#[path = "../tests/samples/mod.rs"]
mod samples;

fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/mails");
    fs::create_dir_all(&folder)?;
    let time_zone: TimeZone = "Europe/Paris".parse().unwrap_or_default();
    for locale in Locale::all() {
        for (name, mail) in samples::all() {
            let file = folder.join(format!("{name}.{}", locale.as_str()));
            let can_be_switched_off =
                ["answers", "order", "review"].iter().any(|kind| name.starts_with(kind));
            let unsubscribe_url = can_be_switched_off.then_some("https://shop.example/unsubscribe/sample");
            let style = Style { locale, brand: "Staffroom", time_zone, unsubscribe_url };
            let mail = staffroom_mail::render(&style, &mail);
            fs::write(file.with_added_extension("html"), &mail.html)?;
            fs::write(
                file.with_added_extension("txt"),
                format!("{}\n{}\n\n{}", mail.from_name, mail.subject, mail.text),
            )?;
        }
    }
    Ok(())
}
