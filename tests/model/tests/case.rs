//! Tells one history in words: `STAFFROOM_MODEL_CASE=file cargo test -p staffroom-model --test case -- --nocapture`.

use staffroom_model::explore::tell;
use staffroom_model::machine::Machine;

#[test]
fn a_case_in_words() {
    let Some(file) = std::env::var_os("STAFFROOM_MODEL_CASE") else { return };
    let history = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    match Machine::run(&history, None, true) {
        Ok(_) => eprintln!("no promise is broken"),
        Err(failure) => eprintln!("{}", tell(&history, &failure)),
    }
}
