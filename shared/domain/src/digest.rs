//! The answers to invitations that a person is told of: the first ones of an hour one by one, all others of that hour in one mail.

use serde::{Deserialize, Serialize};

use crate::durations::DIGEST;
use crate::store::first_version;
use crate::{DisplayName, EmailAddress, EventId, Reason, Timestamp, bounds};

/// An answer to an invitation, as the mail about several of them tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GatheredAnswer {
    /// The event of the answer.
    pub event: EventId,
    /// What the invitee answered.
    pub answer: AnswerKind,
    /// The address: of the new member, or the invited one.
    #[serde(deserialize_with = "crate::email::or_erased")]
    pub email: EmailAddress,
    /// The new member's name, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<DisplayName>,
    /// The reason for declining, if the invitee gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// What an invitee answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// They joined.
    Accepted,
    /// They declined.
    Declined,
}

/// The answers of an hour that one person is told of in a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// When the hour began: with its first mail, or with the last mail about several answers.
    pub since: Timestamp,
    /// The events that were told one by one in this hour.
    pub single: Vec<EventId>,
    /// Whether a mail about several answers began the hour, after which none is told alone.
    pub follows_digest: bool,
    /// The answers that wait for the end of the hour.
    pub waiting: Vec<GatheredAnswer>,
    /// How many more wait, of which only the number is told.
    pub more: u32,
    /// Counts the changes.
    pub version: u64,
}

/// How a person is told of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// At once, by a mail of its own.
    Alone,
    /// With other answers, at the end of the hour.
    Gathered,
}

impl Digest {
    /// Decides how a person is told of an answer at `now`. The second value is the digest after that; `None` if the digest has
    /// the answer already.
    #[must_use]
    pub fn tell(before: Option<&Self>, answer: GatheredAnswer, now: Timestamp) -> (Telling, Option<Self>) {
        let Some(known) = before else {
            return (Telling::Alone, Some(Self::begun(answer.event, first_version(now), now)));
        };
        if known.single.contains(&answer.event) {
            return (Telling::Alone, None);
        }
        if known.waiting.iter().any(|waiting| waiting.event == answer.event) {
            return (Telling::Gathered, None);
        }
        let mut after = Self { version: known.version + 1, ..known.clone() };
        if known.waiting.is_empty() {
            if known.since + DIGEST <= now {
                return (Telling::Alone, Some(Self::begun(answer.event, after.version, now)));
            }
            if !known.follows_digest && known.single.len() < bounds::SINGLE_ANSWERS {
                after.single.push(answer.event);
                return (Telling::Alone, Some(after));
            }
        }
        if known.waiting.len() < bounds::GATHERED_ANSWERS {
            after.waiting.push(answer);
        } else {
            after.more = after.more.saturating_add(1);
        }
        (Telling::Gathered, Some(after))
    }

    fn begun(event: EventId, version: u64, now: Timestamp) -> Self {
        Self { since: now, single: vec![event], follows_digest: false, waiting: Vec::new(), more: 0, version }
    }

    /// The digest of a person who is moved to an id at which `there` was kept for them: what waits by either id is told when both
    /// hours are over.
    #[must_use]
    pub fn moved(&self, there: Option<&Self>, now: Timestamp) -> Self {
        let mut after = self.clone();
        if let Some(there) = there {
            after.since = self.since.max(there.since);
            after.follows_digest |= there.follows_digest;
            after.single.extend(there.single.iter().copied());
            after.waiting.extend(there.waiting.iter().cloned());
            let untold = after.waiting.len().saturating_sub(bounds::GATHERED_ANSWERS);
            after.waiting.truncate(bounds::GATHERED_ANSWERS);
            let untold = u32::try_from(untold).unwrap_or(u32::MAX);
            after.more = after.more.saturating_add(there.more).saturating_add(untold);
            after.version = self.version.max(there.version);
        }
        after.version = after.version.saturating_add(1).max(first_version(now));
        after
    }

    /// When the mail about the waiting answers is due; `None` if none waits.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        (!self.waiting.is_empty()).then(|| self.since + DIGEST)
    }

    /// The digest after that mail; `None` if it is not due.
    #[must_use]
    pub fn told(&self, now: Timestamp) -> Option<Self> {
        self.due_at().filter(|due| *due <= now)?;
        Some(Self {
            since: now,
            single: Vec::new(),
            follows_digest: true,
            waiting: Vec::new(),
            more: 0,
            version: self.version + 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::{AnswerKind, Digest, GatheredAnswer, Telling};
    use crate::builders::{email, noon};
    use crate::{EventId, Timestamp, bounds};

    fn at(minutes: i64) -> Timestamp {
        noon() + Duration::minutes(minutes)
    }

    fn answer(number: u8) -> GatheredAnswer {
        GatheredAnswer {
            event: EventId::new(noon(), [number; 10]),
            answer: AnswerKind::Accepted,
            email: email("lou@example.com"),
            name: None,
            reason: None,
        }
    }

    /// Tells of answers with these numbers, one a minute from `start` on.
    fn tell(digest: &mut Option<Digest>, numbers: std::ops::Range<u8>, start: i64) -> Vec<Telling> {
        let tell = |(number, minute): (u8, i64)| {
            let (telling, after) = Digest::tell(digest.as_ref(), answer(number), at(minute));
            *digest = after.or(digest.take());
            telling
        };
        numbers.zip(start..).map(tell).collect()
    }

    #[test]
    fn what_waits_by_two_ids_of_a_person_is_told_together() {
        let (mut here, mut there) = (None, None);
        tell(&mut here, 0..5, 0);
        tell(&mut there, 10..16, 10);
        let (here, there) = (here.unwrap(), there.unwrap());
        let moved = here.moved(Some(&there), at(20));
        assert_eq!((moved.waiting.len(), moved.due_at()), (5, Some(at(70))));
        assert!(moved.version > here.version.max(there.version));
        let alone = here.moved(None, at(20));
        assert_eq!((alone.waiting, alone.since), (here.waiting, here.since));
    }

    #[test]
    fn three_answers_of_an_hour_are_told_alone_and_the_others_together_at_its_end() {
        let mut digest = None;
        let told = tell(&mut digest, 0..6, 0);
        assert_eq!(told[..3], [Telling::Alone; 3]);
        assert_eq!(told[3..], [Telling::Gathered; 3]);
        let gathered = digest.clone().unwrap();
        assert_eq!((gathered.waiting.len(), gathered.due_at()), (3, Some(at(60))));
        assert_eq!(gathered.told(at(59)), None);
        let after = gathered.told(at(62)).unwrap();
        assert_eq!((after.due_at(), after.version), (None, gathered.version + 1));
        digest = Some(after);
        assert_eq!(tell(&mut digest, 6..8, 63), [Telling::Gathered; 2], "one mail an hour");
        assert_eq!(digest.unwrap().due_at(), Some(at(122)));
    }

    #[test]
    fn after_an_hour_without_an_answer_the_next_is_told_alone() {
        let mut digest = None;
        tell(&mut digest, 0..4, 0);
        digest = digest.unwrap().told(at(60));
        assert_eq!(tell(&mut digest, 4..8, 120)[..3], [Telling::Alone; 3]);
        let mut few = None;
        tell(&mut few, 0..2, 0);
        assert_eq!(tell(&mut few, 2..5, 60), [Telling::Alone; 3]);
    }

    #[test]
    fn answers_that_wait_for_a_late_mail_stay_together() {
        let mut digest = None;
        tell(&mut digest, 0..4, 0);
        assert_eq!(tell(&mut digest, 4..5, 100), [Telling::Gathered]);
    }

    #[test]
    fn an_answer_is_counted_once() {
        let mut digest = None;
        tell(&mut digest, 0..4, 0);
        let before = digest.clone();
        assert_eq!(tell(&mut digest, 0..4, 10)[2..], [Telling::Alone, Telling::Gathered]);
        assert_eq!(digest, before);
    }

    #[test]
    fn only_the_number_of_further_answers_is_kept() {
        let mut digest = None;
        let all = bounds::SINGLE_ANSWERS + bounds::GATHERED_ANSWERS + 5;
        for number in 0..u8::try_from(all).unwrap() {
            tell(&mut digest, number..number + 1, 1);
        }
        let digest = digest.unwrap();
        assert_eq!((digest.waiting.len(), digest.more), (bounds::GATHERED_ANSWERS, 5));
    }
}
