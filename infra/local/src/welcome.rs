//! The text that the stack prints when it is ready.

use crate::demo_stores::{OWNER, OWNER_EMAIL, OWNER_NAME};
use crate::stack::Stack;

/// The stack's addresses, and the first commands to try.
#[must_use]
pub fn text(stack: &Stack) -> String {
    let base = &stack.base;
    let sign_in = match stack.gateway.issuers.external_url() {
        Some(issuer) => format!("sign in at {issuer}"),
        None => format!("sign in as {OWNER_EMAIL}"),
    };
    let clock = match stack.gateway.clock.offset_seconds() {
        0 => String::new(),
        seconds => format!("  Clock     {seconds} s ahead of real time, as in the previous run\n"),
    };
    let stores: Vec<&str> = stack.demo_stores.iter().map(|store| store.id.as_str()).collect();
    let stores = stores.join(", ");
    format!(
        r#"
Staffroom runs at {base}

  Team      {base}/team            {sign_in}, choose a shop, invite any address
  Inbox     {base}/_local/inbox    open the mail, follow its link, create an account, join
  Start     {base}/_local          all calls of the local stack
  Stores    {stores}
{clock}
The same with curl: get a token as the owner, invite an address, read the mail:

  TOKEN=$(curl -s {base}/_local/tokens -d '{{"sub":"{OWNER}","email":"{OWNER_EMAIL}","name":"{OWNER_NAME}"}}' | cut -d'"' -f4)
  curl -s {base}/stores/demo-ecwid/invitations -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' -d '{{"email":"ana@example.com","permissions":["sales"]}}'
  curl -s {base}/_local/inbox

Press Ctrl-C to stop.
"#
    )
}
