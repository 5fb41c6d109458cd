use staffroom_table::Table;

/// The state of the function.
pub type App = staffroom_api::App<Table>;
