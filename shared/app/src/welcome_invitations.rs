//! A signed-in person takes back that no store may invite their address.

use staffroom_domain::{EmailAddress, EventActor, Timestamp};

use crate::Error;
use crate::context::Context;
use crate::execute::{Outcome, UseCase};
use crate::opt_out;
use crate::plan::{Condition, Plan, Write};
use crate::read::{ReadResult, ReadSet};

/// Lets stores invite the address again. What a single store must not write to, because of a complaint, stays.
#[derive(Debug, Clone)]
pub struct WelcomeInvitations {
    /// The person's verified address.
    pub email: EmailAddress,
}

impl UseCase for WelcomeInvitations {
    type Answer = ();

    fn reads(&self, _: Timestamp) -> ReadSet {
        ReadSet::keys([opt_out::everywhere_key(&self.email)])
    }

    fn decide(&self, read: &ReadResult, context: &Context) -> Result<Outcome<()>, Error> {
        let key = opt_out::everywhere_key(&self.email);
        if !read.has(&key) {
            return Ok(Outcome::Unchanged(()));
        }
        let mut plan = Plan::outside_store(context, EventActor::Invitee);
        plan.push(Write::Delete { key, condition: Condition::None })?;
        Ok(Outcome::commit(plan, ()))
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::builders::{day, email, noon};
    use staffroom_domain::{AddressId, OptOut, OptOutCause};

    use super::WelcomeInvitations;
    use crate::builders::{context_at, found, nothing_found};
    use crate::execute::UseCase;
    use crate::expect::{committed, unchanged};
    use crate::key::Key;
    use crate::plan::{Condition, Write};
    use crate::record::Record;

    #[test]
    fn what_a_person_said_is_taken_back_once() {
        let welcome = WelcomeInvitations { email: email("lou@example.com") };
        let key = Key::AddressOptOut(AddressId::of(&welcome.email));
        let said = Record::OptOut(OptOut { at: noon(), cause: OptOutCause::Request });
        let (plan, ()) = committed(welcome.decide(&found([(key.clone(), Some(said))]), &context_at(day(1))));
        assert_eq!(plan.writes, [Write::Delete { key: key.clone(), condition: Condition::None }]);
        unchanged(welcome.decide(&found([nothing_found(key)]), &context_at(day(1))));
    }
}
