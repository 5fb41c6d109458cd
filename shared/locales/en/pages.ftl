# The pages, as far as they share their words, and the page that an invitation's link opens. Every language has the same
# messages as this file; a test names what one lacks. What the team page says besides stands in team.ftl.
# Names that people typed arrive as they are; dates arrive written in the reader's own way.

## On every page

language = Language
sign-in = Sign in
sign-out = Sign out
create-account = Create an account
cancel = Cancel
close = Close
try-again = Try again
optional = (optional)
loading = One moment…

## The invitation

join-opening = Your invitation
join-title = Join the team of { $store }
join-invited = { $inviter } has invited you to help manage this store.
join-invited-by-team = You have been invited to help manage this store.
join-rights = Your access
join-for = Invited address
join-expires = Open until
join-ends = Access ends on
# The same words as on the mail's button.
join-button = Join the store
join-button-as = Join as { $email }
join-next = Next you sign in. If you have no account yet, you can create one.
join-signed-in = You are signed in as { $email }.
join-other-account = You are signed in as { $email }, which is not the invited address. You can join with this account, or use another one.
join-switch = Use another account
join-decline = Decline the invitation
join-consent = Nothing happens until you decide.
join-cancelled = You came back without signing in. The invitation is still open.
join-sign-in-failed = Signing in did not work. Please try again.

## After joining

joined-title = Welcome to the team of { $store }
joined-body = You have joined. You can get to work right away.
joined-open = Open the store
joined-team = See the team

## Declining

decline-title = Decline the invitation?
decline-body = The team of { $store } is told that you will not join. This link then no longer works.
decline-reason = Your reason
decline-reason-hint = The team can read it.
decline-confirm = Decline
declined-title = You have declined
declined-body = The team of { $store } has been told. You need not do anything else.
declined-again = If you change your mind, ask to be invited again.

## Another account, or one without a confirmed address

wrong-account-title = Another address was invited
wrong-account-body = You are signed in as { $email }. The invitation is for { $invited }.
wrong-account-next = Sign in with the invited address to join.
not-verified-title = Please confirm your address first
not-verified-body = Your account’s address, { $email }, has not been confirmed yet. Open the confirmation mail of your account, follow its link, then come back here and sign in again.
sign-in-again = Sign in again

## A link past its term

expired-title = This invitation has expired
expired-body = Invitations are open for a few days only. We can send a fresh link to the address that was invited.
expired-button = Send a fresh link
renewed-title = A fresh link is on its way
renewed-body = We have sent it to the address that was invited. It should arrive within a few minutes; look in the spam folder, too. You can close this page.

## A link that does not work

used-title = This invitation has been used
used-body = Someone has already joined with this link. If that was you, sign in to find the store.
revoked-title = This link no longer works
revoked-body = The invitation was taken back, or a newer link was sent. Look for a newer mail, or ask the person who invited you.
refused-title = This invitation was declined
refused-body = If you would like to join after all, ask the person who invited you for a new invitation.
withdrawn-title = This invitation is no longer valid
withdrawn-body = The person who invited you can no longer give this access. Please ask the owner of the store for a new invitation.
unknown-title = This link does not work
unknown-body = It may have been cut off or mistyped. Please open the link again from the mail, or copy it from there as a whole.
missing-title = Open the link from your mail
missing-body = This page shows an invitation, and needs the link in the mail for it. Please open that mail and follow its link.
seats-title = There is no free place at the moment
seats-body = All places on this team are taken. Please ask the person who invited you to free one, then try again.
busy-title = Too many attempts
busy-body = Please try again later. The invitation is not lost.
domain-title = This address cannot join
domain-body = The store takes people with addresses of certain domains only. Please ask the person who invited you.
member-title = You are already on the team
member-body = You can open the store with your account. The invitation was not needed.
failed-title = That did not work
find-stores = Sign in to my stores

## Problems: what each code of the API means to people

problem-malformed-request = That did not work. Please load the page again.
problem-invalid-field = Please check what you entered.
problem-unauthenticated = Please sign in again.
problem-forbidden = You may not do this. Ask the owner of the store.
problem-grant-exceeds-own = This takes rights that you do not hold yourself. Ask the owner of the store.
problem-owner-is-fixed = The owner cannot be changed or removed here.
problem-wrong-account = Another address was invited: { $email }.
problem-email-not-verified = Please confirm the address of your account first.
problem-not-found = This is not there, or no longer.
problem-already-member = This person is already on the team.
problem-already-invited = There is already an open invitation for this address.
problem-invitation-not-pending = This invitation is not open any more. Load the page again to see how it stands.
problem-invitation-expired = This invitation has expired.
problem-invitation-used = This invitation has been used.
problem-invitation-revoked = This invitation was taken back.
problem-invitation-declined = This invitation was declined.
problem-invitation-withdrawn = This invitation is no longer valid.
problem-invalid-token = This link does not work.
problem-seat-limit-reached =
    { $limit ->
        [one] The plan includes one place, and it is taken.
       *[other] The plan includes { $limit } places, and all are taken.
    }
problem-precondition-failed = Someone else has changed this in the meantime. Look at it again, then decide.
problem-idempotency-key-reused = That did not work. Please load the page again.
problem-idempotency-key-in-use = This is still being done. Please wait a moment.
problem-domain-not-allowed = The store takes no addresses of this domain.
problem-quota-exceeded = That was a lot at once. Please try again after { $when }.
problem-unavailable = This does not work at the moment. Please try again shortly.
problem-internal = Something is wrong on our side. Please try again later.
problem-network = There is no connection. Please check it, then try again.
problem-other = That did not work. Please try again.
