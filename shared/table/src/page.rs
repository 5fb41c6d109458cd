/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page<T, I> {
    /// What is on it.
    pub items: Vec<T>,
    /// The id to go on after; `None` on the last page.
    pub next: Option<I>,
}
