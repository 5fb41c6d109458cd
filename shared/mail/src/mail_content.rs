//! The content of each mail, independent of its language: the parts that the HTML and the plain text both show.

/// The number of members that the preview of a mail names: mail programs show about a hundred characters.
const PREVIEWED_MEMBERS: usize = 5;

/// The content of a mail. Text that people typed has been sanitized, but nothing is escaped for HTML yet.
pub(crate) struct MailContent {
    pub(crate) from_name: String,
    pub(crate) subject: String,
    pub(crate) title: String,
    pub(crate) blocks: Vec<Block>,
    /// Why the recipient gets this mail.
    pub(crate) reason: String,
    /// Label and URL of the link by which the recipient gets no more of them.
    pub(crate) unsubscribe: Option<(String, String)>,
}

/// A part of a mail, from top to bottom.
pub(crate) enum Block {
    Paragraph(String),
    List {
        label: String,
        items: Vec<String>,
    },
    /// Labels with their values.
    Fields(Vec<(String, String)>),
    /// A text that a person wrote.
    Quote {
        label: String,
        lines: Vec<String>,
    },
    /// The members of an access review.
    Members(Vec<MemberEntry>),
    Button {
        label: String,
        link: String,
    },
    /// The link of the button as text, for mail programs that do not show the button.
    LinkInFull {
        label: String,
        link: String,
    },
}

/// A member in an access review.
pub(crate) struct MemberEntry {
    pub(crate) name: String,
    pub(crate) rights: String,
    pub(crate) last_activity: String,
}

impl MailContent {
    /// The preview that mail programs show after the subject: what follows the first paragraph, because the first paragraph says
    /// the same as the subject. Each part is one line.
    pub(crate) fn preheader(&self) -> String {
        let mut parts = self.blocks.iter().filter_map(Block::preview);
        let follows_a_paragraph = matches!(self.blocks.first(), Some(Block::Paragraph(_)));
        let part = if follows_a_paragraph { parts.nth(1) } else { parts.next() };
        part.unwrap_or_else(|| self.reason.clone())
    }
}

impl Block {
    /// The part in one line, without links.
    fn preview(&self) -> Option<String> {
        match self {
            Self::Paragraph(text) => Some(text.clone()),
            Self::List { label, items } => Some(format!("{label} {}", items.join(", "))),
            Self::Fields(fields) => {
                let values: Vec<_> = fields.iter().map(|(label, value)| format!("{label} {value}")).collect();
                Some(values.join(" · "))
            }
            Self::Quote { label, lines } => Some(format!("{label} {}", lines.join(" "))),
            Self::Members(members) => {
                let names: Vec<_> =
                    members.iter().map(|member| member.name.as_str()).take(PREVIEWED_MEMBERS).collect();
                Some(names.join(", "))
            }
            Self::Button { .. } | Self::LinkInFull { .. } => None,
        }
    }
}
