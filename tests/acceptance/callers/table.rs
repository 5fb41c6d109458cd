//! The tables of `docs/callers.md`, which are the expectations of the test.

use crate::support::{Value, json};

const PAGE: &str = include_str!("../../../docs/callers.md");

/// The columns of callers, in the order of the page.
const CALLERS: [(&str, Caller); 10] = [
    ("nobody", Caller::Nobody),
    ("stranger", Caller::Stranger),
    ("member", Caller::Member),
    ("manager", Caller::Manager),
    ("owner", Caller::Owner),
    ("suspended", Caller::Suspended),
    ("ended", Caller::Ended),
    ("platform", Caller::Platform),
    ("support", Caller::Support),
    ("let in", Caller::LetIn),
];

/// The catalog under which calls are made that have nothing to do with one.
pub const ONE_CATALOG: &str = "whatnot";

/// A kind of caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Caller {
    Nobody,
    Stranger,
    Member,
    Manager,
    Owner,
    Suspended,
    Ended,
    Platform,
    /// A support agent where the store does not let support in.
    Support,
    /// A support agent where the store lets support in.
    LetIn,
}

/// What a caller gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The call is carried out.
    Yes,
    /// The answer is that the person may not, or that nothing was found.
    No,
    /// The call is refused with this status and code.
    Refused(u16, &'static str),
    /// So is this one, which ends the caller's invitation.
    Joined(u16, &'static str),
}

/// A row of the matrix: a call, and what each caller gets.
#[derive(Debug)]
pub struct Row {
    pub route: &'static str,
    /// Which store, person or invitation the call is about; empty if that makes no difference.
    pub case: &'static str,
    /// The status of a call that is carried out.
    pub status: u16,
    pub answers: Vec<(Caller, Answer)>,
}

/// What differs between catalogs.
#[derive(Debug)]
pub struct Catalog {
    pub slug: &'static str,
    pub plan: &'static str,
    /// The grant of a member who does not manage the team.
    pub member: Value,
    /// The grant of a manager; `None` where only the owner manages the team.
    pub manager: Option<Value>,
    /// A permission that both grants confer.
    pub permission: &'static str,
    pub has_own_roles: bool,
    /// Which account an invitation's link is for: `invited` or `any`.
    pub account: &'static str,
}

/// Returns the rows of every table whose first column has this title.
fn table(title: &str) -> Vec<Vec<&'static str>> {
    let mut rows = Vec::new();
    for block in PAGE.split("\n\n").filter(|block| block.starts_with(&format!("| {title} |"))) {
        let cells = |line: &'static str| line.split('|').map(str::trim).collect::<Vec<_>>();
        let of_block = block.lines().map(cells).collect::<Vec<_>>();
        let columns = of_block[0].len();
        for row in of_block.into_iter().skip(2) {
            assert_eq!(row.len(), columns, "{row:?} of the table {title}");
            rows.push(row[1..columns - 1].to_vec());
        }
    }
    assert!(!rows.is_empty(), "docs/callers.md has no table {title}");
    rows
}

fn status_and_code(answer: &'static str) -> (u16, &'static str) {
    let (status, code) = answer.split_once(' ').unwrap_or_else(|| panic!("{answer} names no code"));
    (status.parse().expect("a status"), code)
}

/// The answer that a sign stands for; `None` where the call does not apply.
fn answer(sign: &str, signs: &[Vec<&'static str>]) -> Option<Answer> {
    let row = signs.iter().find(|row| row[0] == sign).unwrap_or_else(|| panic!("{sign} is not explained"));
    match (sign, row[1]) {
        ("yes", _) => Some(Answer::Yes),
        ("no", _) => Some(Answer::No),
        ("joined", answer) => {
            let (status, code) = status_and_code(answer);
            Some(Answer::Joined(status, code))
        }
        (_, "") => None,
        (_, answer) => {
            let (status, code) = status_and_code(answer);
            Some(Answer::Refused(status, code))
        }
    }
}

/// The rows of the matrix.
pub fn rows() -> Vec<Row> {
    let titles: Vec<&str> = CALLERS.iter().map(|(title, _)| *title).collect();
    assert_eq!(table("caller").iter().map(|row| row[0]).collect::<Vec<_>>(), titles);
    let header = format!("| route | case | status | {} |", titles.join(" | "));
    let tables = PAGE.lines().filter(|line| line.starts_with("| route |"));
    tables.for_each(|line| assert_eq!(line, header));
    let signs = table("sign");
    let row = |cells: Vec<&'static str>| {
        let answers = CALLERS.iter().zip(&cells[3..]);
        Row {
            route: cells[0].trim_matches('`'),
            case: cells[1],
            status: cells[2].parse().expect("a status"),
            answers: answers
                .filter_map(|((_, caller), sign)| Some((*caller, answer(sign, &signs)?)))
                .collect(),
        }
    };
    table("route").into_iter().map(row).collect()
}

/// The slugs of the catalogs.
pub fn catalogs() -> Vec<&'static str> {
    table("catalog").into_iter().map(|row| row[0]).collect()
}

/// What differs in this catalog.
pub fn catalog(slug: &str) -> Catalog {
    let row = table("catalog").into_iter().find(|row| row[0] == slug).expect("a row of the catalog");
    let grant = |text: &str| match text.split_once(' ') {
        Some(("role", slug)) => Some(json!({"roles": [slug]})),
        Some(("permission", slug)) => Some(json!({"permissions": [slug]})),
        _ => None,
    };
    Catalog {
        slug: row[0],
        plan: row[1],
        member: grant(row[2]).expect("the grant of a member"),
        manager: grant(row[3]),
        permission: row[4],
        has_own_roles: row[5] == "yes",
        account: row[6],
    }
}

impl Catalog {
    /// A role of the catalog, if it has roles.
    pub fn built_in_role(&self) -> Option<&str> {
        self.member["roles"][0].as_str()
    }
}

/// The rows for a catalog, with the callers that it has.
pub fn rows_of(catalog: &Catalog) -> Vec<Row> {
    let mut rows = rows();
    rows.retain(|row| row.applies_to(catalog));
    if catalog.manager.is_none() {
        for row in &mut rows {
            row.answers.retain(|(caller, _)| *caller != Caller::Manager);
        }
    }
    rows
}

impl Row {
    /// Whether the row is one for this catalog. See [`ONE_CATALOG`].
    fn applies_to(&self, catalog: &Catalog) -> bool {
        let (_, path) = self.parts();
        let account = self.case.rsplit_once(", account ").map(|(_, account)| account);
        let has_to_do = path.starts_with("/stores/") || path.starts_with("/access/") || account.is_some();
        match self.case {
            _ if !has_to_do => catalog.slug == ONE_CATALOG,
            "own roles" => catalog.has_own_roles,
            "no own roles" => !catalog.has_own_roles,
            "a role of the catalog" => catalog.has_own_roles && catalog.built_in_role().is_some(),
            _ => account.is_none_or(|account| account == catalog.account),
        }
    }

    /// The method and the path.
    pub fn parts(&self) -> (&'static str, &'static str) {
        self.route.split_once(' ').expect("a method and a path")
    }
}
